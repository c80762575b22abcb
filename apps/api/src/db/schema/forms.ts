import type { FormDefinition } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { check, date, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { users } from './users.ts';

/** Versioned field lists; a version is never changed, old submissions keep theirs. */
export const forms = pgTable(
  'forms',
  {
    id: id(),
    code: text().notNull(),
    version: integer().notNull(),
    definition: jsonb().$type<FormDefinition>().notNull(),
    /** Periods that begin on this day or later use it; null for the first version, which all use that no later one has. */
    usedFrom: date({ mode: 'string' }),
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

/** Header and label texts that the office said mean a field: learned while importing, revocable. */
export const formLabels = pgTable(
  'form_labels',
  {
    id: id(),
    form: text().notNull(),
    /** As the importer compares texts: without spaces, full-width letters made plain. */
    text: text().notNull(),
    field: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [uniqueIndex('form_labels_text').on(table.form, table.text)],
);
