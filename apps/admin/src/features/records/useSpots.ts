import type { Ref } from 'vue';
import type { Column } from './columns.ts';
import type { Row } from './rows.ts';
import type { Rows } from './useRows.ts';

export interface Spot {
  key: string;
  code: string;
}

/** Where there is something to do in the sheet, and the way from one such place to the next. */
export function useSpots(rows: Rows, columns: () => Column[], chosen: Ref<Spot | null>) {
  /** Of a row its cells, or the row as a whole when somebody else changed it. */
  function spotsOf(row: Row): Spot[] {
    const { cells } = rows.judged(row);
    const open = columns().filter(({ code }) => ['error', 'confirm'].includes(cells[code]?.level ?? ''));
    const mine = columns().find(({ code }) => row.edits[code] !== undefined) ?? columns()[0];
    const at = row.newest !== null && open.length === 0 && mine ? [mine] : open;
    return at.map(({ code }) => ({ key: row.key, code }));
  }

  /** To the next cell with something to do, from the chosen one on. */
  function next(): void {
    const spots = rows.unsaved.value.flatMap(spotsOf);
    const at = spots.findIndex(({ key, code }) => key === chosen.value?.key && code === chosen.value.code);
    const order = rows.rows.value.map(({ key }) => key);
    const after =
      at >= 0 ? spots[at + 1] : spots.find(({ key }) => order.indexOf(key) >= order.indexOf(chosen.value?.key ?? ''));
    chosen.value = after ?? spots[0] ?? chosen.value;
  }

  return { spotsOf, next };
}
