import {
  problemActions,
  problemSources,
  problemStates,
  type ProblemAction,
  type ProblemSource,
  type ProblemState,
} from '@nuanxin/domain';
import { bigint, check, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { id, instant, oneOf, version } from './columns.ts';
import { records } from './records.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/** The problem register (问题台账): found, assigned, rectified, verified, struck off. */
export const problems = pgTable(
  'problems',
  {
    id: id(),
    year: integer().notNull(),
    /** Number within the year, as the office quotes it. */
    no: integer().notNull(),
    source: text().$type<ProblemSource>().notNull(),
    foundOn: date({ mode: 'string' }).notNull(),
    description: text().notNull(),
    place: text(),
    /** Number of one of the year's projects. */
    project: integer(),
    /** A site of the register. */
    siteId: uuid().references(() => records.id),
    /** The visit at which it was found. */
    recordId: uuid().references(() => records.id),
    /** Where it was found, or who reported it. */
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    /** Who rectifies it; null until it is assigned. */
    assigneeId: uuid().references(() => units.id),
    dueOn: date({ mode: 'string' }),
    state: text().$type<ProblemState>().notNull(),
    /** What was done about it, as the unit last said. */
    rectification: text(),
    /** Day of the last hand-in; while it is being rectified, it tells that it was sent back. */
    submittedOn: date({ mode: 'string' }),
    closedOn: date({ mode: 'string' }),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    check('problems_source', oneOf(table.source, problemSources)),
    check('problems_state', oneOf(table.state, problemStates)),
    check('problems_assigned', sql`(${table.assigneeId} is null) = (${table.dueOn} is null)`),
    check('problems_closed', sql`(${table.state} = 'closed') = (${table.closedOn} is not null)`),
    uniqueIndex('problems_number').on(table.year, table.no),
    index('problems_by_state').on(table.year, table.state, table.dueOn),
    index('problems_by_due').on(table.year, sql`coalesce("due_on", '9999-12-31')`, table.no),
    index('problems_by_unit').on(table.unitId, table.year),
    index('problems_by_assignee').on(table.assigneeId, table.year),
    index('problems_by_project').on(table.project, table.year),
    index('problems_by_record').on(table.recordId),
    index('problems_by_site').on(table.siteId),
  ],
);

/** Each step of a problem's life; rows are never changed (trigger). */
export const problemHistory = pgTable(
  'problem_history',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    problemId: uuid()
      .notNull()
      .references(() => problems.id),
    action: text().$type<ProblemAction | 'register'>().notNull(),
    toState: text().$type<ProblemState>().notNull(),
    actorId: uuid()
      .notNull()
      .references(() => users.id),
    at: instant().notNull(),
    /** Who had to rectify it by when, from this step on. */
    assigneeId: uuid().references(() => units.id),
    dueOn: date({ mode: 'string' }),
    comment: text(),
  },
  (table) => [
    index('problem_history_problem').on(table.problemId, table.seq),
    check('problem_history_action', oneOf(table.action, ['register', ...problemActions])),
    check('problem_history_to', oneOf(table.toState, problemStates)),
  ],
);
