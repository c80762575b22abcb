import { CSV, XLSX, type Download, type ExportFormat } from '@nuanxin/contract';
import { makeCsv, type ListColumn, type ListInput } from '@nuanxin/workbook';
import { inProcess } from './features/imports/in-process.ts';
import { ProblemError } from './problem.ts';

/** Rows of one file. */
export const MOST_EXPORTED = 20_000;

interface Listed<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

/**
 * All rows that a list shows: its own query with room for them, so that rows, order and what is masked are the same.
 * @throws ProblemError export_too_large
 */
export async function wholeList<T>(list: (all: { limit: number; count: true }) => Promise<Listed<T>>): Promise<T[]> {
  const { items, nextCursor, total = items.length } = await list({ limit: MOST_EXPORTED, count: true });
  if (nextCursor !== null) throw tooLarge(total);
  return items;
}

export function tooLarge(count: number): ProblemError {
  return new ProblemError('export_too_large', { count, most: MOST_EXPORTED });
}

export type ExportColumn<T> = ListColumn & { of: (item: T) => string | number | null };

/**
 * Items as a file, one row each.
 * @param title of the list, and name of the file
 */
export async function exportList<T>(
  format: ExportFormat,
  title: string,
  columns: ExportColumn<T>[],
  items: T[],
  name = title,
): Promise<Download> {
  return listFile(format, {
    name,
    title,
    columns: columns.map(({ label, width }) => ({ label, width })),
    rows: items.map((item) => columns.map(({ of }) => of(item))),
  });
}

/** A list in the format that was asked for, under its title. */
export async function listFile(format: ExportFormat, list: ListInput): Promise<Download> {
  if (format === 'csv') return csvFile(list.title, list);
  return { fileName: `${list.title}.xlsx`, type: XLSX, content: await inProcess({ kind: 'list', list }) };
}

export function csvFile(title: string, list: Parameters<typeof makeCsv>[0]): Download {
  return { fileName: `${title}.csv`, type: CSV, content: makeCsv(list) };
}

/** `2025-07-03 15:00` of an instant as replies have it, which is in Shanghai's time. */
export function momentText(instant: string | null): string | null {
  return instant && `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}
