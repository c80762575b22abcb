import { recordKindCodes, recordTextCodes, type RecordKindCode, type RecordValues } from '@nuanxin/domain';
import { isNotNull, isNull, sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';
import { importFiles } from './imports.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/** Rows of a workbook that became records: where each came from, and that one file is written once. */
export const recordImports = pgTable(
  'record_imports',
  {
    id: id(),
    kind: text().$type<RecordKindCode>().notNull(),
    year: integer().notNull(),
    fileName: text().notNull(),
    sha256: text()
      .notNull()
      .references(() => importFiles.sha256),
    /** Of whose rows it is, where they name no unit; null when each names its own. */
    unitId: uuid().references(() => units.id),
    rows: integer().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    check('record_imports_kind', oneOf(table.kind, recordKindCodes)),
    unique('record_imports_once').on(table.kind, table.year, table.sha256, table.unitId).nullsNotDistinct(),
  ],
);

/** The texts of a record, each on its own line, folded as `foldText` folds what is looked for. */
const texts = recordTextCodes.map((code) => `coalesce(data ->> '${code}', '')`).join(` || e'\\n' || `);

/** Day-to-day records (台账记录) and registers (名册) of all kinds; what a kind holds is data of the domain. */
export const records = pgTable(
  'records',
  {
    id: id(),
    kind: text().$type<RecordKindCode>().notNull(),
    /** Year of the plan to which it belongs; for a record that of its day. */
    year: integer().notNull(),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    /** Null in registers. */
    occurredOn: date({ mode: 'string' }),
    data: jsonb().$type<RecordValues>().notNull(),
    /** To be searched: taking the texts out of `data` and folding them costs several times as long as looking through them. */
    said: text().generatedAlwaysAs(sql.raw(`lower(normalize(${texts}, NFKC))`)),
    importId: uuid().references(() => recordImports.id),
    importRow: integer(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    updatedBy: uuid()
      .notNull()
      .references(() => users.id),
    updatedAt: instant().notNull(),
    /** Deleted rows can be taken back; nothing counts them. */
    deletedAt: instant(),
    deletedBy: uuid().references(() => users.id),
    version: version(),
  },
  (table) => [
    check('records_kind', oneOf(table.kind, recordKindCodes)),
    check('records_year', sql`${table.year} between 2000 and 2100`),
    check('records_day', sql`${table.occurredOn} is null or extract(year from ${table.occurredOn}) = ${table.year}`),
    check('records_deleted', sql`(${table.deletedAt} is null) = (${table.deletedBy} is null)`),
    index('records_by_day')
      .on(table.kind, table.year, table.occurredOn.desc(), table.id.desc())
      .where(isNull(table.deletedAt)),
    index('records_by_unit')
      .on(table.unitId, table.kind, table.year, table.occurredOn.desc(), table.id.desc())
      .where(isNull(table.deletedAt)),
    index('records_data')
      .using('gin', sql`${table.data} jsonb_path_ops`)
      .where(isNull(table.deletedAt)),
    index('records_link')
      .on(table.kind, sql`(${table.data} ->> 'link')`)
      .where(sql`deleted_at is null and data ? 'link'`),
    index('records_title')
      .on(table.kind, sql`(${table.data} ->> 'title')`, table.occurredOn)
      .where(sql`deleted_at is null and data ? 'title'`),
    // Attachments of deleted records go after a grace period.
    index('records_deleted').on(table.deletedAt).where(isNotNull(table.deletedAt)),
    uniqueIndex('records_households')
      .on(table.unitId, table.year)
      .where(sql`kind = 'households' and deleted_at is null`),
  ],
);
