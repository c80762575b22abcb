import type { Obligation } from '@nuanxin/contract';
import { dateOf, datesBetween, dueNow, monthGrid, type IsoDate, type WorkCalendar } from '@nuanxin/domain';
import { between, eq } from 'drizzle-orm';
import { seesAll, type Context } from '../../context.ts';
import { campaigns, units } from '../../db/schema/index.ts';
import { deadlinesDue } from '../deadlines/deadlines.ts';
import { readObligations, toObligation } from '../obligations/obligations.ts';
import { listMissingNotices, loadCalendar } from './load.ts';

interface DaysQuery {
  span?: 'month' | 'year';
  year?: number;
  month?: number;
  unit?: string;
}

/** A page of the calendar in one round trip: its days, and what falls due on them. */
export async function getCalendarDays(ctx: Context, query: DaysQuery) {
  const today = dateOf(ctx.clock());
  const { span = 'month', year = Number(today.slice(0, 4)), month = Number(today.slice(5, 7)), unit } = query;
  const dates = span === 'year' ? datesBetween(`${year}-01-01`, `${year}-12-31`) : monthGrid(year, month).flat();
  const [from = today, to = today] = [dates[0], dates.at(-1)];
  const calendar = await loadCalendar(ctx.db);
  const ofUnit = unit !== undefined || !seesAll(ctx.actor);
  return {
    year,
    month,
    today,
    days: dates.map((date) => calendar.day(date)),
    deadlines: ofUnit ? null : await deadlinesDue(ctx.db, from, to, calendar),
    obligations: ofUnit ? await obligationsDue(ctx, from, to, unit, calendar) : null,
    missing: await listMissingNotices(ctx),
  };
}

/**
 * What units owe on these days, as far as the actor may see it. The plan of the year before may fall due in this one;
 * extensions and corrections move the day, so it is looked at here.
 */
async function obligationsDue(
  ctx: Context,
  from: IsoDate,
  to: IsoDate,
  unit: string | undefined,
  calendar: WorkCalendar,
): Promise<Obligation[]> {
  const rows = await readObligations(
    ctx,
    between(campaigns.year, Number(from.slice(0, 4)) - 1, Number(to.slice(0, 4))),
    unit === undefined ? undefined : eq(units.code, unit),
  );
  const now = ctx.clock();
  return rows
    .map((row) => toObligation(row, ctx.actor, now, calendar))
    .filter((each) => dueNow(each) >= from && dueNow(each) <= to)
    .toSorted((a, b) => dueNow(a).localeCompare(dueNow(b)));
}
