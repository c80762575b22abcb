import { rowOutcomes } from '@nuanxin/contract';
import type { Finding } from '@nuanxin/domain';
import { isNotNull } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { oneOf } from './columns.ts';
import { imports } from './imports.ts';
import { submissions } from './submissions.ts';
import { units } from './units.ts';

/** What became of each row of an imported workbook. */
export const importRows = pgTable(
  'import_rows',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id),
    ordinal: integer().notNull(),
    sheet: text().notNull(),
    row: integer().notNull(),
    unitText: text(),
    unitId: uuid().references(() => units.id),
    outcome: text().$type<(typeof rowOutcomes)[number]>().notNull(),
    /** What was read, by field; null where the file has a place for the field and nothing stands in it. */
    values: jsonb().$type<Record<string, number | string | null>>().notNull(),
    findings: jsonb().$type<Finding[]>().notNull(),
    /** Set when the row was written. */
    submissionId: uuid().references(() => submissions.id),
  },
  (table) => [
    primaryKey({ name: 'import_rows_pkey', columns: [table.importId, table.ordinal] }),
    index('import_rows_submission').on(table.submissionId).where(isNotNull(table.submissionId)),
    check('import_rows_outcome', oneOf(table.outcome, rowOutcomes)),
  ],
);
