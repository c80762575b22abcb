import type { ProblemRow, UnitYear } from '@nuanxin/contract';
import { dateOf, problemDaysOn, problemEndStates, problemStates, type Lamp, type WorkCalendar } from '@nuanxin/domain';
import { and, asc, desc, eq, ilike, inArray, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import { problems } from '../../db/schema/index.ts';
import { like } from '../../db/sql.ts';
import { shownText } from '../../personal-info.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { problemScope, rectifiesFor, selectProblems, toProblemRow } from './rows.ts';

export interface ProblemFilters {
  year?: number;
  state?: ProblemRow['state'][];
  lamp?: Lamp[];
  overdue?: boolean;
  mine?: boolean;
  unit?: string;
  assignee?: string;
  source?: ProblemRow['source'][];
  project?: number;
  site?: string;
  record?: string;
  q?: string;
}

interface ProblemQuery extends ProblemFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
  sort?: '-no' | 'due';
}

const rectifying = eq(problems.state, 'rectifying');

/** A problem whose result is owed past its due day. */
export function isOverdue(today: string): SQL {
  return sql`(${rectifying} and ${problems.dueOn} < ${today}::date)`;
}

/** The lamps as the domain lights them (`problemView`), where a database has to find them. */
function hasLamp(lamp: Lamp, now: Date, calendar: WorkCalendar): SQL {
  const { today, notSoon } = problemDaysOn(dateOf(now), calendar);
  const inTime = sql`${rectifying} and ${problems.dueOn} >= ${today}::date`;
  const soon = sql`(${problems.dueOn} < ${notSoon}::date or ${problems.submittedOn} is not null)`;
  switch (lamp) {
    case 'green':
      return sql`${problems.state} not in ('registered', 'rectifying')`;
    case 'red':
      return isOverdue(today);
    case 'yellow':
      return sql`(${inTime} and ${soon})`;
    case 'grey':
      return sql`(${problems.state} = 'registered' or (${inTime} and not ${soon}))`;
  }
}

/** Condition of the list, of its count and of its workbook, within the actor's rows; over the problems' own columns. */
export function matching(ctx: Context, year: number, filters: ProblemFilters, calendar: WorkCalendar): SQL | undefined {
  const now = ctx.clock();
  const unitId = (code: string): SQL => sql`(select id from units where code = ${code})`;
  const { state, lamp, overdue, mine, unit, assignee, source, project, site, record, q } = filters;
  return and(
    eq(problems.year, year),
    problemScope(ctx.actor),
    state ? inArray(problems.state, state) : undefined,
    lamp ? or(...lamp.map((each) => hasLamp(each, now, calendar))) : undefined,
    overdue ? isOverdue(dateOf(now)) : undefined,
    mine ? rectifiesFor(ctx.actor) : undefined,
    unit ? eq(problems.unitId, unitId(unit)) : undefined,
    assignee ? eq(problems.assigneeId, unitId(assignee)) : undefined,
    source ? inArray(problems.source, source) : undefined,
    project ? eq(problems.project, project) : undefined,
    site ? eq(problems.siteId, site) : undefined,
    record ? eq(problems.recordId, record) : undefined,
    q ? containing(ctx, q) : undefined,
  );
}

/** In its words, or its number as the office quotes it. */
function containing({ actor }: Context, q: string): SQL | undefined {
  const no = /^#?(\d{1,6})$/.exec(q.trim())?.[1];
  const pattern = like(q.trim());
  return or(
    ilike(shownText(actor, sql`${problems.description}`, q), pattern),
    ilike(shownText(actor, sql`${problems.place}`, q), pattern),
    no ? eq(problems.no, Number(no)) : undefined,
  );
}

const dueOn = sql`coalesce(${problems.dueOn}, '9999-12-31')`;

export async function listProblems(ctx: Context, query: ProblemQuery) {
  const { limit = 50, sort = '-no', count, cursor, ...filters } = query;
  const byDue = sort === 'due';
  const after = decodeCursor(cursor, byDue ? ['text', 'integer'] : ['integer']);
  const year = await planYear(ctx, query.year);
  const calendar = await loadCalendar(ctx.db);
  const filter = matching(ctx, year, filters, calendar);
  const rows = await selectProblems(ctx.db, ctx.actor)
    .where(and(filter, after ? position(after, byDue) : undefined))
    .orderBy(...(byDue ? [asc(dueOn), asc(problems.no)] : [desc(problems.no)]))
    .limit(limit + 1);
  const total = count ? await ctx.db.$count(problems, filter) : undefined;
  const now = ctx.clock();
  return page(
    rows,
    limit,
    ({ problem }) => (byDue ? [problem.dueOn ?? '9999-12-31', problem.no] : [problem.no]),
    (row) => forReader(ctx.actor, toProblemRow(row, ctx.actor, now, calendar)),
    total,
  );
}

function position(after: (string | number | null)[], byDue: boolean): SQL {
  if (!byDue) return sql`${problems.no} < ${after[0]}::int`;
  // As text: a cursor comes from outside and may hold no day; ISO days sort as days do.
  return sql`(to_char(${dueOn}, 'YYYY-MM-DD'), ${problems.no}) > (${after[0]}::text, ${after[1]}::int)`;
}

/** What the register of a year still holds, for the first page. */
export async function countProblems(
  ctx: Context,
  year: number,
): Promise<{ open: number; overdue: number; mine: number }> {
  const today = dateOf(ctx.clock());
  const [counts] = await ctx.db
    .select({
      open: sql<number>`count(*)::int`,
      overdue: sql<number>`(count(*) filter (where ${isOverdue(today)}))::int`,
      mine: sql<number>`(count(*) filter (where ${rectifying} and ${rectifiesFor(ctx.actor)}))::int`,
    })
    .from(problems)
    .where(and(eq(problems.year, year), notInArray(problems.state, problemEndStates.slice()), problemScope(ctx.actor)));
  return counts ?? { open: 0, overdue: 0, mine: 0 };
}

/** Problems of a year found at a unit, and those that it has to rectify, by state; and how many of these are overdue. */
export async function countProblemsOf(ctx: Context, year: number, unitId: string): Promise<UnitYear['problems']> {
  const found = eq(problems.unitId, unitId);
  const assigned = eq(problems.assigneeId, unitId);
  const rows = await ctx.db
    .select({
      state: problems.state,
      found: sql<number>`(count(*) filter (where ${found}))::int`,
      assigned: sql<number>`(count(*) filter (where ${assigned}))::int`,
      overdue: sql<number>`(count(*) filter (where ${and(assigned, isOverdue(dateOf(ctx.clock())))}))::int`,
    })
    .from(problems)
    .where(and(eq(problems.year, year), problemScope(ctx.actor), or(found, assigned)))
    .groupBy(problems.state);
  return {
    states: problemStates.flatMap((state) => {
      const row = rows.find((each) => each.state === state);
      return row ? [{ state, found: row.found, assigned: row.assigned }] : [];
    }),
    overdue: rows.reduce((all, { overdue }) => all + overdue, 0),
  };
}
