import { checkCalendarYear, dateOf, projectYear, type CalendarYear } from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { calendarYears } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { recomputeDeadlines } from '../deadlines/recompute.ts';
import { loadCalendar, toYear } from './load.ts';

export async function listCalendarYears(ctx: Context) {
  const published = (await ctx.db.select().from(calendarYears).orderBy(asc(calendarYears.year))).map(toYear);
  const last = published.at(-1)?.year ?? Number(dateOf(ctx.clock()).slice(0, 4));
  return { items: [...published, projectYear(last + 1)], nextCursor: null };
}

/** Version 0 stands for a year whose notice nobody has entered yet. */
export async function getCalendarYear(db: Db, year: number): Promise<{ data: CalendarYear; version: number }> {
  const [row] = await db.select().from(calendarYears).where(eq(calendarYears.year, year));
  return row ? { data: toYear(row), version: row.version } : { data: projectYear(year), version: 0 };
}

type Notice = Pick<CalendarYear, 'issuedOn' | 'holidays' | 'makeup'> & { notice: string };

/** Enters a year's notice and moves every deadline that depended on the projection or on the notice before. */
export async function putCalendarYear(ctx: Context, year: number, input: Notice, ifMatch: number) {
  const next: CalendarYear = { year, status: 'published', ...input };
  const faults = checkCalendarYear(next);
  if (faults.length > 0) {
    const errors = faults.map(({ path, detail }) => ({ pointer: path, code: 'calendar_year_invalid', detail }));
    throw new ProblemError('calendar_year_invalid', { reason: faults[0]?.detail ?? '' }, { errors });
  }
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(calendarYears).where(eq(calendarYears.year, year)).for('update');
    if ((row?.version ?? 0) !== ifMatch) throw new ProblemError('precondition_failed');
    const version = ifMatch + 1;
    const values = { ...input, version };
    const written = await tx
      .insert(calendarYears)
      .values({ year, ...values })
      .onConflictDoUpdate({ target: calendarYears.year, set: values, setWhere: eq(calendarYears.version, ifMatch) })
      .returning({ year: calendarYears.year });
    if (written.length === 0) throw new ProblemError('precondition_failed');
    const moved = await recomputeDeadlines(tx, await loadCalendar(tx));
    await audit(tx, ctx, {
      action: 'calendar.publish',
      entity: 'calendar_year',
      entityId: String(year),
      before: row ? toYear(row) : null,
      after: { ...next, moved },
    });
    return { data: { year: next, moved }, version };
  });
}
