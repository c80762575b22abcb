import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf } from './columns.ts';
import { users } from './users.ts';

/** Archives of a year (全年档案) that were asked for; the file of one lies in the store until it expires. */
export const archives = pgTable(
  'archives',
  {
    id: id(),
    /** Of a plan; it may be deleted before the file is. */
    year: integer().notNull(),
    state: text().$type<'waiting' | 'running' | 'done' | 'failed'>().notNull().default('waiting'),
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    /** Why the newest attempt failed, for a clerk. */
    fault: text(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    finishedAt: instant(),
    size: bigint({ mode: 'number' }),
    sha256: text(),
    expiresAt: instant(),
    /** The file is gone from the store. */
    deletedAt: instant(),
  },
  (table) => [
    check('archives_state', oneOf(table.state, ['waiting', 'running', 'done', 'failed'])),
    check(
      'archives_done',
      sql`(${table.state} = 'done') = (${table.size} is not null and ${table.sha256} is not null and ${table.expiresAt} is not null)`,
    ),
    // Who asks again while one is under way gets that one.
    uniqueIndex('archives_under_way')
      .on(table.year, table.createdBy)
      .where(sql`${table.state} in ('waiting', 'running')`),
    index('archives_by_creator').on(table.createdBy, table.year, table.id.desc()),
    index('archives_kept')
      .on(table.expiresAt)
      .where(sql`${table.expiresAt} is not null and ${table.deletedAt} is null`),
  ],
);
