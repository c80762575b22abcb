import { obligationStatuses } from '@nuanxin/contract';
import type { ObligationStatus } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { id, instant, oneOf, version } from './columns.ts';
import { obligations } from './obligations.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/**
 * What has become of a last day of a unit, as the unit was told; null where nothing was or is owed, the same twice where a
 * request did not change it.
 */
export interface MovedDay {
  task: { code: string; title: string };
  period: string;
  /** Name of the window; absent where it is none, and in what was told before it was kept. */
  window?: string | null;
  from: string | null;
  to: string | null;
  provisional: boolean;
}

/** What a unit was reminded of, or told, at one time; it stands in the unit's inbox. */
export const reminders = pgTable(
  'reminders',
  {
    id: id(),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    note: text(),
    /** What has become of its last days; null for a reminder of what is owed. */
    moved: jsonb().$type<MovedDay[]>(),
    /** Null for what the plan reminds of by itself. */
    createdBy: uuid().references(() => users.id),
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
    /** For which occasion the plan reminded by itself, as `before-5`; each once for a last day. */
    occasion: text(),
  },
  (table) => [
    primaryKey({ name: 'reminder_items_pkey', columns: [table.reminderId, table.obligationId] }),
    index('reminder_items_by_obligation').on(table.obligationId),
    uniqueIndex('reminder_items_occasion')
      .on(table.obligationId, table.dueOn, table.occasion)
      .where(sql`${table.occasion} is not null`),
    check('reminder_items_occasion_form', sql`${table.occasion} ~ '^(before|after)-[0-9]{1,2}$'`),
    check('reminder_items_status', oneOf(table.status, obligationStatuses)),
  ],
);

/** When a plan reminds by itself; a plan without a row does not. */
export const reminderRules = pgTable(
  'reminder_rules',
  {
    campaignId: uuid()
      .primaryKey()
      .references(() => campaigns.id),
    enabled: boolean().notNull(),
    /** Working days before and after the last day. */
    before: integer().array().notNull(),
    after: integer().array().notNull(),
    fromTime: text().notNull(),
    toTime: text().notNull(),
    /** First day whose occasions count: what came before the plan reminded on these days is not made up for. */
    since: date({ mode: 'string' }).notNull(),
    version: version(),
  },
  (table) => [check('reminder_rules_hours', sql`${table.fromTime} < ${table.toTime}`)],
);

/** Texts that the office changed; the others are those that ship with the product. */
export const reminderTemplates = pgTable('reminder_templates', {
  code: text().primaryKey(),
  subject: text().notNull(),
  body: text().notNull(),
  version: version(),
});
