import type { FormDefinition, FormField, FormText } from '../form.ts';
import { fieldFinder } from './header.ts';
import { statedMeasure } from './measures.ts';
import { normaliseNumber, tidy } from './numbers.ts';
import { textAt, type SheetData } from './sheet.ts';

export const UNIT = 'unit';
const unitKeys = ['填报单位', '报送单位', '单位名称', '填报单位名称'];
/** Labels that end the value before them and are not kept themselves. */
const otherKeys = [
  '审核人',
  '分管负责人',
  '单位负责人',
  '主要负责人',
  '负责人',
  '分管领导',
  '统计时段',
  '报送期',
  '填报期',
  '制表单位',
];
const valueHeaders = new Set(['数量', '数值', '本期数', '本期', '填报数', '完成数', '数据']);
const labelHeaders = new Set(['指标', '项目', '内容', '指标名称', '项目名称']);
const LEAST_LABELS = 3;
const HEADER_ROWS = 15;
const numbering = /^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])/;

/** What the labels of a form sheet mean. */
export interface Labels {
  field: (text: string) => FormField | null;
  /** A whole cell that is the label of a text or of the unit, with or without colon and numbering. */
  key: (text: string) => FormText | typeof UNIT | 'other' | null;
  /** Label and value in one cell, any number of them: `填报人：王晓明  联系电话：…` (D15). */
  pairs: (text: string) => { meaning: FormText | typeof UNIT; value: string }[];
}

export function labelsOf(form: FormDefinition): Labels {
  const meanings = new Map<string, FormText | typeof UNIT | 'other'>();
  for (const key of otherKeys) meanings.set(key, 'other');
  for (const key of unitKeys) meanings.set(key, UNIT);
  for (const text of form.texts) for (const key of [text.label, ...(text.aliases ?? [])]) meanings.set(key, text);
  // Longest first, so that 联系电话 is not read as 电话; spaces may stand between the characters, （盖章） behind them.
  const words = [...meanings.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((key) =>
      [...key].map((char) => char.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join(String.raw`[^\S\n]*`),
    )
    .join('|');
  const label = String.raw`(?:${words})\s*(?:[(（][^()（）]{0,6}[)）])?\s*[:：]`;
  const pattern = new RegExp(String.raw`(${words})\s*(?:[(（][^()（）]{0,6}[)）])?\s*[:：]([^]*?)(?=${label}|$)`, 'g');
  const plain = (text: string): string =>
    tidy(text)
      .replace(numbering, '')
      .replace(/:$/, '')
      .replace(/\([^()]{0,6}\)$/, '');
  return {
    field: fieldFinder(form),
    key: (text) => meanings.get(plain(text)) ?? null,
    pairs: (text) =>
      [...text.matchAll(pattern)].flatMap(([, key = '', value = '']) => {
        const meaning = meanings.get(tidy(key));
        return meaning === undefined || meaning === 'other' ? [] : [{ meaning, value }];
      }),
  };
}

/** Columns of the values, when a header row names them; a sheet may hold two blocks side by side. */
export function valueColumns(sheet: SheetData): number[] {
  for (const row of sheet.rows.slice(0, HEADER_ROWS)) {
    const texts = row.map((cell) => tidy(cell?.text ?? ''));
    if (!texts.some((text) => labelHeaders.has(text))) continue;
    const columns = texts.flatMap((text, column) => (valueHeaders.has(text) ? [column] : []));
    if (columns.length > 0) return columns;
  }
  return [];
}

/** Rows (0-based) in which a label of the form's fields stands. */
export function labelRows(sheet: SheetData, labels: Labels): number[] {
  return sheet.rows.flatMap((row, index) =>
    row.some((cell) => cell && cell.text !== '' && labels.field(cell.text)) ? [index] : [],
  );
}

/** Labels of the form's fields stand below each other, each with its value beside it; an explanation of them is none. */
export function looksLikeForm(sheet: SheetData, labels: Labels): boolean {
  const rows = labelRows(sheet, labels);
  if (rows.length < LEAST_LABELS) return false;
  if (valueColumns(sheet).length > 0) return true;
  const beside = rows.flatMap((row) => {
    const at = (sheet.rows[row] ?? []).findIndex((cell) => cell && labels.field(cell.text));
    const measure = labels.field(textAt(sheet, row, at))?.measure ?? '';
    const column = nextFilled(sheet, row, at, labels, measure);
    return column === null ? [] : [textAt(sheet, row, column)];
  });
  const numbers = beside.filter((text) => normaliseNumber(text).value !== null);
  return numbers.length * 2 >= beside.length;
}

/** The next cell to the right that holds something other than the measure word; null at the next label. */
export function nextFilled(
  sheet: SheetData,
  row: number,
  from: number,
  labels: Labels,
  measure: string,
): number | null {
  const cells = sheet.rows[row] ?? [];
  for (let column = from + 1; column < cells.length; column++) {
    const text = tidy(cells[column]?.text ?? '');
    const word = text.replace(/^\((.*)\)$/, '$1');
    if (text === '' || (measure !== '' && (word === tidy(measure) || statedMeasure(word, measure) !== null))) continue;
    return labels.field(text) || labels.key(text) ? null : column;
  }
  return null;
}
