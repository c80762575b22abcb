import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Outcomes of POST requests that carried an Idempotency-Key, for 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: uuid().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    createdAt: instant().notNull(),
    /** Null while the first request is under way. */
    status: integer(),
    etag: text(),
    body: text(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.key] }), index('idempotency_keys_age').on(table.createdAt)],
);
