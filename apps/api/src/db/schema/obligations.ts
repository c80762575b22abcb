import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { deadlines } from './tasks.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/** One unit × one deadline. Status and lamp are derived from facts and a clock, never stored. */
export const obligations = pgTable(
  'obligations',
  {
    id: id(),
    deadlineId: uuid()
      .notNull()
      .references(() => deadlines.id),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    /** Day on which a task judged by records or by the office was done, as the office noted it. */
    settledOn: date({ mode: 'string' }),
    /** The unit or the office stated that there was nothing to do (本期无), with the reason as note. */
    nothing: boolean().notNull().default(false),
    settledNote: text(),
    settledBy: uuid().references(() => users.id),
    /** Counts its grants and notes: what If-Match is checked against. */
    version: version(),
  },
  (table) => [
    uniqueIndex('obligations_unit').on(table.deadlineId, table.unitId),
    index('obligations_by_unit').on(table.unitId),
    check('obligations_nothing', sql`not ${table.nothing} or char_length(${table.settledNote}) > 0`),
    check('obligations_settled', sql`(${table.settledOn} is null) = (${table.settledBy} is null)`),
  ],
);

const grant = () => ({
  obligationId: uuid()
    .primaryKey()
    .references(() => obligations.id),
  reason: text().notNull(),
  grantedBy: uuid()
    .notNull()
    .references(() => users.id),
  grantedAt: instant().notNull(),
});

export const extensions = pgTable('extensions', { ...grant(), dueOn: date({ mode: 'string' }).notNull() });
export const exemptions = pgTable('exemptions', grant());
