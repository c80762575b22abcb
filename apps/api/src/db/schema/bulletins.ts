import type { BulletinDocument } from '@nuanxin/contract';
import {
  bulletinActions,
  bulletinStates,
  type BulletinAction,
  type BulletinFact,
  type BulletinMention,
  type BulletinSection,
  type BulletinState,
  type BulletinSteps,
} from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import {
  bigint,
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
import { submissions } from './submissions.ts';
import { tasks } from './tasks.ts';
import { users } from './users.ts';

/** A unit that is named, and for what. */
export interface StoredMention {
  kind: BulletinMention;
  unit: string;
  text: string;
  fact: { kind: BulletinFact; id: string };
}

/** Figures by the names of their places, and the fingerprint of the annex. */
export interface ReviewedFigures {
  places: Record<string, string>;
  annex: string;
}

/** Bulletins (通报) of a quarter; what was printed of one stands in it for ever. */
export const bulletins = pgTable(
  'bulletins',
  {
    id: id(),
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    /** The task whose quarterly reports it tells of. */
    taskId: uuid()
      .notNull()
      .references(() => tasks.id),
    period: text().notNull(),
    title: text().notNull(),
    documentNo: text(),
    addressee: text().notNull(),
    issuer: text().notNull(),
    /** Texts with places in braces, by part. */
    bodies: jsonb().$type<Record<BulletinSection, string>>().notNull(),
    mentions: jsonb().$type<StoredMention[]>().notNull(),
    state: text().$type<BulletinState>().notNull(),
    steps: integer().$type<BulletinSteps>().notNull(),
    /** The figures that whoever approved it last had before him. */
    reviewed: jsonb().$type<ReviewedFigures>(),
    issuedOn: date({ mode: 'string' }),
    /** What was printed; null until it is published. */
    document: jsonb().$type<BulletinDocument>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    check('bulletins_state', oneOf(table.state, bulletinStates)),
    check('bulletins_steps', sql`${table.steps} in (1, 3)`),
    check(
      'bulletins_published',
      sql`(${table.state} = 'published') = (${table.document} is not null and ${table.issuedOn} is not null and ${table.documentNo} is not null)`,
    ),
    // One at a time is written for a quarter; a published one may be followed by another that corrects it.
    uniqueIndex('bulletins_in_work')
      .on(table.campaignId, table.period)
      .where(sql`${table.state} <> 'published'`),
    uniqueIndex('bulletins_number')
      .on(table.documentNo)
      .where(sql`${table.state} = 'published'`),
    index('bulletins_by_period').on(table.campaignId, table.period, table.id),
  ],
);

/** Each step of a bulletin's life; rows are never changed (trigger). */
export const bulletinHistory = pgTable(
  'bulletin_history',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    bulletinId: uuid()
      .notNull()
      .references(() => bulletins.id, { onDelete: 'cascade' }),
    action: text().$type<BulletinAction | 'create'>().notNull(),
    toState: text().$type<BulletinState>().notNull(),
    actorId: uuid()
      .notNull()
      .references(() => users.id),
    at: instant().notNull(),
    comment: text(),
  },
  (table) => [
    index('bulletin_history_bulletin').on(table.bulletinId, table.seq),
    check('bulletin_history_action', oneOf(table.action, ['create', ...bulletinActions])),
    check('bulletin_history_to', oneOf(table.toState, bulletinStates)),
  ],
);

/** The reports that a published bulletin's figures were made of; rows are never changed (trigger). */
export const bulletinSources = pgTable(
  'bulletin_sources',
  {
    bulletinId: uuid()
      .notNull()
      .references(() => bulletins.id),
    submissionId: uuid()
      .notNull()
      .references(() => submissions.id),
    revision: integer().notNull(),
    /** Locked by this bulletin, and not by one before it. */
    locked: boolean().notNull(),
  },
  (table) => [
    primaryKey({ name: 'bulletin_sources_pkey', columns: [table.bulletinId, table.submissionId] }),
    index('bulletin_sources_submission').on(table.submissionId),
  ],
);
