import { obligationStatuses } from '@nuanxin/contract';
import type { ObligationStatus } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf } from './columns.ts';
import { obligations } from './obligations.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/** What a unit was reminded of at one time; it stands in the unit's inbox. */
export const reminders = pgTable(
  'reminders',
  {
    id: id(),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    note: text(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    readAt: instant(),
    readBy: uuid().references(() => users.id),
  },
  (table) => [
    check('reminders_read', sql`(${table.readAt} is null) = (${table.readBy} is null)`),
    index('reminders_newest').on(table.createdAt.desc(), table.id.desc()),
    index('reminders_by_unit').on(table.unitId, table.createdAt.desc(), table.id.desc()),
  ],
);

/** Each thing that was owed, as it stood when the unit was reminded. */
export const reminderItems = pgTable(
  'reminder_items',
  {
    reminderId: uuid()
      .notNull()
      .references(() => reminders.id),
    obligationId: uuid()
      .notNull()
      .references(() => obligations.id),
    /** Last day then: of the correction for what was sent back. */
    dueOn: date({ mode: 'string' }).notNull(),
    status: text().$type<ObligationStatus>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'reminder_items_pkey', columns: [table.reminderId, table.obligationId] }),
    index('reminder_items_by_obligation').on(table.obligationId),
    check('reminder_items_status', oneOf(table.status, obligationStatuses)),
  ],
);
