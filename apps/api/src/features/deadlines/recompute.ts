import type { DeadlineDates, Schedule, WorkCalendar } from '@nuanxin/domain';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, obligations, tasks } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { addOwed, notPlanned, removeOwed, type Owed } from './owed.ts';
import { deadlineKey, plannedDeadlines, type Planned } from './planned.ts';

export type DeadlineRow = typeof deadlines.$inferSelect;

/** What a plan's deadlines and obligations were made of anew. */
export interface Recomputed {
  /** Deadlines before, by id, also those that went. */
  before: Map<string, DeadlineRow>;
  /** Deadlines that the plan gives now. */
  after: DeadlineRow[];
  /** Deadlines that no longer fall due and of which nothing was left. */
  gone: DeadlineRow[];
  /** Over before they were planned: of them there is no deadline. */
  past: Planned[];
  added: Owed[];
  removed: Owed[];
}

/**
 * The one place where deadlines and obligations follow the plan. Computes the deadlines of every task anew, creates what
 * units owe for them and takes out what nobody owes any more and nothing is known of. Doing it again changes nothing; a
 * deadline keeps its id when it moves, so that submissions stay with it.
 * @param of.campaignId only this plan; all of them when absent
 * @param of.now what was over before it was planned is owed by nobody; null when the plan is new, and everything is owed
 * @throws ProblemError schedule_invalid
 */
export async function recomputePlan(
  tx: Db,
  calendar: WorkCalendar,
  { campaignId, now }: { campaignId?: string; now: Date | null },
): Promise<Recomputed> {
  const planned = await plannedDeadlines(tx, calendar, campaignId);
  const before = await tx
    .select({ deadline: deadlines })
    .from(deadlines)
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .where(campaignId ? eq(tasks.campaignId, campaignId) : undefined);
  const known = new Set(before.map(({ deadline }) => deadlineKey(deadline)));
  const wanted = planned.filter(
    ({ task, dates }) =>
      now === null || dates.dueAt > now || known.has(deadlineKey({ taskId: task.id, period: dates.period })),
  );
  const after =
    wanted.length === 0
      ? []
      : await tx
          .insert(deadlines)
          .values(wanted.map(({ task, dates }) => ({ taskId: task.id, ...columns(dates) })))
          .onConflictDoUpdate({
            target: [deadlines.taskId, deadlines.period],
            set: {
              opensAt: sql`excluded.opens_at`,
              dueAt: sql`excluded.due_at`,
              dueOn: sql`excluded.due_on`,
              coversFrom: sql`excluded.covers_from`,
              coversTo: sql`excluded.covers_to`,
              provisional: sql`excluded.provisional`,
            },
          })
          .returning();
  const added = await addOwed(
    tx,
    after.flatMap(({ id, dueAt }) => (now === null || dueAt > now ? [id] : [])),
  );
  const removed = now === null ? [] : await removeOwed(tx, await notPlanned(tx, campaignId, planned, now));
  return {
    before: new Map(before.map(({ deadline }) => [deadline.id, deadline])),
    after,
    past: planned.filter((each) => !wanted.includes(each)),
    gone: await dropEmpty(tx, before, after),
    added,
    removed,
  };
}

/** Deadlines that no schedule gives any more go with the last obligation. */
async function dropEmpty(tx: Db, before: { deadline: DeadlineRow }[], after: DeadlineRow[]): Promise<DeadlineRow[]> {
  const kept = new Set(after.map(({ id }) => id));
  const stale = before.flatMap(({ deadline: { id } }) => (kept.has(id) ? [] : [id]));
  if (stale.length === 0) return [];
  return tx
    .delete(deadlines)
    .where(
      and(
        anyOf(deadlines.id, stale),
        sql`not exists (select 1 from ${obligations} where ${obligations.deadlineId} = ${deadlines.id})`,
      ),
    )
    .returning();
}

/** What a task and its windows are called. */
export interface TaskNames {
  code: string;
  title: string;
  schedule: Schedule;
}

export async function taskNames(tx: Db, ids: string[]): Promise<Map<string, TaskNames>> {
  const rows = await tx
    .select({ id: tasks.id, code: tasks.code, title: tasks.title, schedule: tasks.schedule })
    .from(tasks)
    .where(inArray(tasks.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, ...task }) => [id, task]));
}

function columns({ period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional }: DeadlineDates) {
  return { period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional };
}
