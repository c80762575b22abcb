import type { RecordFile, RecordRow } from '@nuanxin/contract';
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useSession } from '../session/session.ts';
import type { Pasted } from './clipboard.ts';
import type { Column, Context } from './columns.ts';
import { textsOf } from './read-file.ts';
import {
  carried,
  edited,
  isTouched,
  judge,
  newRow,
  rowOf,
  withDefaults,
  type Edit,
  type Judged,
  type Row,
} from './rows.ts';
import { unsavedRows, type Kept } from './unsaved-rows.ts';

interface State {
  /** New rows in the order in which they were begun; where rows may be added, an empty one follows. */
  fresh: readonly Row[];
  /** Records with changes that are not saved. */
  changed: ReadonlyMap<string, Row>;
}

const STEPS = 50;
let count = 0;
const nextKey = (): string => `new-${++count}`;

/**
 * The rows of the grid: new ones first, then the list with what was changed in it. Each change can be taken back until
 * it is saved; what is not saved is kept in the browser's window.
 */
export function useRows(options: {
  columns: readonly Column[];
  context: ComputedRef<Context>;
  list: ComputedRef<RecordRow[]>;
  /** A record that is looked at, be it in the list or not. */
  opened: ShallowRef<RecordRow | null>;
  mayAdd: boolean;
  year: number;
}) {
  const { columns, context, mayAdd } = options;
  const storage = unsavedRows(useSession().user?.id ?? '', context.value.kind.code, options.year);
  const kept = shallowRef<Kept | null>(storage.read());
  const state = shallowRef<State>({ fresh: mayAdd ? [newRow(nextKey())] : [], changed: new Map() });
  const past = shallowRef<State[]>([]);

  const rows = computed((): Row[] => {
    const { fresh, changed } = state.value;
    const listed = new Set(options.list.value.map(({ id }) => id));
    const elsewhere = [...changed.values()].filter(({ key }) => !listed.has(key));
    const list = options.list.value.map((record) => {
      const row = changed.get(record.id);
      if (!row) return rowOf(record);
      const moved = row.record !== null && record.version > row.record.version;
      return moved && row.newest === null ? { ...row, newest: record } : row;
    });
    return [...elsewhere, ...fresh, ...list];
  });
  const byKey = computed(() => {
    const all = new Map(rows.value.map((row) => [row.key, row]));
    const opened = options.opened.value;
    return opened && !all.has(opened.id) ? all.set(opened.id, rowOf(opened)) : all;
  });
  const unsaved = computed(() => rows.value.filter(isTouched));
  const judged = (row: Row): Judged => judge(row, columns, context.value);
  const faulty = computed(() =>
    unsaved.value
      .map((row) => ({ row, judged: judged(row) }))
      .filter(({ judged: { errors, confirms } }) => errors + confirms > 0),
  );
  /** Rows that somebody else changed or deleted meanwhile: to be decided about. */
  const conflicts = computed(() => unsaved.value.filter(({ newest }) => newest !== null));
  const errors = computed(() => faulty.value.reduce((sum, each) => sum + each.judged.errors, 0));
  const confirms = computed(() => faulty.value.reduce((sum, each) => sum + each.judged.confirms, 0));

  /** One step that can be taken back. */
  function change(next: Row[], step = true): void {
    if (step) past.value = [...past.value.slice(1 - STEPS), state.value];
    const { fresh, changed } = state.value;
    const byKeyNext = new Map(next.map((row) => [row.key, row]));
    const known = new Set(fresh.map(({ key }) => key));
    const added = next.filter((row) => row.record === null && !known.has(row.key));
    const empty = fresh.at(-1);
    const before = empty && isEmpty(byKeyNext.get(empty.key) ?? empty) ? fresh.slice(0, -1) : fresh;
    const last = before.length < fresh.length ? fresh.slice(-1) : [];
    const records = new Map(changed);
    for (const row of next) {
      if (row.record === null) continue;
      if (isTouched(row)) records.set(row.key, row);
      else records.delete(row.key);
    }
    const replaced = (row: Row): Row => byKeyNext.get(row.key) ?? row;
    state.value = { fresh: closed([...before.map(replaced), ...added, ...last.map(replaced)]), changed: records };
  }

  /** An empty row is always at hand. */
  function closed(fresh: readonly Row[]): readonly Row[] {
    const last = fresh.at(-1);
    return mayAdd && (!last || !isEmpty(last)) ? [...fresh, newRow(nextKey())] : fresh;
  }
  const isEmpty = (row: Row): boolean => !isTouched(row) && Object.keys(row.defaults).length === 0;

  function setText(key: string, column: Column, edit: Edit): void {
    const row = byKey.value.get(key);
    if (!row) return;
    const next = edited(row, column, edit, context.value);
    if (JSON.stringify(next) !== JSON.stringify(row)) change([next]);
  }

  /** Takes over what the row before has, into the cells of a new row in which nothing stands. */
  function takeOver(key: string): void {
    const { fresh } = state.value;
    const at = fresh.findIndex((row) => row.key === key);
    const row = fresh[at];
    if (!row) return;
    const before = fresh.slice(0, at).findLast(isTouched);
    const newest = options.list.value[0];
    const from = before ?? (newest && rowOf(newest));
    if (from) change([withDefaults(row, carried(judged(from), columns))]);
  }

  /** Puts copied rows in from a row on: over what stands there, and into new rows for the rest. */
  function paste(key: string, { lines, byHeader }: Pasted): string[] {
    const at = rows.value.findIndex((row) => row.key === key);
    const start = rows.value[at];
    if (!start) return [];
    // What brings its own header is a list of new rows, not a correction of old ones.
    const overNew = start.record === null;
    const places = overNew
      ? state.value.fresh.slice(state.value.fresh.findIndex((row) => row.key === key))
      : byHeader
        ? state.value.fresh.slice(-1)
        : rows.value.slice(at).filter(({ record }) => record?.mayEdit === true);
    const next = lines.flatMap((texts, i) => {
      const row = places[i] ?? (mayAdd ? newRow(nextKey()) : null);
      return row ? [filled(row, texts)] : [];
    });
    change(next);
    return next.map((row) => row.key);
  }

  function filled(row: Row, texts: Record<string, string>): Row {
    let next: Row = { ...row, checked: true };
    for (const column of columns) {
      const text = texts[column.code];
      const fixed = row.record?.mayEditFields && !row.record.mayEditFields.includes(column.code);
      if (text !== undefined && !fixed) next = edited(next, column, { text, pasted: true }, context.value);
    }
    return next;
  }

  /** The rows of a workbook as new ones, with what was found in them. */
  function addFile(file: RecordFile): void {
    const next = file.rows.map((read) => {
      const { texts, faults } = textsOf(read, columns, context.value);
      return { ...filled(newRow(nextKey()), texts), faults };
    });
    change(next);
  }

  function confirm(keys: readonly string[], code?: string): void {
    const next = keys.flatMap((key) => {
      const row = byKey.value.get(key);
      if (!row) return [];
      const open = Object.entries(judged(row).cells).filter(
        ([each, { level }]) => level === 'confirm' && (code === undefined || each === code),
      );
      const edits = open.map(([each]) => [each, { ...row.edits[each], confirmed: true } as Edit]);
      return open.length > 0 ? [{ ...row, edits: { ...row.edits, ...Object.fromEntries(edits) } }] : [];
    });
    if (next.length > 0) change(next);
  }

  /** New rows that are no longer wanted, and changes that are taken back. */
  function drop(keys: ReadonlySet<string>, step = true): void {
    if (step) past.value = [...past.value.slice(1 - STEPS), state.value];
    const { fresh, changed } = state.value;
    state.value = {
      fresh: closed(fresh.filter((row) => !keys.has(row.key))),
      changed: new Map([...changed].filter(([key]) => !keys.has(key))),
    };
  }

  function undo(): boolean {
    const before = past.value.at(-1);
    if (!before) return false;
    past.value = past.value.slice(0, -1);
    state.value = before;
    return true;
  }

  /** Records that are no longer there, and the steps that were about them. */
  function forget(ids: ReadonlySet<string>): void {
    const without = ({ fresh, changed }: State): State => ({
      fresh,
      changed: new Map([...changed].filter(([key]) => !ids.has(key))),
    });
    past.value = past.value.map(without);
    state.value = without(state.value);
  }

  /** What is not saved stands over the records as they are now; in one column they have what was meant. */
  function rebase(records: RecordRow[], { code }: Column): void {
    const next = records.flatMap((record) => {
      const row = state.value.changed.get(record.id);
      if (!row) return [];
      const { [code]: _settled, ...edits } = row.edits;
      return [{ ...row, record, edits, newest: null }];
    });
    if (next.length > 0) change(next, false);
    past.value = [];
  }

  /** After a save nothing of before can be taken back. */
  function saved(keys: ReadonlySet<string>): void {
    drop(keys, false);
    past.value = [];
  }

  function restore(): void {
    const found = kept.value;
    kept.value = null;
    if (found) change([...found.fresh.map((row) => ({ ...row, key: nextKey() })), ...found.changed]);
  }
  function discard(): void {
    kept.value = null;
    storage.keep([], []);
  }

  // What an earlier visit left is on offer until it is decided about: it must not be replaced.
  watch([state, kept], () => {
    if (kept.value) return;
    const { fresh, changed } = state.value;
    storage.keep(fresh.filter(isTouched), [...changed.values()]);
  });

  return {
    rows,
    unsaved,
    faulty,
    conflicts,
    errors,
    confirms,
    kept,
    /** How many steps can be taken back. */
    depth: computed(() => past.value.length),
    emptyKey: computed(() => state.value.fresh.at(-1)?.key ?? null),
    rowBy: (key: string): Row | undefined => byKey.value.get(key),
    judged,
    change,
    setText,
    takeOver,
    paste,
    addFile,
    confirm,
    drop,
    undo,
    saved,
    forget,
    rebase,
    restore,
    discard,
  };
}

export type Rows = ReturnType<typeof useRows>;
