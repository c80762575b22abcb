import { quoted, type Finding, type FormDefinition, type FormField } from '../form.ts';
import { readValue } from './cell.ts';
import { fieldFinder, isPlainHeader, isUnitHeader } from './header.ts';
import { tidy } from './numbers.ts';
import type { ImportRow, RawRow } from './row.ts';
import { cellAddress, spreadText, textAt, type SheetData } from './sheet.ts';

export interface TableHeader {
  unitColumn: number;
  fields: Map<number, FormField>;
  unknown: { column: number; text: string }[];
  /** First row below the header, 0-based. */
  firstRow: number;
  width: number;
}

const SEARCHED_ROWS = 20;

/** Finds a header of one or two levels: a column of units and at least two columns of the form's fields (D14, D16, D17). */
export function findTableHeader(sheet: SheetData, form: FormDefinition): TableHeader | null {
  const find = fieldFinder(form);
  const text = spreadText(sheet);
  for (let top = 0; top < Math.min(sheet.rows.length, SEARCHED_ROWS); top++) {
    const width = Math.max(sheet.rows[top]?.length ?? 0, sheet.rows[top + 1]?.length ?? 0);
    const columns = Array.from({ length: width }, (_, column) => column);
    const unitColumn = columns.find((column) => isUnitHeader(text(top, column)));
    if (unitColumn === undefined) continue;
    // A second level is there when the row below names fields, while no unit stands in it.
    const below = text(top + 1, unitColumn);
    const second = (below === '' || isUnitHeader(below)) && columns.some((column) => find(text(top + 1, column)));
    const names = columns.map((column) => (second ? [text(top + 1, column), text(top, column)] : [text(top, column)]));
    const fields = new Map<number, FormField>();
    const unknown: TableHeader['unknown'] = [];
    for (const [column, [own = '', upper = '']] of names.entries()) {
      if (column === unitColumn) continue;
      const field = find(own) ?? find(upper + own);
      if (field) fields.set(column, field);
      else if (!isPlainHeader(own)) unknown.push({ column, text: own });
    }
    if (fields.size >= 2) {
      const widths = [top, ...(second ? [top + 1] : [])].map((row) => sheet.rows[row]?.length ?? 0);
      return { unitColumn, fields, unknown, firstRow: top + (second ? 2 : 1), width: Math.max(...widths) };
    }
  }
  return null;
}

const totals = new Set(['合计', '小计', '总计', '共计', '累计']);
const note = /^(?:注[:：]|注|说明|备注|填表|填报人|审核|联系电话|制表|附注|数据截至)/;
const section = /^[一二三四五六七八九十]、/;

/**
 * Reads the rows of a table: one unit each.
 * @returns rows to judge and rows that were ignored, in the order of the sheet
 */
export function readTable(
  sheet: SheetData,
  header: TableHeader,
  csv: boolean,
): { raw: RawRow[]; ignored: ImportRow[]; findings: Finding[] } {
  const text = spreadText(sheet);
  const raw: RawRow[] = [];
  const ignored: ImportRow[] = [];
  let subtotalFrom = 0;
  for (let index = header.firstRow; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? [];
    const filled = cells.flatMap((cell, column) =>
      cell && cell.text.trim() !== '' ? [{ column, text: cell.text.trim() }] : [],
    );
    const [first] = filled;
    if (!first) continue;
    const unitText = text(index, header.unitColumn);
    const total = [tidy(first.text), tidy(unitText)].find((each) => totals.has(each));
    if (total !== undefined) {
      const summed = raw.slice(total === '小计' ? subtotalFrom : 0);
      if (total === '小计') subtotalFrom = raw.length;
      ignored.push(ignoredRow(sheet, index, first.text, checkTotals(sheet, header, index, summed)));
      continue;
    }
    const hasValues = [...header.fields.keys()].some((column) => textAt(sheet, index, column) !== '');
    if (!hasValues && section.test(tidy(first.text))) continue;
    if (!hasValues) {
      const known = unitText !== '' && !note.test(tidy(first.text));
      ignored.push(ignoredRow(sheet, index, known ? unitText : first.text, known ? [noValues(index, unitText)] : []));
      continue;
    }
    raw.push(readRow(sheet, header, index, unitText, csv ? filled : []));
  }
  const findings = header.unknown.map(({ column, text: name }): Finding => {
    const cell = cellAddress(header.firstRow - 1, column);
    return {
      level: 'warning',
      code: 'unknown_column',
      cell,
      field: null,
      text: name,
      readsAs: null,
      detail: `不认识“${name}”列（${cell}），未导入`,
    };
  });
  return { raw, ignored, findings };
}

function readRow(
  sheet: SheetData,
  header: TableHeader,
  index: number,
  unitText: string,
  filled: { column: number; text: string }[],
): RawRow {
  const row: RawRow = {
    sheet: sheet.name,
    row: index + 1,
    unitText,
    unitCell: cellAddress(index, header.unitColumn),
    values: {},
    cells: {},
    findings: [],
    texts: (sheet.rows[index] ?? []).flatMap((cell, column) =>
      cell && cell.text !== '' ? [{ cell: cellAddress(index, column), text: cell.text }] : [],
    ),
  };
  const extra = filled.find(({ column }) => column >= header.width);
  if (extra) {
    // `1,200` without quotes became two columns, so every value after it stands one column too far (D24).
    const cell = cellAddress(index, extra.column);
    const detail = `第${index + 1}行比表头多出一列（${cell}），可能是数字中有未加引号的逗号，请改正后重新导入`;
    row.findings.push({
      level: 'error',
      code: 'row_width',
      cell,
      field: null,
      text: extra.text,
      readsAs: null,
      detail,
    });
    return row;
  }
  for (const [column, field] of header.fields) {
    const cell = cellAddress(index, column);
    const { value, findings } = readValue(sheet.rows[index]?.[column] ?? null, field, { cell, row: index + 1 });
    row.cells[field.code] = cell;
    if (value !== null) row.values[field.code] = value;
    row.findings.push(...findings);
  }
  return row;
}

/** Units that have not reported yet stand in many summaries with nothing behind their name: that is no empty report. */
function noValues(index: number, unitText: string): Finding {
  const detail = `第${index + 1}行：“${unitText}”没有填写任何指标，未导入`;
  return { level: 'warning', code: 'no_values', cell: null, field: null, text: unitText, readsAs: null, detail };
}

function ignoredRow(sheet: SheetData, index: number, unitText: string, findings: Finding[]): ImportRow {
  return { sheet: sheet.name, row: index + 1, unitText, unit: null, outcome: 'ignored', values: {}, findings };
}

/** A total that differs from its rows is worth a look, though it is not imported (D18). */
function checkTotals(sheet: SheetData, header: TableHeader, index: number, rows: RawRow[]): Finding[] {
  const findings: Finding[] = [];
  for (const [column, field] of header.fields) {
    const stated = sheet.rows[index]?.[column]?.number ?? null;
    if (stated === null) continue;
    const sum = rows.reduce((all, { values }) => all + Number(values[field.code] ?? 0), 0);
    if (sum === stated) continue;
    const cell = cellAddress(index, column);
    const detail = `第${index + 1}行${quoted(field.label)}（${cell}）合计为 ${stated}，各行相加为 ${sum}，请核对`;
    findings.push({
      level: 'warning',
      code: 'total_mismatch',
      cell,
      field: field.code,
      text: String(stated),
      readsAs: sum,
      detail,
    });
  }
  return findings;
}
