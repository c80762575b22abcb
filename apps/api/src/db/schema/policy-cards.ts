import type { PolicyPart } from '@nuanxin/domain';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { projects } from './campaigns.ts';
import { instant } from './columns.ts';
import { users } from './users.ts';

/** Policy card (政策卡片) of a project, R14 and R15; each saving is a version of its own, rows are never changed (trigger). */
export const policyCards = pgTable(
  'policy_cards',
  {
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    number: integer().notNull(),
    parts: jsonb().$type<Partial<Record<PolicyPart, string>>>().notNull(),
    /** In plain words (大白话). */
    plain: text().notNull(),
    questions: jsonb().$type<{ question: string; answer: string }[]>().notNull(),
    phone: text().notNull(),
    link: text().notNull(),
    /** Taken over from the plan of that year and not looked at since. */
    carriedFrom: integer(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ name: 'policy_cards_pkey', columns: [table.projectId, table.number] })],
);
