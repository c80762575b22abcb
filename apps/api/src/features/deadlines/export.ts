import type { Download } from '@nuanxin/contract';
import { calendarFile, type CalendarEvent } from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import { seesAll, type Context } from '../../context.ts';
import { campaigns, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { readObligations, toObligation } from '../obligations/obligations.ts';
import { deadlinesOfPlan, hasPlan } from './deadlines.ts';
import { deadlineEvent, obligationEvent } from './events.ts';

/** Deadlines of a year's plan for calendar programs; for a unit, and for reporters, what is owed. @throws ProblemError not_found */
export async function exportDeadlines(ctx: Context, query: { year?: number; unit?: string }): Promise<Download> {
  const year = await planYear(ctx, query.year);
  if (!(await hasPlan(ctx.db, year))) throw new ProblemError('not_found');
  const ofUnit = query.unit !== undefined || !seesAll(ctx.actor);
  const owner = query.unit === undefined ? ctx.actor.unit?.name : await unitName(ctx, query.unit);
  const events = ofUnit ? await owedEvents(ctx, year, query.unit) : await planEvents(ctx, year);
  const title = `${ofUnit ? (owner ?? '') : ''}${year}年民生实事宣传时限`;
  const content = new TextEncoder().encode(calendarFile(title, events, ctx.clock()));
  return { fileName: `${title}.ics`, content };
}

/** @throws ProblemError not_found, for units of others too */
async function unitName({ db, actor }: Context, code: string): Promise<string> {
  const [unit] = await db
    .select({ name: units.name })
    .from(units)
    .where(and(eq(units.code, code), inScope(actor, units.id)));
  if (!unit) throw new ProblemError('not_found');
  return unit.name;
}

async function planEvents({ db }: Context, year: number): Promise<CalendarEvent[]> {
  const deadlines = await deadlinesOfPlan(db, year, await loadCalendar(db));
  return deadlines.flatMap((each) => (each.id === null ? [] : deadlineEvent(each.id, each)));
}

/** Without what a unit was exempted from. */
async function owedEvents(ctx: Context, year: number, unit: string | undefined): Promise<CalendarEvent[]> {
  const calendar = await loadCalendar(ctx.db);
  const rows = await readObligations(
    ctx,
    eq(campaigns.year, year),
    unit === undefined ? undefined : eq(units.code, unit),
  );
  return rows
    .map((row) => toObligation(row, ctx.actor, ctx.clock(), calendar))
    .filter(({ exemption }) => exemption === null)
    .map((each) => obligationEvent(each, calendar));
}
