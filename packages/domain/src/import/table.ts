import type { Finding } from '../form.ts';
import { maskMobile } from '../personal-info.ts';
import { readValue } from './cell.ts';
import { fieldFinder, isUnitHeader, measureIn } from './header.ts';
import type { StatedMeasure } from './measures.ts';
import { mergedInTable, refuseMerged } from './merged-values.ts';
import { tidy } from './numbers.ts';
import { PROGRESS_ROWS, type ImportRow, type ImportSetting, type RawRow } from './row.ts';
import { cellAddress, spreadText, textAt, type SheetData } from './sheet.ts';
import { splitFigures } from './split-figures.ts';
import { otherMeasure, sheetMeasure } from './stated-measures.ts';
import type { TableHeader } from './table-header.ts';
import { checkTotals, totalWord } from './totals.ts';

/** Below many tables: who filled it in, when, and what is to be known of it. */
export const note = /^(?:注[:：]|注|说明|备注|填表|填报人|审核|联系电话|制表|附注|数据截至)/;
const section = /^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))/;

/**
 * Reads the rows of a table: one unit each.
 * @returns rows to judge and rows that were ignored, in the order of the sheet
 */
export function readTable(
  sheet: SheetData,
  header: TableHeader,
  { form, progress }: Pick<ImportSetting, 'form' | 'progress'>,
  csv: boolean,
): { raw: RawRow[]; ignored: ImportRow[]; findings: Finding[] } {
  const text = spreadText(sheet);
  const find = fieldFinder(form);
  const { measures, findings: ofMeasures } = measuresOf(sheet, header);
  const merged = mergedInTable(sheet, header);
  const splitIn = csv ? splitFigures(sheet, header) : () => null;
  const raw: RawRow[] = [];
  const ignored: ImportRow[] = [];
  let sinceTotal = 0;
  for (let index = header.firstRow; index < sheet.rows.length; index++) {
    if (index % PROGRESS_ROWS === 0) progress?.('rows', index, sheet.rows.length);
    const first = sheet.rows[index]?.find((cell) => cell && cell.text.trim() !== '')?.text.trim();
    if (first === undefined) continue;
    const unitText = text(index, header.unitColumn);
    const total = totalWord(first) ?? totalWord(unitText);
    if (total !== null) {
      const recent = raw.slice(sinceTotal);
      // Above all rows it sums those that are still to come, which are not compared.
      const sums = total === '小计' ? [recent] : [raw, recent];
      const findings = raw.length === 0 ? [] : checkTotals(sheet, header, index, sums);
      sinceTotal = raw.length;
      ignored.push(ignoredRow(sheet, index, first, findings));
      continue;
    }
    // At the top of a printed page.
    if (isHeaderAgain(sheet, header, find, index)) continue;
    const hasValues =
      merged.has(index) || [...header.fields.keys()].some((column) => textAt(sheet, index, column) !== '');
    if (!hasValues && (section.test(tidy(first)) || isUnitHeader(unitText))) continue;
    if (!hasValues) {
      const known = unitText !== '' && !note.test(tidy(first));
      ignored.push(ignoredRow(sheet, index, known ? unitText : first, known ? [noValues(index, unitText)] : []));
      continue;
    }
    const row = readRow(sheet, header, index, unitText, csv, measures);
    const split = splitIn(index);
    if (split) row.findings.push(split);
    for (const each of merged.get(index) ?? []) refuseMerged(row, each);
    raw.push(row);
  }
  return { raw, ignored, findings: [...unreadColumns(sheet, header, raw), ...ofMeasures] };
}

export function isHeaderAgain(
  sheet: SheetData,
  header: TableHeader,
  find: ReturnType<typeof fieldFinder>,
  row: number,
): boolean {
  const same = [...header.fields].filter(([column, { code }]) => find(textAt(sheet, row, column))?.code === code);
  return same.length > 1;
}

type Measures = ReadonlyMap<number, StatedMeasure>;

/** What the header, or a line above it, says that the figures of a column count. */
function measuresOf(sheet: SheetData, header: TableHeader): { measures: Measures; findings: Finding[] } {
  const text = spreadText(sheet);
  const ofAll = sheetMeasure(sheet, header.top);
  const measures = new Map<number, StatedMeasure>();
  const findings: Finding[] = [];
  for (const [column, field] of header.fields) {
    const rows = Array.from({ length: header.firstRow - header.top }, (_, i) => header.firstRow - 1 - i);
    const said = rows.flatMap((row) => {
      const stated = measureIn(text(row, column), field);
      return stated ? [{ row, stated }] : [];
    })[0];
    const measure = said?.stated ?? ofAll(field);
    if (measure) measures.set(column, measure);
    if (said?.stated.other)
      findings.push(otherMeasure(said.stated, field, { ...said, column, text: text(said.row, column) }));
  }
  return { measures, findings };
}

function readRow(
  sheet: SheetData,
  header: TableHeader,
  index: number,
  unitText: string,
  csv: boolean,
  measures: Measures,
): RawRow {
  const cells = sheet.rows[index] ?? [];
  const row: RawRow = {
    sheet: sheet.name,
    row: index + 1,
    unitText,
    unitCell: cellAddress(index, header.unitColumn),
    values: {},
    cells: {},
    findings: [],
    stood: {},
  };
  if (csv && cells.length > header.width) {
    // `1,200` without quotes became two columns, so every value after it stands one column too far (D24).
    const cell = cellAddress(index, header.width);
    const detail = `第${index + 1}行比表头多 ${cells.length - header.width} 列，可能是数字中有未加引号的逗号，请改正后重新导入`;
    const text = textAt(sheet, index, header.width);
    row.findings.push({ level: 'error', code: 'row_width', cell, field: null, text, readsAs: null, detail });
    return row;
  }
  for (const [column, field] of header.fields) {
    const cell = cellAddress(index, column);
    const { value, findings } = readValue(cells[column] ?? null, field, {
      cell,
      row: index + 1,
      measure: measures.get(column),
    });
    row.cells[field.code] = cell;
    row.stood[field.code] = textAt(sheet, index, column);
    if (value !== null) row.values[field.code] = value;
    row.findings.push(...findings);
  }
  return row;
}

/** Columns in which something stands that is not imported (D17). */
function unreadColumns(sheet: SheetData, header: TableHeader, raw: RawRow[]): Finding[] {
  const filled = (column: number): boolean => raw.some(({ row }) => textAt(sheet, row - 1, column) !== '');
  const unnamed = header.blank.filter(filled).map((column) => ({ column, text: '' }));
  return [...header.unknown, ...unnamed].map(({ column, text }) => {
    const cell = cellAddress(header.firstRow - 1, column);
    const detail = text === '' ? `有一列没有表头（${cell}），未导入` : `不认识“${text}”列（${cell}），未导入`;
    return { level: 'warning', code: 'unknown_column', cell, field: null, text, readsAs: null, detail };
  });
}

/** Units that have not reported yet stand in many summaries with nothing behind their name: that is no empty report. */
function noValues(index: number, unitText: string): Finding {
  const detail = `第${index + 1}行：“${unitText}”没有填写任何指标，未导入`;
  return { level: 'warning', code: 'no_values', cell: null, field: null, text: unitText, readsAs: null, detail };
}

function ignoredRow(sheet: SheetData, index: number, unitText: string, findings: Finding[]): ImportRow {
  // Of whoever filled it in, a note's mobile number is not needed (D19).
  return {
    sheet: sheet.name,
    row: index + 1,
    unitText: maskMobile(unitText),
    unit: null,
    outcome: 'ignored',
    values: {},
    findings,
  };
}
