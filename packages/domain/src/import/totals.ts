import { quoted, type Finding } from '../form.ts';
import { normaliseNumber, tidy } from './numbers.ts';
import type { RawRow } from './row.ts';
import { cellAddress, type SheetData } from './sheet.ts';
import type { TableHeader } from './table-header.ts';

const total = /^(?:其中:)?(?:全区|全市|各?乡镇|各?单位|区直(?:单位)?)?(合计|小计|总计|共计|累计)(?:\(.*\))?:?$/;

/** The word of a total row: 小计 sums the rows since the last one, the others all rows; null for any other text. */
export function totalWord(text: string): string | null {
  // All of its words end so, and few other texts hold the character.
  return text.includes('计') ? (total.exec(tidy(text))?.[1] ?? null) : null;
}

/**
 * A total that differs from its rows is worth a look, though it is not imported (D18). A second 合计 may sum the rows since
 * the first one or all of them.
 * @param sums the rows that the total may be about; the first is the likely one
 */
export function checkTotals(sheet: SheetData, header: TableHeader, index: number, sums: RawRow[][]): Finding[] {
  return [...header.fields].flatMap(([column, field]): Finding[] => {
    const cell = sheet.rows[index]?.[column];
    const stated = cell ? (cell.number ?? normaliseNumber(cell.text, field.measure).value) : null;
    if (stated === null) return [];
    const possible = sums.map((rows) => rows.reduce((all, { values }) => all + Number(values[field.code] ?? 0), 0));
    const [sum = 0] = possible;
    if (possible.includes(stated)) return [];
    const detail = `第${index + 1}行${quoted(field.label)}：合计为 ${stated}，各行相加为 ${sum}，请核对`;
    const at = cellAddress(index, column);
    return [
      {
        level: 'warning',
        code: 'total_mismatch',
        cell: at,
        field: field.code,
        text: String(stated),
        readsAs: sum,
        detail,
      },
    ];
  });
}
