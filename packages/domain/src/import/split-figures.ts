import type { Finding } from '../form.ts';
import { tidy } from './numbers.ts';
import { cellAddress, textAt, type SheetData } from './sheet.ts';
import type { TableHeader } from './table-header.ts';

/**
 * `1,200` without quotes in a CSV became two cells, and the row is no wider than the header since the cells at its end are
 * left out (D24). Whether 1 and 200 are one figure is not ours to guess.
 * @returns what there is to ask about a row (0-based); null when it has all its cells, or no such figures
 */
export function splitFigures(sheet: SheetData, header: TableHeader): (row: number) => Finding | null {
  const width = (row: number): number => sheet.rows[row]?.length ?? 0;
  const hasValue = (row: number): boolean =>
    [...header.fields.keys()].some((column) => textAt(sheet, row, column) !== '');
  // Where one row lacks the cells at its end, another may only seem to have them.
  const short = sheet.rows.some((_, row) => row >= header.firstRow && width(row) < header.width && hasValue(row));
  const last = header.width - 1;
  return (row) => {
    const pushedOut = !header.fields.has(last) && /^\d+$/.test(tidy(textAt(sheet, row, last)));
    if (width(row) > header.width || (!short && !pushedOut)) return null;
    const at = [...header.fields.keys()]
      .toSorted((a, b) => a - b)
      .find(
        (column) =>
          /^[+-]?[1-9]\d{0,2}$/.test(tidy(textAt(sheet, row, column))) &&
          /^\d{3}$/.test(tidy(textAt(sheet, row, column + 1))),
      );
    if (at === undefined) return null;
    const text = `${textAt(sheet, row, at)},${textAt(sheet, row, at + 1)}`;
    const places = `${cellAddress(row, at)}、${cellAddress(row, at + 1)}`;
    const detail = `第${row + 1}行：“${text}”可能是一个没有加引号的数，被逗号分成了两格（${places}），其后各格就都错了一列；现按两个数计，请对照原表确认`;
    return {
      level: 'confirm',
      code: 'row_width',
      cell: cellAddress(row, at),
      field: null,
      text,
      readsAs: null,
      detail,
    };
  };
}
