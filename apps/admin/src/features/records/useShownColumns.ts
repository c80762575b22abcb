import { computed } from 'vue';
import { useColumns } from '../../shared/useColumns.ts';
import type { Column } from './columns.ts';
import type { Rows } from './useRows.ts';

/** The columns of a kind that its form has (`fields`), and those of the grid, which its reader may hide. */
export function useShownColumns(kind: string, all: Column[], rows: Rows, manyUnits: () => boolean) {
  const choice = useColumns(
    `records.${kind}`,
    Object.fromEntries(all.map(({ code, label }) => [code, label])),
    all.filter(({ code, required }) => required || code === 'title').map(({ code }) => code),
  );
  const isTyped = (code: string): boolean => rows.unsaved.value.some(({ edits }) => edits[code] !== undefined);
  /** Whose rows they are is shown where it can be one of several, or was pasted and is none. */
  const fields = computed(() => all.filter(({ code }) => code !== 'unit' || manyUnits() || isTyped(code)));
  /** A hidden column is seen as long as something in it is not saved: it may have to be mended. */
  const columns = computed((before?: Column[]): Column[] => {
    const now = fields.value.filter(({ code }) => choice.shows(code) || isTyped(code));
    // The same list as long as it has the same in it: every line is drawn from it.
    return before?.length === now.length && now.every((each, at) => each === before[at]) ? before : now;
  });
  return { fields, columns, choice };
}
