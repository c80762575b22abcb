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
  /** Rows that are left out, by `rowKey`. */
  skipped: Set<string>;
  /** The sheet that is to be imported instead. */
  sheet: Ref<string | null>;
  /** Readings said yes to, by `readingKey`. */
  confirmed: Set<string>;
  /** Decisions of before that shall count no more, by `earlierKey`. */
  takenBack: Set<string>;
  keep: Ref<boolean>;
  busy: Ref<boolean>;
  count: ComputedRef<number>;
  /** Puts a text in a cell's place. What stood there in the file, or counts already, is no change. */
  write(key: string, text: string, was: string): void;
  apply(): Promise<void>;
}

type Reading = [sheet: string, row: number, code: string, cell: string | null, readsAs: number | string | null];

export const cellKey = ({ sheet }: { sheet: string }, cell: string): string => JSON.stringify([sheet, cell]);
export const readingKey = (
  { sheet, row }: Pick<ImportRow, 'sheet' | 'row'>,
  { code, cell, readsAs }: Pick<Finding, 'code' | 'cell' | 'readsAs'>,
): string => JSON.stringify([sheet, row, code, cell, readsAs]);
/** What was read, out of a `readingKey`. */
export const readingOf = (key: string): Reading[4] => (JSON.parse(key) as Reading)[4];
export const rowKey = ({ sheet, row }: Pick<ImportRow, 'sheet' | 'row'>): string => JSON.stringify([sheet, row]);
export const earlierKey = (kind: 'cell' | 'unit' | 'header' | 'row' | 'reading', key: string): string =>
  `${kind} ${key}`;

/** Findings about a text in the header, or a label, that means no field. */
export const isHeader = ({ code, text }: Finding): boolean =>
  ['unknown_column', 'unknown_label'].includes(code) && Boolean(text);

/** A doubt about a number; that a report would be handed in anew is another kind of doubt. */
export const isReading = ({ readsAs }: Pick<Finding, 'readsAs'>): boolean => typeof readsAs === 'number';

/** A row that a person decided not to import. */
export const isLeftOut = ({ findings }: Pick<ImportRow, 'findings'>): boolean =>
  findings.some(({ code }) => code === 'left_out');

/** A row's unit that is not known by its text. */
export const isUnknownUnit = ({ code }: Finding): boolean => ['unit_unknown', 'unit_ambiguous'].includes(code);

/** Findings about one figure's cell can be mended there; a row's own faults are mended in its unit. */
export const isMendable = ({ level, cell, field }: Finding): boolean =>
  level === 'error' && cell !== null && field !== null;

export function useDecisions(current: () => Import, changed: (result: Import) => void): Decisions {
  const cells = reactive(new Map<string, string>());
  const units = reactive(new Map<string, string>());
  const unit = ref<string | null>(null);
  const headers = reactive(new Map<string, string>());
  const skipped = reactive(new Set<string>());
  const sheet = ref<string | null>(null);
  const confirmed = reactive(new Set<string>());
  const takenBack = reactive(new Set<string>());
  const keep = ref(false);
  const busy = ref(false);
  const count = computed(
    () =>
      [cells, units, headers, skipped, confirmed, takenBack].reduce((sum, { size }) => sum + size, 0) +
      (unit.value ? 1 : 0) +
      (sheet.value ? 1 : 0),
  );

  function write(key: string, typed: string, original: string): void {
    // As the service takes and compares them.
    const [text, was] = [typed.trim(), original.trim()];
    const earlier = current().decisions.cells.find((each) => cellKey(each, each.cell) === key);
    cells.delete(key);
    takenBack.delete(earlierKey('cell', key));
    if (text === (earlier?.text ?? was)) return;
    if (text === was) takenBack.add(earlierKey('cell', key));
    else cells.set(key, text);
  }

  /** What was decided before stays, unless it was taken back; what is decided now comes on top of it. */
  function merged() {
    const { decisions, rows } = current();
    // What was confirmed of these the service keeps by itself, however many they are.
    const written = new Set(rows.filter(({ submissionId }) => submissionId).map(rowKey));
    const meant = unit.value ?? decisions.unit;
    const chosen = sheet.value ?? decisions.sheet;
    const stays = (...key: Parameters<typeof earlierKey>): boolean => !takenBack.has(earlierKey(...key));
    return {
      ...(meant === undefined ? {} : { unit: meant }),
      ...(chosen === undefined ? {} : { sheet: chosen }),
      cells: [
        ...decisions.cells.filter((each) => {
          const key = cellKey(each, each.cell);
          return !cells.has(key) && stays('cell', key);
        }),
        ...[...cells].map(([key, text]) => {
          const [name, cell] = JSON.parse(key) as [string, string];
          return { sheet: name, cell, text };
        }),
      ],
      units: [
        ...decisions.units.filter(({ text }) => !units.has(text) && stays('unit', text)),
        ...[...units].map(([text, code]) => ({ text, unit: code })),
      ],
      headers: [
        ...decisions.headers.filter(({ text }) => !headers.has(text) && stays('header', text)),
        ...[...headers].map(([text, field]) => ({ text, field })),
      ],
      skipped: [
        ...(decisions.skipped ?? []).filter((each) => stays('row', rowKey(each))),
        ...[...skipped].map((key) => {
          const [name, row] = JSON.parse(key) as [string, number];
          return { sheet: name, row };
        }),
      ],
      confirmed: [
        ...decisions.confirmed.filter((each) => !written.has(rowKey(each)) && stays('reading', readingKey(each, each))),
        ...[...confirmed].map((key) => {
          const [name, row, code, cell, readsAs] = JSON.parse(key) as Reading;
          return { sheet: name, row, code, cell, readsAs };
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
      for (const each of [cells, units, headers, skipped, confirmed, takenBack]) each.clear();
      unit.value = null;
      sheet.value = null;
      changed(data);
    } catch (error) {
      failed(error);
      // What was typed stays, to be tried on what somebody else made of the file.
      if (problemOf(error).code === 'precondition_failed') changed((await api.getImport({ params })).data);
    }
    busy.value = false;
  }

  return { cells, units, unit, headers, skipped, sheet, confirmed, takenBack, keep, busy, count, write, apply };
}
