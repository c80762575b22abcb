import { checkCalendarYear, dateOf, missingNotices, projectYear, type CalendarYear } from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { lockPlans } from '../../db/locks.ts';
import { calendarYears } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { calendarChanges } from '../deadlines/calendar-changes.ts';
import { tellMoved } from '../deadlines/due-shifts.ts';
import { recomputePlan } from '../deadlines/recompute.ts';
import { loadCalendar, toYear } from './load.ts';

/** Published years, and projected those whose notice is missing and the one after the last. */
export async function listCalendarYears(ctx: Context) {
  const published = (await ctx.db.select().from(calendarYears).orderBy(asc(calendarYears.year))).map(toYear);
  const missing = missingNotices(
    published.map(({ year }) => year),
    ctx.clock(),
  );
  const last = published.at(-1)?.year ?? Number(dateOf(ctx.clock()).slice(0, 4));
  const projected = [...new Set([...missing, last + 1])].map(projectYear);
  const items = [...published, ...projected].toSorted((a, b) => a.year - b.year);
  return { items, nextCursor: null, missing };
}

/** Version 0 stands for a year whose notice nobody has entered yet. */
export async function getCalendarYear(db: Db, year: number): Promise<{ data: CalendarYear; version: number }> {
  const [row] = await db.select().from(calendarYears).where(eq(calendarYears.year, year));
  return row ? { data: toYear(row), version: row.version } : { data: projectYear(year), version: 0 };
}

type Notice = Pick<CalendarYear, 'issuedOn' | 'holidays' | 'makeup'> & { notice: string };

/** @throws ProblemError calendar_year_invalid */
function checked(year: number, input: Notice): CalendarYear {
  const next: CalendarYear = { year, status: 'published', ...input };
  const faults = checkCalendarYear(next);
  if (faults.length === 0) return next;
  const errors = faults.map(({ path, detail }) => ({ pointer: path, code: 'calendar_year_invalid', detail }));
  throw new ProblemError('calendar_year_invalid', { reason: faults[0]?.detail ?? '' }, { errors });
}

/** The same as entering it, rolled back. */
export async function previewCalendarYear(ctx: Context, year: number, input: Notice) {
  const next = checked(year, input);
  return inMode(ctx, 'dry_run', async (tx) => (await enter(ctx, tx, next, input)).changes);
}

/** Enters a year's notice and moves every deadline that depended on the projection or on the notice before. */
export async function putCalendarYear(ctx: Context, year: number, input: Notice, ifMatch: number) {
  const next = checked(year, input);
  const { changes, version } = await ctx.db.transaction((tx) => enter(ctx, tx, next, input, ifMatch));
  return { data: { year: next, ...changes }, version };
}

async function enter(ctx: Context, tx: Tx, next: CalendarYear, input: Notice, ifMatch?: number) {
  const { year } = next;
  await lockPlans(tx);
  const was = await loadCalendar(tx);
  const [row] = await tx.select().from(calendarYears).where(eq(calendarYears.year, year)).for('update');
  const present = row?.version ?? 0;
  if (ifMatch !== undefined && ifMatch !== present) throw new ProblemError('precondition_failed');
  const version = present + 1;
  const values = { ...input, version };
  const written = await tx
    .insert(calendarYears)
    .values({ year, ...values })
    .onConflictDoUpdate({ target: calendarYears.year, set: values, setWhere: eq(calendarYears.version, present) })
    .returning({ year: calendarYears.year });
  if (written.length === 0) throw new ProblemError('precondition_failed');
  const is = await loadCalendar(tx);
  const now = ctx.clock();
  const recomputed = await recomputePlan(tx, is, { now });
  const { moved, confirmed } = await calendarChanges(tx, recomputed, is, now);
  const effects = await tellMoved(ctx, tx, recomputed, { was, is }, `${row ? '修改' : '录入'}${year}年放假安排`);
  await audit(tx, ctx, {
    action: 'calendar.publish',
    entity: 'calendar_year',
    entityId: String(year),
    before: row ? toYear(row) : null,
    after: {
      ...next,
      moved: moved.map(({ deadline: { task, period }, from, to }) => ({ task: task.title, period, from, to })),
    },
  });
  return { changes: { moved, confirmed, ...effects }, version };
}
