import { getTableColumns, sql, type SQL } from 'drizzle-orm';
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

const CHUNK = 5000;

/**
 * Inserts any number of rows, thousands with each statement: as one JSON parameter, which driver and database take in
 * much faster than a placeholder for each value. Columns that no row names keep the database's default.
 */
export async function insertMany<T extends PgTable>(tx: Db, table: T, rows: T['$inferInsert'][]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const named = new Set(rows.flatMap(Object.keys));
  const columns = Object.entries(getTableColumns(table))
    .filter(([key, { defaultFn }]) => named.has(key) || defaultFn !== undefined)
    .map(([key, column]) => ({ key, column, name: sql.identifier(snakeCase(key)) }));
  const names = sql.join(
    columns.map(({ name }) => name),
    sql`, `,
  );
  const shape = sql.join(
    columns.map(({ name, column }) => sql`${name} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  );
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows
      .slice(start, start + CHUNK)
      .map((row) =>
        Object.fromEntries(
          columns.map(({ key, column }) => [
            snakeCase(key),
            (row as Record<string, unknown>)[key] ?? column.defaultFn?.() ?? null,
          ]),
        ),
      );
    await tx.execute(
      sql`insert into ${table} (${names}) select ${names} from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as n(${shape})`,
    );
  }
}

/** As drizzle's own casing names the columns. */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
