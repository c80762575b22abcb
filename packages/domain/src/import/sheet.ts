/** A workbook as the importer sees it: what stands in the cells, whatever the format of the file. */
export interface SheetCell {
  /** What a person sees or typed; never null, `''` for a blank. */
  text: string;
  /** A number cell's value; null for every other kind. */
  number: number | null;
  /** The day of a cell formatted as a date; null for every other kind. */
  date: string | null;
  /** `unsafe` reaches out of the workbook: a link, the web, another program. */
  formula: 'none' | 'value' | 'no_value' | 'unsafe';
  /** `#DIV/0!` and the like stand in `text`. */
  error: boolean;
  /** The format of a number cell by which it shows another number: `0%`, `0"万"`; absent for every other cell. */
  shownAs?: string;
}

export interface SheetData {
  name: string;
  hidden: boolean;
  /** From row 1 and column A on; missing cells are null. */
  rows: (SheetCell | null)[][];
  /** 0-based, inclusive. */
  merges: { top: number; left: number; bottom: number; right: number }[];
  /** Rows and columns (0-based) that are not shown, by hand or by a filter; absent when there are none. */
  unseen?: { rows: number[]; columns: number[] };
}

export interface WorkbookData {
  format: 'xlsx' | 'xls' | 'csv';
  sheets: SheetData[];
  /**
   * Places beside the cells in which an identity number stands, as people name them: comments, properties, headers. What
   * else is written there is not wanted.
   */
  identities?: string[];
}

/** `C` for column 2 (0-based). */
export function columnName(column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** `C7` for row 6, column 2 (0-based). */
export function cellAddress(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}

/** Row and column (0-based) of `C7`; null when the text is no address. */
export function parseAddress(cell: string): { row: number; column: number } | null {
  const [, letters, digits] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(cell) ?? [];
  if (letters === undefined) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(digits) - 1, column };
}

export function textAt(sheet: SheetData, row: number, column: number): string {
  return sheet.rows[row]?.[column]?.text.trim() ?? '';
}

/** Like `textAt`, with the text of a merged area in each of its cells. */
export function spreadText(sheet: SheetData): (row: number, column: number) => string {
  const origins = new Map<string, [number, number]>();
  for (const { top, left, bottom, right } of sheet.merges) {
    // A whole-sheet merge would fill memory; headers and unit cells are small.
    if ((bottom - top + 1) * (right - left + 1) > 2000) continue;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) origins.set(`${row} ${column}`, [top, left]);
    }
  }
  if (origins.size === 0) return (row, column) => textAt(sheet, row, column);
  return (row, column) => {
    const [top, left] = origins.get(`${row} ${column}`) ?? [row, column];
    return textAt(sheet, top, left);
  };
}
