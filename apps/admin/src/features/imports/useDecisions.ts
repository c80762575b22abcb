import type { Import, ImportRow } from '@nuanxin/client';
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue';
import { api, problemOf } from '../../api.ts';
import { failed } from '../../shared/notify.ts';

type Finding = ImportRow['findings'][number];

/** What the reader changes on the outcome's page, until it is read anew with the stored file. */
export interface Decisions {
  /** Text in place of a cell's, by `cellKey`. */
  cells: Map<string, string>;
  /** Unit code by the text that shall mean it. */
  units: Map<string, string>;
  /** Unit code that the file as a whole is for. */
  unit: Ref<string | null>;
  /** Field code by the header's text. */
  headers: Map<string, string>;
  /** Readings said yes to, by `readingKey`. */
  confirmed: Set<string>;
  keep: Ref<boolean>;
  busy: Ref<boolean>;
  count: ComputedRef<number>;
  apply(): Promise<void>;
}

type Reading = [sheet: string, row: number, code: string, cell: string | null, readsAs: number | string | null];

export const cellKey = (row: ImportRow, cell: string): string => JSON.stringify([row.sheet, cell]);
export const readingKey = (row: ImportRow, { code, cell, readsAs }: Finding): string =>
  JSON.stringify([row.sheet, row.row, code, cell, readsAs]);

/** Findings about one figure's cell can be mended there; a row's own faults are mended in its unit. */
export const isMendable = ({ level, cell, field }: Finding): boolean =>
  level === 'error' && cell !== null && field !== null;

export function useDecisions(current: () => Import, changed: (result: Import) => void): Decisions {
  const cells = reactive(new Map<string, string>());
  const units = reactive(new Map<string, string>());
  const unit = ref<string | null>(null);
  const headers = reactive(new Map<string, string>());
  const confirmed = reactive(new Set<string>());
  const keep = ref(false);
  const busy = ref(false);
  const count = computed(() => cells.size + units.size + headers.size + confirmed.size + (unit.value ? 1 : 0));

  /** What was decided before stays, what is decided now comes on top of it. */
  function merged() {
    const { decisions } = current();
    const meant = unit.value ?? decisions.unit;
    const place = ({ sheet, cell }: { sheet: string; cell: string }): string => JSON.stringify([sheet, cell]);
    return {
      ...(meant === undefined ? {} : { unit: meant }),
      cells: [
        ...decisions.cells.filter((each) => !cells.has(place(each))),
        ...[...cells].map(([key, text]) => {
          const [sheet, cell] = JSON.parse(key) as [string, string];
          return { sheet, cell, text };
        }),
      ],
      units: [
        ...decisions.units.filter(({ text }) => !units.has(text)),
        ...[...units].map(([text, code]) => ({ text, unit: code })),
      ],
      headers: [
        ...decisions.headers.filter(({ text }) => !headers.has(text)),
        ...[...headers].map(([text, field]) => ({ text, field })),
      ],
      confirmed: [
        ...decisions.confirmed,
        ...[...confirmed].map((key) => {
          const [sheet, row, code, cell, readsAs] = JSON.parse(key) as Reading;
          return { sheet, row, code, cell, readsAs };
        }),
      ],
    };
  }

  async function apply(): Promise<void> {
    busy.value = true;
    const { id, version } = current();
    const params = { id };
    try {
      const body = { ...merged(), keep: keep.value };
      const { data } = await api.decideImport({ params, body, ifMatch: `"${version}"` });
      for (const each of [cells, units, headers, confirmed]) each.clear();
      unit.value = null;
      changed(data);
    } catch (error) {
      failed(error);
      // What was typed stays, to be tried on what somebody else made of the file.
      if (problemOf(error).code === 'precondition_failed') changed((await api.getImport({ params })).data);
    }
    busy.value = false;
  }

  return { cells, units, unit, headers, confirmed, keep, busy, count, apply };
}
