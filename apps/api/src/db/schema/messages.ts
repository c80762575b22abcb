import { channelKinds, messageStates, type ChannelKind, type MessageState } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';
import { reminders } from './reminders.ts';

/** Ways out of the house: mail server, robot of a group chat, webhook. */
export const channels = pgTable(
  'channels',
  {
    id: id(),
    kind: text().$type<ChannelKind>().notNull(),
    name: text().notNull(),
    enabled: boolean().notNull(),
    /** Where to and how, sealed: it holds passwords, and the address of a robot is one. */
    settings: text().notNull(),
    createdAt: instant().notNull(),
    /** No message goes there any more; those that went keep its name. */
    deletedAt: instant(),
    version: version(),
  },
  (table) => [
    check('channels_kind', oneOf(table.kind, channelKinds)),
    uniqueIndex('channels_name')
      .on(table.name)
      .where(sql`${table.deletedAt} is null`),
  ],
);

/**
 * What leaves the house. The text is fixed when it is made, and the id goes along with every attempt: who gets it twice
 * can tell.
 */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    channelId: uuid()
      .notNull()
      .references(() => channels.id),
    /** Addresses of an e-mail; none for a group chat or a webhook. */
    recipients: text().array().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    /** What a webhook gets. */
    data: jsonb().$type<unknown>(),
    state: text().$type<MessageState>().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    /** Why the newest attempt failed, for a clerk. */
    fault: text(),
    createdAt: instant().notNull(),
    deliveredAt: instant(),
  },
  (table) => [
    check('messages_state', oneOf(table.state, messageStates)),
    check('messages_delivered', sql`(${table.state} = 'delivered') = (${table.deliveredAt} is not null)`),
    index('messages_by_channel').on(table.channelId, table.id),
    index('messages_failed')
      .on(table.id)
      .where(sql`${table.state} = 'failed'`),
  ],
);

/** A message tells of reminders: an e-mail of one, a group chat of all that were sent at a time. */
export const messageReminders = pgTable(
  'message_reminders',
  {
    reminderId: uuid()
      .notNull()
      .references(() => reminders.id),
    messageId: uuid()
      .notNull()
      .references(() => messages.id),
  },
  (table) => [
    primaryKey({ name: 'message_reminders_pkey', columns: [table.reminderId, table.messageId] }),
    index('message_reminders_message').on(table.messageId),
  ],
);
