import { extensionRequestStates } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';
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

/** A unit asks for a later due day; the newest one of an obligation counts. */
export const extensionRequests = pgTable(
  'extension_requests',
  {
    id: id(),
    obligationId: uuid()
      .notNull()
      .references(() => obligations.id),
    until: date({ mode: 'string' }).notNull(),
    reason: text().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => users.id),
    askedAt: instant().notNull(),
    state: text().$type<(typeof extensionRequestStates)[number]>().notNull().default('pending'),
    answer: text(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    /** Who took back what was granted. */
    revokedBy: uuid().references(() => users.id),
    revokedAt: instant(),
  },
  (table) => [
    index('extension_requests_newest').on(table.obligationId, table.askedAt.desc(), table.id.desc()),
    uniqueIndex('extension_requests_pending')
      .on(table.obligationId)
      .where(sql`${table.state} = 'pending'`),
    check('extension_requests_state', oneOf(table.state, extensionRequestStates)),
    check('extension_requests_reason', sql`char_length(${table.reason}) > 0`),
    check(
      'extension_requests_decided',
      sql`(${table.state} in ('granted', 'refused', 'revoked', 'unneeded')) = (${table.decidedBy} is not null) and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    check(
      'extension_requests_revoked',
      sql`(${table.state} = 'revoked') = (${table.revokedBy} is not null) and (${table.revokedBy} is null) = (${table.revokedAt} is null)`,
    ),
    check(
      'extension_requests_refused',
      sql`${table.state} <> 'refused' or coalesce(char_length(${table.answer}), 0) > 0`,
    ),
  ],
);
