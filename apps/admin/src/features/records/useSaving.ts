import type { RecordRow } from '@nuanxin/contract';
import { ref } from 'vue';
import { api, problemOf } from '../../api.ts';
import { failed } from '../../shared/notify.ts';
import type { Column, Context } from './columns.ts';
import { bodyOf, type Row } from './rows.ts';
import type { Rows } from './useRows.ts';

const AT_ONCE = 500;
/** What follows in the form when its record is saved; files need a record that they belong to. */
export type AfterSave = 'close' | 'next' | 'files';

/**
 * Sends unsaved rows, all of them or none; what the service finds stands in its cells then. A row that somebody else
 * changed meanwhile gets what it is now beside it, for a decision.
 */
export function useSaving(rows: Rows, columns: readonly Column[], context: () => Context) {
  const busy = ref(false);

  /** @returns the records that were saved; none when something has to be mended first */
  async function save(chosen: readonly Row[]): Promise<RecordRow[]> {
    if (busy.value || chosen.length === 0) return [];
    // From now on blanks that must not be are said.
    const unchecked = chosen.filter(({ checked }) => !checked).map((row) => ({ ...row, checked: true }));
    if (unchecked.length > 0) rows.change(unchecked, false);
    const current = chosen.map(({ key }) => rows.rowBy(key)).filter((row) => row !== undefined);
    if (current.some((row) => isOpen(row))) return [];
    busy.value = true;
    const saved: RecordRow[] = [];
    try {
      for (let at = 0; at < current.length; at += AT_ONCE) {
        const part = current.slice(at, at + AT_ONCE);
        const items = await send(part);
        if (!items) break;
        saved.push(...items);
      }
    } finally {
      busy.value = false;
    }
    return saved;
  }

  function isOpen(row: Row): boolean {
    const { errors, confirms } = rows.judged(row);
    return errors + confirms > 0 || row.newest !== null;
  }

  async function send(part: readonly Row[]): Promise<RecordRow[] | null> {
    const { kind, year } = context();
    const body = { year, rows: part.map((row) => bodyOf(row, rows.judged(row))) };
    try {
      const { data } = await api.saveRecords({ params: { kind: kind.code }, body });
      rows.saved(new Set(part.map(({ key }) => key)));
      return data.items;
    } catch (error) {
      await explain(error, part);
      return null;
    }
  }

  async function explain(error: unknown, part: readonly Row[]): Promise<void> {
    const { code, errors = [] } = problemOf(error);
    const found = new Map<Row, Record<string, string>>();
    for (const { pointer, detail } of errors) {
      const [, index, ...path] = /^\/rows\/(\d+)(?:\/(.+))?$/.exec(pointer) ?? [];
      const row = part[Number(index)];
      const column = path.join('/').replace(/^values\//, '');
      if (row)
        found.set(row, { ...found.get(row), [columns.some((each) => each.code === column) ? column : 'row']: detail });
    }
    if (code === 'precondition_failed' || code === 'not_found') {
      await compare(part);
      return;
    }
    if (found.size === 0) return failed(error);
    rows.change(
      [...found].map(([row, faults]) => ({ ...(rows.rowBy(row.key) ?? row), faults })),
      false,
    );
  }

  /** What became of changed records meanwhile. */
  async function compare(part: readonly Row[]): Promise<void> {
    const { kind } = context();
    const next: Row[] = [];
    for (const row of part) {
      if (!row.record) continue;
      try {
        const { data } = await api.getRecord({ params: { kind: kind.code, id: row.record.id } });
        if (data.version > row.record.version) next.push({ ...row, newest: data });
      } catch (error) {
        if (problemOf(error).code !== 'not_found') return failed(error);
        next.push({ ...row, newest: 'gone' });
      }
    }
    rows.change(next, false);
  }

  /** Mine over theirs: what I changed, on what the record is now. */
  function keepMine(row: Row): void {
    if (row.newest && row.newest !== 'gone') rows.change([{ ...row, record: row.newest, newest: null }], false);
  }

  return { busy, save, keepMine };
}
