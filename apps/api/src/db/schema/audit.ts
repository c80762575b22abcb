import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/** Every change; rows are never changed or deleted (trigger). Names are kept as they were. */
export const audit = pgTable(
  'audit',
  {
    id: id(),
    at: instant().notNull(),
    actorId: uuid(),
    actorName: text(),
    action: text().notNull(),
    entity: text().notNull(),
    entityId: text(),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
    requestId: text(),
    ip: text(),
  },
  (table) => [
    index('audit_entity').on(table.entity, table.entityId, table.id),
    index('audit_actor').on(table.actorId, table.id),
    index('audit_action').on(table.action, table.id),
    index('audit_at').on(table.at, table.id),
  ],
);
