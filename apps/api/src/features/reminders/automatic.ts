import {
  addDays,
  dateOf,
  dueNow,
  isOwed,
  isQuiet,
  occasionToday,
  type ReminderRule,
  type WorkCalendar,
} from '@nuanxin/domain';
import { eq, max, sql } from 'drizzle-orm';
import type { Deps } from '../../context.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations, reminderItems, reminders, tasks } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { loadCalendar } from '../calendar/load.ts';
import { lockObligations } from '../obligations/change.ts';
import { readAllObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';
import type { Owed } from './compose.ts';
import { enabledRules } from './rules.ts';
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
  for (const { campaignId, rule } of await enabledRules(db)) {
    if (isQuiet(now, rule, calendar)) continue;
    const first = due(await readAllObligations(db, clock, eq(tasks.campaignId, campaignId)), rule, now, calendar);
    if (first.length === 0) continue;
    reminded += await db.transaction(async (tx) => {
      const ids = first.map(({ row }) => row.obligation.id);
      await lockObligations(tx, ids);
      const found = due(await readAllObligations(tx, clock, anyOf(obligations.id, ids)), rule, now, calendar);
      const told = await toldOf(tx, found);
      const owed = found.filter(({ row, view, occasion, on }) => {
        const { last = '', occasions = [] } = told.get(row.obligation.id) ?? {};
        return last < on && !occasions.includes(`${dueNow(view)} ${occasion}`);
      });
      const by = { clock, actor: null, requestId: null, ip: null };
      const sent = await sendReminders(tx, by, deps, { owed, note: null, calendar, now });
      return sent.length;
    });
  }
  return reminded;
}

type Due = Owed & { on: string };

function due(rows: ObligationRow[], rule: ReminderRule, now: Date, calendar: WorkCalendar): Due[] {
  const today = dateOf(now);
  return rows.flatMap((row) => {
    const view = viewOf(row, now, calendar);
    if (!isOwed(view.status)) return [];
    const { returnedAt } = row.submission ?? {};
    // The day on which it was sent back tells the unit by itself.
    const owedFrom = view.correctionDueOn && returnedAt ? addDays(dateOf(returnedAt), 1) : dateOf(row.deadline.opensAt);
    const occasion = occasionToday({ dueOn: dueNow(view), owedFrom, today }, rule, calendar);
    return occasion ? [{ row, view, occasion: `${occasion.kind}-${occasion.days}`, on: occasion.on }] : [];
  });
}

/** The day on which each was last reminded of, and for which occasions. */
async function toldOf(tx: Tx, found: Due[]): Promise<Map<string, { last: string; occasions: string[] }>> {
  const rows = await tx
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
