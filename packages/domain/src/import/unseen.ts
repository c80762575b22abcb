import type { Finding } from '../form.ts';
import type { RawRow } from './row.ts';
import { columnName, parseAddress, type SheetData } from './sheet.ts';

/** Rows and columns that a finding names; the others are counted. */
const NAMED = 10;

/** Figures and units that are imported although the sheet does not show them: who sent it may not know of them. */
export function unseenImported(sheets: readonly SheetData[], raw: readonly RawRow[]): Finding[] {
  return sheets.flatMap(({ name, unseen }): Finding[] => {
    if (!unseen) return [];
    const places = raw.filter(({ sheet }) => sheet === name).flatMap(filledPlaces);
    const rows = among(unseen.rows, places, ({ row }) => row).map((row) => String(row + 1));
    const columns = among(unseen.columns, places, ({ column }) => column).map(columnName);
    const what = [
      ...(rows.length > 0 ? [`第${listed(rows)}行`] : []),
      ...(columns.length > 0 ? [`${listed(columns)}列`] : []),
    ].join('和');
    if (what === '') return [];
    const detail = `工作表“${name}”隐藏的${what}中有内容，已一并读取，请核对是否要导入`;
    return [{ level: 'warning', code: 'hidden_cells', cell: null, field: null, text: name, readsAs: null, detail }];
  });
}

interface Place {
  row: number;
  column: number;
}

/** Cells of a unit's values in which something stands. */
function filledPlaces({ cells, values, stood }: RawRow): Place[] {
  return Object.entries(cells).flatMap(([code, cell]) => {
    const at = parseAddress(cell);
    return at && (values[code] !== undefined || (stood[code] ?? '') !== '') ? [at] : [];
  });
}

function among(hidden: number[], places: Place[], of: (place: Place) => number): number[] {
  const filled = new Set(places.map(of));
  return hidden.filter((each) => filled.has(each));
}

function listed(names: string[]): string {
  const more = names.length > NAMED ? `等 ${names.length} ` : '';
  return names.slice(0, NAMED).join('、') + more;
}
