import { quoted, type FormDefinition, type FormField } from '../form.ts';
import { fieldFinder, isCurrentFigure, isPlainHeader, isUnitHeader } from './header.ts';
import { ImportRefused } from './refused.ts';
import { cellAddress, spreadText, type SheetData } from './sheet.ts';

export interface TableHeader {
  unitColumn: number;
  fields: Map<number, FormField>;
  /** Columns that are not imported although something stands above them. */
  unknown: { column: number; text: string }[];
  /** Columns without a header text. */
  blank: number[];
  /** First row of the header, 0-based. */
  top: number;
  /** First row below the header, 0-based. */
  firstRow: number;
  width: number;
}

const SEARCHED_ROWS = 20;

/**
 * Finds a header of one or two levels: a column of units and at least two columns of the form's fields (D14, D16, D17).
 * @throws ImportRefused layout_unknown when two columns mean one field
 */
export function findTableHeader(sheet: SheetData, form: FormDefinition): TableHeader | null {
  const find = fieldFinder(form);
  const text = spreadText(sheet);
  for (let top = 0; top < Math.min(sheet.rows.length, SEARCHED_ROWS); top++) {
    const width = Math.max(sheet.rows[top]?.length ?? 0, sheet.rows[top + 1]?.length ?? 0);
    const columns = Array.from({ length: width }, (_, column) => column);
    const unitColumn = columns.find((column) => isUnitHeader(text(top, column)));
    if (unitColumn === undefined) continue;
    const twoLevels = (column: number): FormField | null => {
      const [upper, own] = [text(top, column), text(top + 1, column)];
      return find(own) ?? find(upper + own) ?? (isCurrentFigure(own) ? find(upper) : null);
    };
    // A second level is there when the row below names fields, while no unit stands in it.
    const below = text(top + 1, unitColumn);
    const second = (below === '' || isUnitHeader(below)) && columns.some((column) => twoLevels(column) !== null);
    const last = second ? top + 1 : top;

    const header: TableHeader = {
      unitColumn,
      fields: new Map(),
      unknown: [],
      blank: [],
      top,
      firstRow: last + 1,
      width: 0,
    };
    for (const column of columns) {
      if (column === unitColumn) continue;
      const own = text(last, column);
      const field = second ? twoLevels(column) : find(own);
      if (field) header.fields.set(column, field);
      else if (own === '') header.blank.push(column);
      else if (!isPlainHeader(own)) header.unknown.push({ column, text: own });
    }
    if (header.fields.size < 2) continue;
    refuseTwice(header, last);
    const widths = [top, last].map((row) => sheet.rows[row]?.length ?? 0);
    return { ...header, width: Math.max(...widths) };
  }
  return null;
}

/** Which of two columns counts is not ours to guess. */
function refuseTwice({ fields }: TableHeader, row: number): void {
  const first = new Map<string, number>();
  for (const [column, { code, label }] of fields) {
    const other = first.get(code);
    if (other !== undefined) {
      const places = `${cellAddress(row, other)}、${cellAddress(row, column)}`;
      throw new ImportRefused('layout_unknown', `${quoted(label)}在表头出现两次（${places}），请只保留一列后重新导入`);
    }
    first.set(code, column);
  }
}
