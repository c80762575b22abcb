import { quoted } from '../form.ts';
import { fieldFinder, isPlainHeader, unitHeaders, type Labelled } from '../import/header.ts';
import { ImportRefused } from '../import/refused.ts';
import { cellAddress, textAt, type SheetData } from '../import/sheet.ts';
import type { RecordKind } from './kinds.ts';
import { computedLabels } from './survey-rates.ts';

export interface RecordHeader {
  /** Column of each field; of the unit as `unit` and of the day as `date`. */
  columns: Map<string, number>;
  /** Columns under which nothing is looked for, such as 序号 and what is computed. */
  plain: Set<number>;
  /** Texts of the columns that mean nothing here. */
  unknown: string[];
  /** 0-based. */
  row: number;
}

/** What the columns of a kind may be called. A field's own names come before the general ones of unit and day. */
export function recordColumns(kind: RecordKind): Labelled[] {
  const { unitLabel, dateLabel } = kind;
  return [
    { code: 'unit', label: unitLabel, aliases: [...unitHeaders, '所属单位', '所在乡镇'] },
    ...(dateLabel === null ? [] : [{ code: 'date', label: dateLabel, aliases: ['日期', '时间'] }]),
    ...kind.fields,
  ];
}

const SEARCHED_ROWS = 20;

/**
 * Finds the row that names the columns: at least two, one of them the kind's own.
 * @throws ImportRefused layout_unknown when two columns mean the same
 */
export function findRecordHeader(sheet: SheetData, kind: RecordKind): RecordHeader | null {
  const find = fieldFinder({ fields: recordColumns(kind) });
  const computed = computedLabels(kind);
  for (let row = 0; row < Math.min(sheet.rows.length, SEARCHED_ROWS); row++) {
    const header: RecordHeader = { columns: new Map(), plain: new Set(), unknown: [], row };
    for (const column of (sheet.rows[row] ?? []).keys()) {
      const text = textAt(sheet, row, column);
      const code = find(text)?.code;
      const other = code === undefined ? undefined : header.columns.get(code);
      if (other !== undefined) throw twice(text, row, other, column);
      if (code !== undefined) header.columns.set(code, column);
      else if (isPlainHeader(text) || computed.includes(text)) header.plain.add(column);
      else header.unknown.push(text);
    }
    const own = [...header.columns.keys()].some((code) => code !== 'unit' && code !== 'date');
    if (own && header.columns.size > 1) return header;
  }
  return null;
}

/** Which of two columns counts is not ours to guess. */
function twice(text: string, row: number, first: number, second: number): ImportRefused {
  const places = `${cellAddress(row, first)}、${cellAddress(row, second)}`;
  return new ImportRefused(
    'layout_unknown',
    `${quoted(text)}这一项在表头出现两次（${places}），请只保留一列后重新导入`,
  );
}

/** Columns without which no row can be written. @throws ImportRefused layout_unknown, naming them */
export function refuseMissing({ columns }: RecordHeader, kind: RecordKind, unitKnown: boolean): void {
  const needed = [
    ...(unitKnown ? [] : [{ code: 'unit', label: kind.unitLabel }]),
    ...(kind.dateLabel === null ? [] : [{ code: 'date', label: kind.dateLabel }]),
    ...kind.fields.filter(({ required }) => required),
  ];
  const missing = needed.filter(({ code }) => !columns.has(code)).map(({ label }) => quoted(label));
  if (missing.length > 0)
    throw new ImportRefused('layout_unknown', `表头缺少${missing.join('、')}列，请补上或使用模板后重新导入`);
}
