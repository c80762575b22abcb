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
export function anyOf(column: PgColumn, values: string[]): SQL {
  return sql`${column} = any(${sql.param(values)}::${sql.raw(column.getSQLType())}[])`;
}

/** Rows that one statement takes: enough to make its own cost nothing, and few enough for its JSON to be read fast. */
const PART = 1000;

export function* eachPart<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += PART) yield rows.slice(start, start + PART);
}

/**
 * Inserts any number of rows, a thousand with each statement: as one JSON parameter, which driver and database take in
 * much faster than a placeholder for each value. Columns that no row names keep the database's default.
 * @param written told of each thousand
 */
export async function insertMany<T extends PgTable>(
  tx: Db,
  table: T,
  rows: T['$inferInsert'][],
  written?: (count: number) => void,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const named = new Set(rows.flatMap(Object.keys));
  const columns = Object.entries(getTableColumns(table))
    .filter(([key, { defaultFn }]) => named.has(key) || defaultFn !== undefined)
    .map(([key, column]) => ({ key, column, name: snakeCase(key) }));
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const types = columns.map(({ name, column }) => ({ name: sql.identifier(name), type: column.getSQLType() }));
  const shape = sql.join(
    types.map(({ name, type }) => sql`${name} ${sql.raw(type === 'jsonb' ? 'json' : type)}`),
    sql`, `,
  );
  // A jsonb column of the recordset itself takes five times as long.
  const values = sql.join(
    types.map(({ name, type }) => (type === 'jsonb' ? sql`${name}::jsonb` : sql`${name}`)),
    sql`, `,
  );
  for (const part of eachPart(rows)) {
    const records = part.map((row) =>
      Object.fromEntries(
        columns.map(({ key, column, name }) => [
          name,
          (row as Record<string, unknown>)[key] ?? column.defaultFn?.() ?? null,
        ]),
      ),
    );
    await tx.execute(
      sql`insert into ${table} (${names}) select ${values} from json_to_recordset(${JSON.stringify(records)}::json) as n(${shape})`,
    );
    written?.(part.length);
  }
}

/** As drizzle's own casing names the columns. */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
