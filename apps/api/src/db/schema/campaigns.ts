import { projectKinds, type ProjectKind } from '@nuanxin/domain';
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
import { id, oneOf, version } from './columns.ts';
import { units } from './units.ts';

/** What the office may turn on in a plan; the notice sets none of it, so each is absent until then (R103). */
export interface CampaignSettings {
  /** Most days between two items of the column (R46). */
  columnGapDays?: number;
  /** Items of the column in the year (R46). */
  columnItems?: number;
  /** Everybody reads its projects and aggregates without a sign-in. */
  publicFigures?: true;
}

/** The plan of one year (年度方案). */
export const campaigns = pgTable(
  'campaigns',
  {
    id: id(),
    year: integer().notNull().unique(),
    districtId: uuid()
      .notNull()
      .references(() => units.id),
    title: text().notNull(),
    materialHeading: text().notNull(),
    correctionDays: integer().notNull().default(3),
    settings: jsonb().$type<CampaignSettings>().notNull().default({}),
    version: version(),
  },
  (table) => [
    check('campaigns_year', sql`${table.year} between 2000 and 2100`),
    check('campaigns_correction_days', sql`${table.correctionDays} between 1 and 30`),
  ],
);

const campaignId = () =>
  uuid()
    .notNull()
    .references(() => campaigns.id);

export const phases = pgTable(
  'phases',
  {
    id: id(),
    campaignId: campaignId(),
    code: text().notNull(),
    name: text().notNull(),
    /** `MM-DD` */
    fromDay: text().notNull(),
    toDay: text().notNull(),
    work: text().array().notNull(),
    sort: integer().notNull(),
  },
  (table) => [
    uniqueIndex('phases_code').on(table.campaignId, table.code),
    check(
      'phases_days',
      sql`${table.fromDay} ~ '^[0-9]{2}-[0-9]{2}$' and ${table.toDay} ~ '^[0-9]{2}-[0-9]{2}$' and ${table.fromDay} <= ${table.toDay}`,
    ),
  ],
);

export const workstreams = pgTable(
  'workstreams',
  {
    id: id(),
    campaignId: campaignId(),
    code: text().notNull(),
    name: text().notNull(),
    sort: integer().notNull(),
  },
  (table) => [uniqueIndex('workstreams_code').on(table.campaignId, table.code)],
);

/** Groups such as 区直各责任单位: a task for a group is a task for each of its units. */
export const groups = pgTable(
  'groups',
  {
    id: id(),
    campaignId: campaignId(),
    code: text().notNull(),
    name: text().notNull(),
    sort: integer().notNull().default(0),
  },
  (table) => [uniqueIndex('groups_code').on(table.campaignId, table.code)],
);

export const groupUnits = pgTable(
  'group_units',
  {
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.unitId] }), index('group_units_unit').on(table.unitId)],
);

/** The livelihood projects (民生实事) of the year. */
export const projects = pgTable(
  'projects',
  {
    id: id(),
    campaignId: campaignId(),
    /** The first of the projects of earlier years that this one goes on from, whatever it is called since. */
    origin: uuid(),
    no: integer().notNull(),
    field: text().notNull(),
    name: text().notNull(),
    /** As it stands in the heading of materials (R88). */
    labelName: text().notNull(),
    kind: text().$type<ProjectKind>().notNull(),
    leadId: uuid().references(() => units.id),
    sample: boolean().notNull(),
    note: text().notNull().default(''),
    version: version(),
  },
  (table) => [
    uniqueIndex('projects_no').on(table.campaignId, table.no),
    check('projects_kind', oneOf(table.kind, projectKinds)),
    check('projects_label', sql`char_length(${table.labelName}) between 2 and 40`),
  ],
);
