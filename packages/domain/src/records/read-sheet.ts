import { quoted, type Finding } from '../form.ts';
import { tidy } from '../import/numbers.ts';
import { isResultSheet } from '../import/product-sheets.ts';
import { refusePersonalInfo } from '../import/read-import.ts';
import { ImportRefused } from '../import/refused.ts';
import { spreadText, textAt, type SheetData, type WorkbookData } from '../import/sheet.ts';
import { note } from '../import/table.ts';
import { totalWord } from '../import/totals.ts';
import type { UnitEntry } from '../import/units.ts';
import { maskMobile } from '../personal-info.ts';
import type { RecordKind } from './kinds.ts';
import { rowReader, type RecordSheetRow } from './read-row.ts';
import type { ReadingContext } from './read.ts';
import { noteRepeats } from './repeats.ts';
import { findRecordHeader, refuseMissing, type RecordHeader } from './sheet-header.ts';

export interface RecordSheetSetting {
  kind: RecordKind;
  fileName: string;
  units: readonly UnitEntry[];
  /** Those that have no records of the kind, to tell them from what is no unit. */
  otherUnits?: readonly UnitEntry[];
  /** Codes of the units that the caller may write for; all when absent. */
  scope?: readonly string[];
  /** Code of the unit that rows are of when they name none. */
  ownUnit?: string;
  /** Of the plan: for days without a year, and for registers. */
  year: number;
  /** Nothing can have been done after it. */
  today: string;
  /** Projects of each year that has a plan. */
  projects: Readonly<Record<number, ReadingContext['projects']>>;
}

export interface RecordSheet {
  sheet: string;
  rows: RecordSheetRow[];
  /** Totals, notes, and units behind which nothing stands. */
  ignored: { row: number; text: string }[];
  unknownHeaders: string[];
  /** Some row names no unit and is taken for the caller's own. */
  unitFromCaller: boolean;
}

/**
 * From the cells of a workbook to records: one row a record, the header found by its texts, units by exact name only.
 * Pure; nothing is guessed, nothing is dropped that is not listed.
 * @throws ImportRefused when the file as a whole cannot be read
 */
export function readRecordSheet(workbook: WorkbookData, setting: RecordSheetSetting): RecordSheet {
  const { kind, fileName, ownUnit } = setting;
  refusePersonalInfo(workbook, fileName);
  const { sheet, header } = sheetOf(workbook, kind);
  refuseMissing(header, kind, ownUnit !== undefined);
  const read = rowReader(sheet, header, setting);
  const skip = skipper(sheet, header, kind);
  const rows: RecordSheetRow[] = [];
  const ignored: RecordSheet['ignored'] = [];
  for (let index = header.row + 1; index < sheet.rows.length; index++) {
    const skipped = skip(index);
    if (skipped === 'blank') continue;
    if (skipped === null) rows.push(read(index));
    // Of whoever filled it in, a note's mobile number is not needed (D19).
    else ignored.push({ row: index + 1, text: maskMobile(skipped.text) });
  }
  if (rows.length === 0)
    throw new ImportRefused('no_rows', `工作表“${sheet.name}”的表头下没有填写数据，请填写后重新导入`);
  noteRepeats(kind, rows);
  const unitFromCaller = rows.some(({ texts }) => texts.unit === undefined);
  return { sheet: sheet.name, rows, ignored, unknownHeaders: header.unknown, unitFromCaller };
}

function sheetOf({ sheets }: WorkbookData, kind: RecordKind): { sheet: SheetData; header: RecordHeader } {
  const found = sheets
    .filter((sheet) => !sheet.hidden && !isResultSheet(sheet))
    .flatMap((sheet) => {
      const header = findRecordHeader(sheet, kind);
      return header ? [{ sheet, header }] : [];
    });
  const [first, second] = found;
  if (!first) {
    const labels = kind.fields.filter(({ required }) => required).map(({ label }) => quoted(label));
    const detail = `没有找到${quoted(kind.label)}的表头：应有${labels.join('、')}等列，请使用模板`;
    throw new ImportRefused('layout_unknown', detail);
  }
  if (second) {
    const names = found.map(({ sheet }) => `“${sheet.name}”`).join('、');
    throw new ImportRefused('sheet_ambiguous', `工作表${names}都像${quoted(kind.label)}，请只保留要导入的一个`);
  }
  return first;
}

/**
 * Whether a line below the header is a total, or a note of who filled it in, and no record.
 * @param first first text of the line
 * @param incomplete something that every record has is blank in it
 */
export function isTotalOrNote(first: string, unit: string, incomplete: boolean): boolean {
  return totalWord(first) !== null || totalWord(unit) !== null || (incomplete && note.test(tidy(first)));
}

const runningNumber = /^[\d.、()]+$/;

/** Rows that are no record: blank ones, the header again on a printed page, totals, notes, units without anything. */
function skipper(
  sheet: SheetData,
  { columns, plain, row }: RecordHeader,
  kind: RecordKind,
): (index: number) => 'blank' | { text: string } | null {
  const text = spreadText(sheet);
  const header = [...columns.values()].map((column) => ({ column, text: textAt(sheet, row, column) }));
  const needed = kind.fields.flatMap(({ code, required }) => (required ? (columns.get(code) ?? []) : []));
  const own = [...columns].flatMap(([code, column]) => (code === 'unit' ? [] : column));
  const unitColumn = columns.get('unit');
  return (index) => {
    const cells = sheet.rows[index] ?? [];
    const first = textAt(
      sheet,
      index,
      cells.findIndex((cell) => cell && cell.text.trim() !== ''),
    );
    // A note may stand under 序号, where a number alone says nothing.
    if (!cells.some((cell, column) => cell && cell.text.trim() !== '' && !plain.has(column)))
      return first === '' || runningNumber.test(tidy(first)) ? 'blank' : { text: first };
    const unit = unitColumn === undefined ? '' : text(index, unitColumn);
    if (isTotalOrNote(first, unit, false)) return { text: first };
    if (header.filter((each) => textAt(sheet, index, each.column) === each.text).length > 1) return 'blank';
    const incomplete = needed.some((column) => textAt(sheet, index, column) === '');
    if (isTotalOrNote(first, unit, incomplete)) return { text: first };
    if (own.some((column) => textAt(sheet, index, column) !== '')) return null;
    return {
      text: cells.find((cell, column) => cell && cell.text.trim() !== '' && !plain.has(column))?.text.trim() ?? first,
    };
  };
}

/** Findings of all rows at a level. */
export function countFindings(rows: readonly RecordSheetRow[], level: Finding['level']): number {
  return rows.reduce((all, { findings }) => all + findings.filter((each) => each.level === level).length, 0);
}
