import type { FormDefinition } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/** Versioned field lists; a version is never changed, old submissions keep theirs. */
export const forms = pgTable(
  'forms',
  {
    id: id(),
    code: text().notNull(),
    version: integer().notNull(),
    definition: jsonb().$type<FormDefinition>().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('forms_version').on(table.code, table.version),
    check(
      'forms_same',
      sql`${table.definition} ->> 'code' = ${table.code} and (${table.definition} ->> 'version')::int = ${table.version}`,
    ),
  ],
);
