import type { RecordRow } from '@nuanxin/contract';
import { checkRecord, type RecordValue, type RecordValues } from '@nuanxin/domain';
import { cellTexts as t } from '../../texts/records.ts';
import { readCell, shownOf, textOf, type Level } from './cells.ts';
import type { Column, Context } from './columns.ts';

/** What was put into a cell. */
export interface Edit {
  text: string;
  pasted?: boolean;
  /** Somebody looked at what was read. */
  confirmed?: boolean;
}

/** A row of the grid: a record with what was changed in it, or a new one. */
export interface Row {
  key: string;
  /** As it was when it was changed first; null for a new row. */
  record: RecordRow | null;
  edits: Record<string, Edit>;
  /** Values taken over from the row before, by column, as long as nothing was typed over them. */
  defaults: Record<string, RecordValue>;
  /** What the service found, by column. */
  faults: Record<string, string>;
  /** Blanks that must not be are said from now on. */
  checked: boolean;
  /** The record as somebody else left it meanwhile; `gone` when it was deleted. */
  newest: RecordRow | 'gone' | null;
}

export interface Cell {
  /** As it is edited and copied. */
  text: string;
  /** As it is shown. */
  shown: string;
  value: RecordValue | null;
  level: Level | null;
  detail: string;
  origin: 'saved' | 'edited' | 'default';
}

export interface Judged {
  cells: Record<string, Cell>;
  unit: string | null;
  date: string | null;
  values: RecordValues;
  errors: number;
  confirms: number;
}

export const newRow = (key: string): Row => ({
  key,
  record: null,
  edits: {},
  defaults: {},
  faults: {},
  checked: false,
  newest: null,
});

export const rowOf = (record: RecordRow): Row => ({ ...newRow(record.id), record, checked: true });

/** Whether there is something to save. What was only taken over is not yet a row. */
export function isTouched({ record, edits }: Row): boolean {
  return record ? Object.keys(edits).length > 0 : Object.values(edits).some(({ text }) => text.trim() !== '');
}

export function mayEditCell({ record }: Row, { code }: Column, mayAdd: boolean): boolean {
  if (!record) return mayAdd;
  return record.mayEdit && (record.mayEditFields === null || record.mayEditFields.includes(code));
}

/** Another text for a cell. What stood there before is no change; a default that is typed over is gone. */
export function edited(row: Row, column: Column, edit: Edit, context: Context): Row {
  const { [column.code]: _fault, row: _whole, ...faults } = row.faults;
  const { [column.code]: _default, ...defaults } = row.defaults;
  const { [column.code]: _old, ...edits } = row.edits;
  const same = row.record !== null && edit.text.trim() === textOf(column, savedValue(row.record, column), context);
  const blank = row.record === null && edit.text.trim() === '';
  return { ...row, faults, defaults, edits: same || blank ? edits : { ...edits, [column.code]: edit } };
}

function savedValue(record: RecordRow, { code }: Column): RecordValue | null {
  if (code === 'unit') return record.unit.code;
  if (code === 'date') return record.date;
  return record.values[code] ?? null;
}

const known = new WeakMap<Row, { columns: readonly Column[]; context: Context; judged: Judged }>();

/** Reads and checks the whole row: once, since a row that is changed is another. */
export function judge(row: Row, columns: readonly Column[], context: Context): Judged {
  const last = known.get(row);
  if (last?.columns === columns && last.context === context) return last.judged;
  const judged = judgeAnew(row, columns, context);
  known.set(row, { columns, context, judged });
  return judged;
}

function judgeAnew(row: Row, columns: readonly Column[], context: Context): Judged {
  const cells: Record<string, Cell> = {};
  for (const column of columns) cells[column.code] = cellOf(row, column, context);
  const valueOf = (code: string): string | null => {
    const value = cells[code]?.value;
    return typeof value === 'string' ? value : null;
  };
  const values: RecordValues = {};
  for (const { code } of columns) {
    const value = cells[code]?.value ?? null;
    if (code !== 'unit' && code !== 'date' && value !== null) values[code] = value;
  }
  const date = valueOf('date');
  // Which day it is, the service knows.
  const found = checkRecord(context.kind, date, values, new Set(context.projects.map(({ no }) => no)), null);
  const mark = (code: string, detail: string): void => {
    const cell = cells[code];
    if (cell && cell.level !== 'error') Object.assign(cell, { level: 'error', detail });
  };
  const blankUnit = valueOf('unit') === null && context.own === null;
  if (row.checked && blankUnit) mark('unit', t.required(context.kind.unitLabel));
  const unread = (code = ''): boolean => cells[code]?.level === 'error';
  for (const { field, code, detail, against } of found)
    if ((row.checked || code !== 'required') && !unread(against)) mark(field, detail);
  if (date !== null && !date.startsWith(`${context.year}-`) && cells.date?.origin !== 'saved')
    mark('date', t.otherYear(context.year));
  for (const [code, detail] of Object.entries(row.faults))
    mark(cells[code] ? code : (columns[1]?.code ?? 'unit'), detail);
  const all = Object.values(cells);
  return {
    cells,
    unit: valueOf('unit') ?? context.own?.code ?? null,
    date,
    values,
    errors: all.filter(({ level }) => level === 'error').length,
    confirms: all.filter(({ level }) => level === 'confirm').length,
  };
}

function cellOf(row: Row, column: Column, context: Context): Cell {
  const { code } = column;
  const edit = row.edits[code];
  if (edit) {
    const { value, level, detail } = readCell(column, edit.text, context, edit.pasted);
    const open = level === 'confirm' && edit.confirmed ? null : level;
    // What could not be read, or has to be looked at, is shown as it was typed.
    const shown = value === null || open === 'confirm' ? edit.text : shownOf(column, value, context);
    return { text: edit.text, shown, value, level: open, detail: open ? detail : '', origin: 'edited' };
  }
  const origin = row.record || row.defaults[code] === undefined ? 'saved' : 'default';
  const value = row.defaults[code] ?? (row.record ? savedValue(row.record, column) : null);
  const text = code === 'unit' && row.record ? row.record.unit.name : textOf(column, value, context);
  const shown = code === 'unit' || value === null ? text : shownOf(column, value, context);
  return { text, shown, value, level: null, detail: '', origin };
}

/** What the row after this one has in common with it, as values that can be typed over. */
export function carried(from: Judged, columns: readonly Column[]): Record<string, RecordValue> {
  const defaults: Record<string, RecordValue> = {};
  for (const { code, carried: common } of columns) {
    const cell = from.cells[code];
    if (common && cell && cell.value !== null && cell.level === null) defaults[code] = cell.value;
  }
  return defaults;
}

/** Takes defaults over into the cells in which nothing stands. */
export function withDefaults(row: Row, defaults: Record<string, RecordValue>): Row {
  const blank = Object.entries(defaults).filter(([code]) => row.edits[code] === undefined);
  return { ...row, defaults: Object.fromEntries(blank) };
}

/** The row as it is sent. */
export function bodyOf(row: Row, { unit, date, values }: Judged) {
  return {
    ...(row.record ? { id: row.record.id, version: row.record.version } : {}),
    ...(unit === null ? {} : { unit }),
    ...(date === null ? {} : { date }),
    values,
  };
}
