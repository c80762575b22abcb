import type { Submission, SubmissionRow } from '@nuanxin/contract';
import { dayWords, instantText, type WorkCalendar } from '@nuanxin/domain';
import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page, type CursorKind } from '../../db/cursor.ts';
import { campaigns, deadlines, extensions, obligations, submissions, tasks, units } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { isProvisional, selectObligations, viewOf } from '../obligations/obligations.ts';
import { cleanOf } from './clean.ts';
import type { SubmissionRowData } from './read.ts';
import { mayRead } from './scope.ts';

export interface SubmissionFilters {
  year?: number;
  period?: string;
  unit?: string;
  task?: string;
  state?: Submission['state'][];
  sort?: string;
}

interface SubmissionQuery extends SubmissionFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** Rows of the list by id. Which the caller may see is decided where the ids come from. */
export async function submissionRows(ctx: Context, db: Db, ids: string[]): Promise<Map<string, SubmissionRow>> {
  if (ids.length === 0) return new Map();
  const rows = (await selectObligations(db).where(anyOf(submissions.id, ids))) as SubmissionRowData[];
  const clean = await cleanOf(db, ids);
  const calendar = await loadCalendar(db);
  const now = ctx.clock();
  return new Map(
    rows.map((row) => [row.submission.id, toSubmissionRow(row, clean.has(row.submission.id), now, calendar)]),
  );
}

function toSubmissionRow(row: SubmissionRowData, clean: boolean, now: Date, calendar: WorkCalendar): SubmissionRow {
  const { submission } = row;
  const { dueOn, timeliness, lateWorkingDays } = viewOf(row, now, calendar);
  return {
    id: submission.id,
    unit: { code: row.unit.code, name: row.unit.name },
    task: { code: row.task.code, title: row.task.title },
    period: row.deadline.period,
    dueOn,
    dueDay: dayWords(calendar, dueOn),
    provisional: isProvisional(row, dueOn),
    state: submission.state,
    revision: submission.revision,
    timeliness,
    lateWorkingDays,
    submittedAt: submission.lastSubmittedAt ? instantText(submission.lastSubmittedAt) : null,
    warnings: submission.warnings,
    exempt: row.exemption !== null,
    clean,
    updatedAt: instantText(submission.updatedAt),
    version: submission.version,
  };
}

/** Waiting for review first: the longest wait on top, or what is due first; then the rest in the same order. */
const waiting = sql<number>`(case when ${submissions.state} in ('submitted', 'reopened') then 0 else 1 end)`;
const handedInAt = sql<string>`to_char(coalesce(${submissions.lastSubmittedAt}, ${submissions.updatedAt}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;
const updatedAt = sql<string>`to_char(${submissions.updatedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;
const dueOn = sql<string>`greatest(${extensions.dueOn}, ${deadlines.dueOn})::text`;
const unitSort = sql<number>`${units.sort}`;

/** Sort orders: the columns of the key, each row's own key being read along with it. */
const orders: Record<string, { keys: SQL[]; kinds: CursorKind[]; descending: boolean }> = {
  waiting: { keys: [waiting, handedInAt], kinds: ['integer', 'text', 'text'], descending: false },
  due: { keys: [waiting, dueOn, handedInAt], kinds: ['integer', 'text', 'text', 'text'], descending: false },
  unit: { keys: [unitSort, sql`${deadlines.period}`], kinds: ['integer', 'text', 'text'], descending: false },
  '-updated': { keys: [updatedAt], kinds: ['text', 'text'], descending: true },
};

export async function listSubmissions(ctx: Context, query: SubmissionQuery) {
  const { limit = 50, sort = 'waiting' } = query;
  const order = orders[sort];
  if (!order) throw new ProblemError('invalid_request');
  const after = decodeCursor(query.cursor, order.kinds);
  const keys = [...order.keys, sql`${submissions.id}::text`];
  const filter = and(
    mayRead(ctx.actor),
    query.year ? eq(campaigns.year, query.year) : undefined,
    query.period ? eq(deadlines.period, query.period) : undefined,
    query.unit ? eq(units.code, query.unit) : undefined,
    query.task ? eq(tasks.code, query.task) : undefined,
    query.state ? inArray(submissions.state, query.state) : undefined,
  );
  const joined = sql.join(keys, sql`, `);
  const position = after
    ? sql`(${joined}) ${sql.raw(order.descending ? '<' : '>')} (${sql.join(
        after.map((part) => (typeof part === 'number' ? sql`${part}::int` : sql`${part}::text`)),
        sql`, `,
      )})`
    : undefined;
  const found = await ctx.db
    .select({ id: submissions.id, key: sql<(string | number)[]>`json_build_array(${joined})` })
    .from(submissions)
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .leftJoin(extensions, eq(extensions.obligationId, obligations.id))
    .where(and(filter, position))
    .orderBy(...keys.map((key) => (order.descending ? desc(key) : asc(key))))
    .limit(limit + 1);
  const shown = found.slice(0, limit);
  const rows = await submissionRows(
    ctx,
    ctx.db,
    shown.map(({ id }) => id),
  );
  const total = query.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(submissions)
          .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
          .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
          .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
          .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
          .innerJoin(units, eq(units.id, obligations.unitId))
          .where(filter)
      )[0]?.total
    : undefined;
  const listed = page(
    found,
    limit,
    ({ key }) => key,
    ({ id }) => rows.get(id),
    total,
  );
  return { ...listed, items: listed.items.filter((row) => row !== undefined) };
}
