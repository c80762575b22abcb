import { isInstant, isIsoDate } from '../dates.ts';
import type { ArchiveColumn, ArchiveField, ArchiveFile, ArchiveType } from './format.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const text = (value: unknown): value is string => typeof value === 'string';
const day = (value: unknown): boolean => text(value) && isIsoDate(value);
const id = (value: unknown): boolean => text(value) && uuid.test(value);
const listOf = (test: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(test);

const fits: Record<ArchiveType, (value: unknown) => boolean> = {
  id,
  text,
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  yes: (value) => typeof value === 'boolean',
  day,
  instant: (value) => text(value) && isInstant(value),
  texts: listOf(text),
  ids: listOf(id),
  days: listOf(day),
  integers: listOf(Number.isSafeInteger),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  json: () => true,
};

/**
 * What of a row is not as the dictionary says: columns that are missing or unknown, values of another type, words that are
 * none.
 * @returns Chinese sentences, each naming its column
 */
export function faultsOfRow({ columns }: Pick<ArchiveFile, 'columns'>, row: unknown): string[] {
  if (!fits.object(row)) return ['不是 JSON 对象'];
  const values = row as Record<string, unknown>;
  const known = new Set(columns.map(({ name }) => name));
  return [
    ...Object.keys(values).flatMap((name) => (known.has(name) ? [] : [`多出 ${name} 一列`])),
    ...columns.flatMap((column) => faultsOfValue(column, values[column.name])),
  ];
}

function faultsOfValue(column: ArchiveColumn, value: unknown): string[] {
  const { name, nullable, fields } = column;
  if (value === undefined) return [`缺少 ${name} 一列`];
  if (value === null) return nullable || column.type === 'json' ? [] : [`${name} 不应为空`];
  const own = faultsOfField(column, value, name);
  if (own.length > 0 || !fields) return own;
  const known = new Map(fields.map((field) => [field.name, field]));
  return Object.entries(value as Record<string, unknown>).flatMap(([part, each]) => {
    const field = known.get(part);
    return field ? faultsOfField(field, each, `${name}.${part}`) : [`${name} 中多出 ${part}`];
  });
}

function faultsOfField({ type, words }: ArchiveField, value: unknown, at: string): string[] {
  if (!fits[type](value)) return [`${at} 应为 ${type}，却是 ${shown(value)}`];
  if (words && !Object.hasOwn(words, String(value))) return [`${at} 不认识“${String(value)}”`];
  return [];
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 40 ? `${json.slice(0, 40)}…` : json;
}
