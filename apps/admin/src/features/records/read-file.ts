import type { RecordFile } from '@nuanxin/contract';
import type { RecordValue } from '@nuanxin/domain';
import { readCell, textOf } from './cells.ts';
import type { Column, Context } from './columns.ts';

type FileRow = RecordFile['rows'][number];

/**
 * The texts of a row of a workbook as they go into the grid, where they are read again; and what was found about the row
 * as a whole. A cell that holds a day or a number as such is taken by its value, where its text says something else.
 */
export function textsOf(
  read: FileRow,
  columns: readonly Column[],
  context: Context,
): { texts: Record<string, string>; faults: Record<string, string> } {
  const texts: Record<string, string> = {};
  for (const column of columns) {
    const { code } = column;
    const text = read.texts[code];
    const value = valueOf(read, code);
    const open = read.findings.some(({ field, level }) => field === code && level !== 'warning');
    const again = text === undefined ? null : readCell(column, text, context, true);
    const agrees = again !== null && (again.value === value || open);
    if (agrees && text !== undefined) texts[code] = text;
    else if (value !== null) texts[code] = textOf(column, value, context);
    else if (text !== undefined) texts[code] = text;
  }
  // The unit alone has findings without a field; what its text says is found again when it is read here.
  const unit = read.findings.find(({ field, level }) => field === null && level === 'error');
  const again = readsAs(texts.unit, columns, context);
  const faults: Record<string, string> = {};
  if (unit && read.unit === null && again !== null) faults.unit = unit.detail;
  // Which day it is, the service alone knows.
  for (const { field, code, detail } of read.findings)
    if (code === 'future_day' && field !== null) faults[field] = detail;
  return { texts, faults };
}

function readsAs(text: string | undefined, columns: readonly Column[], context: Context): RecordValue | null {
  const column = columns.find(({ code }) => code === 'unit');
  return column && text !== undefined ? readCell(column, text, context).value : null;
}

function valueOf(read: FileRow, code: string): RecordValue | null {
  if (code === 'unit') return read.unit?.code ?? null;
  if (code === 'date') return read.date;
  return read.values[code] ?? null;
}
