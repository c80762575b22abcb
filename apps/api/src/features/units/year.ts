import type { UnitYear } from '@nuanxin/contract';
import { dateOf, recordKind, wordsOf } from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, obligations, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { listCampaigns, planYear } from '../campaigns/campaigns.ts';
import { readObligations, toObligation } from '../obligations/obligations.ts';
import { countProblemsOf } from '../problem-register/list.ts';
import { listRecords } from '../records/list.ts';
import { countByKind } from '../records/totals.ts';
import { remindersOf } from '../reminders/list.ts';
import { listUsers } from '../users/list.ts';
import { getUnit } from './units.ts';

/** A township has one for itself and one for each village; beyond, the register has them all. */
const MOST_CONTACTS = 100;

/** Everything about one unit in one answer, by the queries that its lists ask too: figures and lists agree. */
export async function getUnitYear(ctx: Context, code: string, wanted?: number): Promise<UnitYear> {
  const year = await planYear(ctx, wanted);
  if (!(await listCampaigns(ctx)).items.some((plan) => plan.year === year)) throw new ProblemError('no_plan', { year });
  const now = ctx.clock();
  const [found] = await ctx.db
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.code, code), inScope(ctx.actor, units.id)));
  if (!found) throw new ProblemError('not_found');
  const { data: unit } = await getUnit(ctx.db, found.id);
  const calendar = await loadCalendar(ctx.db);
  const rows = await readObligations(ctx, eq(campaigns.year, year), eq(obligations.unitId, unit.id));
  const owed = rows.map((row) => toObligation(row, ctx.actor, now, calendar));
  const judged = (timeliness: 'on_time' | 'late'): number =>
    owed.filter((each) => each.timeliness === timeliness && each.status !== 'overdue').length;
  return {
    year,
    today: dateOf(now),
    unit,
    obligations: owed,
    timeliness: {
      onTime: judged('on_time'),
      late: judged('late'),
      overdue: owed.filter(({ status }) => status === 'overdue').length,
    },
    problems: await countProblemsOf(ctx, year, unit.id),
    records: await countByKind(ctx, unit.id, year),
    contacts: await contactsOf(ctx, code, year),
    accounts: maySeeAccounts(ctx) ? (await listUsers(ctx, { unit: code, limit: 500 })).items : null,
    reminders: await remindersOf(ctx, unit.id),
  };
}

/** As whoever may list users. */
const maySeeAccounts = ({ actor }: Context): boolean =>
  actor.roles.some((role) => role === 'admin' || role === 'office');

/** The unit's liaisons of the register who have not left, with numbers as the actor may read them. */
async function contactsOf(ctx: Context, unit: string, year: number): Promise<UnitYear['contacts']> {
  const kind = recordKind('liaisons');
  const level = kind.fields.find(({ code }) => code === 'level');
  const words = level ? wordsOf(level) : {};
  const { items } = await listRecords(ctx, kind, { unit, year, limit: 500 });
  const today = dateOf(ctx.clock());
  const present = items.filter(({ values: { until } }) => until === undefined || String(until) > today);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return present.slice(0, MOST_CONTACTS).map(({ id, values }) => ({
    id,
    name: text(values.title),
    level: words[text(values.level)] ?? '',
    village: text(values.village),
    post: text(values.post),
    phone: text(values.phone),
  }));
}
