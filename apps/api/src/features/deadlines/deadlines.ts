import type { Deadline } from '@nuanxin/contract';
import {
  addDays,
  dayWords,
  deadlinesOf,
  instantText,
  startOfDay,
  windowName,
  type DeadlineDates,
  type IsoDate,
  type Schedule,
  type WorkCalendar,
} from '@nuanxin/domain';
import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, encodeCursor, page } from '../../db/cursor.ts';
import { campaigns, deadlines, phases, tasks } from '../../db/schema/index.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';

const select = (db: Db) =>
  db
    .select({ deadline: deadlines, task: { code: tasks.code, title: tasks.title, schedule: tasks.schedule } })
    .from(deadlines)
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId));

interface DeadlineRow {
  deadline: Omit<DeadlineDates, 'opensOn'> & { id: string | null };
  task: { code: string; title: string; schedule: Schedule };
}

export function toDeadline(row: DeadlineRow, calendar: WorkCalendar): Deadline {
  const { id, period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional } = row.deadline;
  return {
    id,
    task: { code: row.task.code, title: row.task.title },
    period,
    window: windowName(row.task.schedule, period),
    opensAt: instantText(opensAt),
    dueAt: instantText(dueAt),
    dueOn,
    dueDay: dayWords(calendar, dueOn),
    coversFrom,
    coversTo,
    provisional,
  };
}

/** Deadlines of any plan whose last day is one of `from` to `to`, earliest first. */
export async function deadlinesDue(db: Db, from: IsoDate, to: IsoDate, calendar: WorkCalendar): Promise<Deadline[]> {
  const rows = await select(db)
    .where(and(gt(deadlines.dueAt, startOfDay(from)), lte(deadlines.dueAt, startOfDay(addDays(to, 1)))))
    .orderBy(asc(deadlines.dueAt), asc(tasks.sort), asc(deadlines.id));
  return rows.map((row) => toDeadline(row, calendar));
}

/** Deadlines of a year's plan, earliest first. */
export async function deadlinesOfPlan(db: Db, year: number, calendar: WorkCalendar): Promise<Deadline[]> {
  const rows = await select(db)
    .where(eq(campaigns.year, year))
    .orderBy(asc(deadlines.dueAt), asc(tasks.sort), asc(deadlines.id));
  return rows.map((row) => toDeadline(row, calendar));
}

export async function hasPlan(db: Db, year: number): Promise<boolean> {
  return (await db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.year, year))).length > 0;
}

/** What the newest plan's schedules give for a year that has no plan yet: nothing is owed for it, so there are no ids. */
async function preview(ctx: Context, year: number, calendar: WorkCalendar, query: DeadlineQuery) {
  const newest = await planYear(ctx);
  const planned = await ctx.db
    .select({ task: tasks, opensOn: phases.fromDay })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .leftJoin(phases, eq(phases.id, tasks.phaseId))
    .where(
      and(eq(campaigns.year, newest), isNull(tasks.retiredAt), query.task ? eq(tasks.code, query.task) : undefined),
    )
    .orderBy(asc(tasks.sort));
  const [from = 0] = decodeCursor(query.cursor, ['integer']) ?? [];
  const { limit = 50 } = query;
  const all = planned
    .flatMap(({ task, opensOn }) =>
      deadlinesOf(task.schedule, year, calendar, opensOn ? { opensOn } : {}).map((dates) =>
        toDeadline({ deadline: { ...dates, id: null }, task }, calendar),
      ),
    )
    .filter(({ period }) => query.period === undefined || period === query.period)
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  const next = Number(from) + limit;
  return {
    items: all.slice(Number(from), next),
    nextCursor: next < all.length ? encodeCursor([next]) : null,
    ...(query.count ? { total: all.length } : {}),
  };
}

export interface DeadlineFilters {
  year?: number;
  task?: string;
  period?: string;
}

interface DeadlineQuery extends DeadlineFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

export async function listDeadlines(ctx: Context, query: DeadlineQuery) {
  const { db } = ctx;
  const { limit = 50 } = query;
  const year = await planYear(ctx, query.year);
  const filter = and(
    eq(campaigns.year, year),
    query.task ? eq(tasks.code, query.task) : undefined,
    query.period ? eq(deadlines.period, query.period) : undefined,
  );
  const calendar = await loadCalendar(db);
  if (!(await hasPlan(db, year))) return preview(ctx, year, calendar, query);
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await select(db)
    .where(
      and(
        filter,
        after ? sql`(${deadlines.dueAt}, ${deadlines.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(asc(deadlines.dueAt), asc(deadlines.id))
    .limit(limit + 1);
  const total = query.count
    ? (
        await db
          .select({ total: sql<number>`count(*)::int` })
          .from(deadlines)
          .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
          .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
          .where(filter)
      )[0]?.total
    : undefined;
  return page(
    rows,
    limit,
    ({ deadline }) => [deadline.dueAt.toISOString(), deadline.id],
    (row) => toDeadline(row, calendar),
    total,
  );
}
