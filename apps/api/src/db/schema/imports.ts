import { type importLayouts, importModes, importStatuses } from '@nuanxin/contract';
import type { Finding, ImportDecisions } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { check, customType, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { id, instant, oneOf, version } from './columns.ts';
import { users } from './users.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The sender's own files, once each: every imported figure leads back to its workbook. */
export const importFiles = pgTable('import_files', {
  sha256: text().primaryKey(),
  content: bytea().notNull(),
  size: integer().notNull(),
});

export const imports = pgTable(
  'imports',
  {
    id: id(),
    fileName: text().notNull(),
    sha256: text()
      .notNull()
      .references(() => importFiles.sha256),
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    form: text().notNull(),
    layout: text().$type<(typeof importLayouts)[number]>().notNull(),
    period: text().notNull(),
    mode: text().$type<(typeof importModes)[number]>().notNull(),
    status: text().$type<(typeof importStatuses)[number]>().notNull(),
    findings: jsonb().$type<Finding[]>().notNull(),
    /** What people decided about the file; who and when is in the audit. */
    decisions: jsonb().$type<ImportDecisions>().notNull().default({ cells: [], units: [], headers: [], confirmed: [] }),
    version: version(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    committedBy: uuid().references(() => users.id),
    committedAt: instant(),
  },
  (table) => [
    check('imports_mode', oneOf(table.mode, importModes)),
    check('imports_status', oneOf(table.status, importStatuses)),
    check('imports_committed', sql`(${table.status} = 'committed') = (${table.committedAt} is not null)`),
    /** The same file for the same period is written once: two callers at once cannot both do it. */
    uniqueIndex('imports_once')
      .on(table.sha256, table.form, table.period)
      .where(sql`status = 'committed'`),
    index('imports_by_creator').on(table.createdBy, table.id),
    index('imports_by_period').on(table.period, table.id),
    index('imports_campaign').on(table.campaignId),
  ],
);
