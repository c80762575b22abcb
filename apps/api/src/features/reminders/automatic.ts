import type { ReminderRule } from '@nuanxin/contract';
import {
  addDays,
  dateOf,
  dueNow,
  isOwed,
  instantText,
  isQuiet,
  nextNotQuiet,
  occasionToday,
  type WorkCalendar,
} from '@nuanxin/domain';
import { eq, max, sql } from 'drizzle-orm';
import type { Context, Deps } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { obligations, reminderItems, reminders, tasks } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { loadCalendar } from '../calendar/load.ts';
import { lockObligations } from '../obligations/change.ts';
import { readAllObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';
import type { Owed } from './compose.ts';
import { enabledRules, ruleIfSaved, type PlanRule } from './rules.ts';
import { sendReminders } from './send.ts';

/**
 * Reminds of what the plans say for today: each occasion once, whoever asks and how often. What was reminded of by hand since
 * the occasion came is not reminded of again.
 * @returns how many units were reminded
 */
export async function remindAutomatically(deps: Deps): Promise<number> {
  const { db, clock } = deps;
  const calendar = await loadCalendar(db);
  const now = clock();
  let reminded = 0;
  for (const plan of await enabledRules(db)) {
    if (isQuiet(now, plan.rule, calendar)) continue;
    const first = due(await obligationsOf(deps, plan), plan, now, calendar);
    if (first.length === 0) continue;
    reminded += await db.transaction(async (tx) => {
      const ids = first.map(({ row }) => row.obligation.id);
      await lockObligations(tx, ids);
      const found = due(await readAllObligations(tx, clock, anyOf(obligations.id, ids)), plan, now, calendar);
      const owed = await untold(tx, found);
      const by = { clock, actor: null, requestId: null, ip: null };
      const sent = await sendReminders(tx, by, deps, { owed, note: null, calendar, now });
      return sent.length;
    });
  }
  return reminded;
}

/**
 * Whom a rule would remind next, were it saved now: at the next instant that is not quiet.
 * @throws ProblemError not_found
 */
export async function previewRule(ctx: Context, year: number, rule: ReminderRule) {
  const calendar = await loadCalendar(ctx.db);
  const plan = await ruleIfSaved(ctx, year, rule);
  const at = nextNotQuiet(ctx.clock(), rule, calendar);
  const found = rule.enabled ? due(await obligationsOf(ctx, plan), plan, at, calendar) : [];
  const owed = await untold(ctx.db, found);
  return {
    at: instantText(at),
    units: [...new Map(owed.map(({ row: { unit } }) => [unit.id, { code: unit.code, name: unit.name }])).values()],
    items: owed.length,
  };
}

async function obligationsOf({ db, clock }: Pick<Deps, 'db' | 'clock'>, { campaignId }: PlanRule) {
  return readAllObligations(db, clock, eq(tasks.campaignId, campaignId));
}

type Due = Owed & { on: string };

function due(rows: ObligationRow[], { rule, since }: PlanRule, now: Date, calendar: WorkCalendar): Due[] {
  const today = dateOf(now);
  return rows.flatMap((row) => {
    const view = viewOf(row, now, calendar);
    if (!isOwed(view.status)) return [];
    const { returnedAt } = row.submission ?? {};
    // The day on which it was sent back tells the unit by itself.
    const owed = view.correctionDueOn && returnedAt ? addDays(dateOf(returnedAt), 1) : dateOf(row.deadline.opensAt);
    const owedFrom = owed > since ? owed : since;
    const occasion = occasionToday({ dueOn: dueNow(view), owedFrom, today }, rule, calendar);
    return occasion ? [{ row, view, occasion: `${occasion.kind}-${occasion.days}`, on: occasion.on }] : [];
  });
}

/** Without what somebody was reminded of since the occasion came. */
async function untold(db: Db, found: Due[]): Promise<Due[]> {
  const told = await toldOf(db, found);
  return found.filter(({ row, view, occasion, on }) => {
    const { last = '', occasions = [] } = told.get(row.obligation.id) ?? {};
    return last < on && !occasions.includes(`${dueNow(view)} ${occasion}`);
  });
}

/** The day on which each was last reminded of, and for which occasions. */
async function toldOf(db: Db, found: Due[]): Promise<Map<string, { last: string; occasions: string[] }>> {
  const rows = await db
    .select({
      id: reminderItems.obligationId,
      last: max(reminders.createdAt),
      occasions: sql<string[]>`coalesce(array_agg(${reminderItems.dueOn} || ' ' || ${reminderItems.occasion})
        filter (where ${reminderItems.occasion} is not null), '{}')`,
    })
    .from(reminderItems)
    .innerJoin(reminders, eq(reminders.id, reminderItems.reminderId))
    .where(
      anyOf(
        reminderItems.obligationId,
        found.map(({ row }) => row.obligation.id),
      ),
    )
    .groupBy(reminderItems.obligationId);
  return new Map(rows.flatMap(({ id, last, occasions }) => (last ? [[id, { last: dateOf(last), occasions }]] : [])));
}
