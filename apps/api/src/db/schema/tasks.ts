import type { RecordsCriterion, Schedule, Tracking } from '@nuanxin/domain';
import { trackings } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid, boolean } from 'drizzle-orm/pg-core';
import { campaigns, groups, phases, workstreams } from './campaigns.ts';
import { id, instant, oneOf, version } from './columns.ts';
import { units } from './units.ts';

export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    code: text().notNull(),
    workstreamId: uuid()
      .notNull()
      .references(() => workstreams.id),
    phaseId: uuid().references(() => phases.id),
    title: text().notNull(),
    schedule: jsonb().$type<Schedule>().notNull(),
    tracking: text().$type<Tracking>().notNull(),
    /** Code of the form that is handed in; only for tracking by submission. */
    form: text(),
    /** Kind of records that judge it; only for tracking by records. */
    records: text(),
    /** What of the records fulfils it; null where nothing falls due, or where the office says so. */
    criterion: jsonb().$type<RecordsCriterion>(),
    requirements: text().array().notNull(),
    source: text().notNull(),
    sort: integer().notNull(),
    /** From then on nothing new falls due for it; what was handed in stays readable. */
    retiredAt: instant(),
    version: version(),
  },
  (table) => [
    uniqueIndex('tasks_code').on(table.campaignId, table.code),
    index('tasks_workstream').on(table.workstreamId),
    check('tasks_tracking', oneOf(table.tracking, trackings)),
    check('tasks_form', sql`(${table.tracking} = 'submission') = (${table.form} is not null)`),
    check('tasks_records', sql`(${table.tracking} = 'records') = (${table.records} is not null)`),
    check('tasks_criterion', sql`${table.criterion} is null or ${table.tracking} = 'records'`),
  ],
);

export const taskRoles = ['lead', 'support'] as const;

/** Responsible units of a task as the plan prints them: a unit or a group, leading or supporting. */
export const taskUnits = pgTable(
  'task_units',
  {
    id: id(),
    taskId: uuid()
      .notNull()
      .references(() => tasks.id),
    role: text().$type<(typeof taskRoles)[number]>().notNull(),
    unitId: uuid().references(() => units.id),
    groupId: uuid().references(() => groups.id),
    sort: integer().notNull(),
  },
  (table) => [
    index('task_units_task').on(table.taskId),
    index('task_units_unit').on(table.unitId),
    check('task_units_role', oneOf(table.role, taskRoles)),
    check('task_units_one', sql`num_nonnulls(${table.unitId}, ${table.groupId}) = 1`),
  ],
);

/** Occurrences of a task's schedule: made by the schedule rule, kept so that moves are seen. */
export const deadlines = pgTable(
  'deadlines',
  {
    id: id(),
    taskId: uuid()
      .notNull()
      .references(() => tasks.id),
    period: text().notNull(),
    opensAt: instant().notNull(),
    dueAt: instant().notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    coversFrom: date({ mode: 'string' }).notNull(),
    coversTo: date({ mode: 'string' }).notNull(),
    provisional: boolean().notNull(),
  },
  (table) => [
    uniqueIndex('deadlines_period').on(table.taskId, table.period),
    index('deadlines_due').on(table.dueAt, table.id),
    check('deadlines_order', sql`${table.opensAt} < ${table.dueAt}`),
    check('deadlines_period_form', sql`${table.period} ~ '^[0-9]{4}(Q[1-4]|W[1-9][0-9]?)?$'`),
  ],
);
