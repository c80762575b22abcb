import { readRecordText, tidy, wordsOf, type RecordValue } from '@nuanxin/domain';
import { cellTexts as t } from '../../texts/records.ts';
import type { Column, Context } from './columns.ts';

export type Level = 'error' | 'confirm' | 'warning';

/** What a text in a cell means. */
export interface Reading {
  /** Null for a blank, or when nothing may be used. */
  value: RecordValue | null;
  level: Level | null;
  /** Why, in a sentence; empty without a level. */
  detail: string;
}

/** Reads what was typed or pasted into a cell; never guesses. */
export function readCell(column: Column, text: string, context: Context, pasted = false): Reading {
  if (column.type === 'unit') return readUnit(text, context);
  if (!column.field) throw new RangeError(`no field: ${column.code}`);
  const short = column.type === 'day' ? /^(\d{1,2})[./-](\d{1,2})$/.exec(tidy(text)) : null;
  const given = short ? t.monthDay(Number(short[1]), Number(short[2])) : text;
  const { value, findings } = readRecordText(column.field, given, context);
  const [finding] = findings;
  if (finding) return { value, level: finding.level, detail: finding.detail.replace(`“${given}”`, `“${text.trim()}”`) };
  // 6.30 loses its zero as a number of a sheet.
  if (pasted && short && /\.[123]$/.test(short[0]))
    return { value, level: 'confirm', detail: t.shortDay(column.label, text.trim(), String(value)) };
  return { value, level: null, detail: '' };
}

function readUnit(text: string, { units }: Context): Reading {
  const plain = tidy(text);
  if (plain === '') return { value: null, level: null, detail: '' };
  const unit = units.find(({ names }) => names.some((name) => tidy(name) === plain));
  return unit
    ? { value: unit.code, level: null, detail: '' }
    : { value: null, level: 'error', detail: t.unknownUnit(text.trim()) };
}

/** A value as it is typed: reading it again gives the value. */
export function textOf(column: Column, value: RecordValue | null | undefined, context: Context): string {
  if (value === null || value === undefined) return '';
  switch (column.type) {
    case 'unit':
      return context.units.find(({ code }) => code === value)?.name ?? String(value);
    case 'word':
      return (column.field && wordsOf(column.field)[String(value)]) ?? String(value);
    case 'yes':
      return value === true ? t.yes : '';
    case 'project':
      return context.projects.find(({ no }) => no === value)?.labelName ?? String(value);
    default:
      return String(value);
  }
}

/** A value as it is shown: a project with its number, figures with separators. */
export function shownOf(column: Column, value: RecordValue, context: Context): string {
  if (column.type === 'project') {
    const name = textOf(column, value, context);
    return name === String(value) ? name : `${value} ${name}`;
  }
  if (column.type === 'integer' && typeof value === 'number') return value.toLocaleString('zh-CN');
  return textOf(column, value, context);
}
