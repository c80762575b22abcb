import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './connect.ts';

/** PostgreSQL's code for a broken unique constraint, whether the driver's error is wrapped or not. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const cause = ((error as { cause?: unknown }).cause ?? error) as { code?: string; constraint?: string };
  return cause.code === '23505' && (constraint === undefined || cause.constraint === constraint);
}

/** Pattern for `ilike` that finds the text anywhere, taken literally. */
export function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** `column = any(…)` with one parameter: a statement has room for 65,535 of them. */
export function anyOf(column: PgColumn, ids: string[]): SQL {
  return sql`${column} = any(${sql.param(ids)}::uuid[])`;
}

const CHUNK = 500;

/** Inserts any number of rows, some hundred with each statement. */
export async function insertChunks<T extends PgTable>(tx: Db, table: T, rows: T['$inferInsert'][]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK)
    await tx.insert(table).values(rows.slice(start, start + CHUNK));
}
