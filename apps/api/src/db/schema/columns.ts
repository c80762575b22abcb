import { sql } from 'drizzle-orm';
import { integer, timestamp, uuid, type PgColumn } from 'drizzle-orm/pg-core';
import { uuidv7 } from 'uuidv7';

/** UUIDv7: sorted by time, made by the service. */
export const id = () => uuid().primaryKey().$defaultFn(uuidv7);
export const instant = () => timestamp({ withTimezone: true, mode: 'date', precision: 3 });
/** Counts up with every change; the ETag of the row. */
export const version = () => integer().notNull().default(1);

/** `column IN ('a', 'b')` for a check constraint. */
export function oneOf(column: PgColumn, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;
}
