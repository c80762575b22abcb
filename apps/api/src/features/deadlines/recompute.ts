import type { Deadline } from '@nuanxin/contract';
import { deadlinesOf, type DeadlineDates, type WorkCalendar } from '@nuanxin/domain';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  deadlines,
  groupUnits,
  obligations,
  phases,
  tasks,
  taskUnits,
  units,
} from '../../db/schema/index.ts';
import { toDeadline } from './deadlines.ts';

interface Moved {
  deadline: Deadline;
  from: string;
  to: string;
}

/**
 * Computes the deadlines of every task anew and creates what units owe for them. Doing it again changes nothing; a
 * deadline keeps its id when it moves, so that submissions stay with it.
 * @param campaignId only this plan; all of them when absent
 * @returns deadlines whose last day moved
 */
export async function recomputeDeadlines(tx: Db, calendar: WorkCalendar, campaignId?: string): Promise<Moved[]> {
  const planned = await tx
    .select({ task: tasks, year: campaigns.year, opensOn: phases.fromDay })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .leftJoin(phases, eq(phases.id, tasks.phaseId))
    .where(campaignId ? eq(tasks.campaignId, campaignId) : undefined);
  const computed = planned.flatMap(({ task, year, opensOn }) =>
    deadlinesOf(task.schedule, year, calendar, opensOn ? { opensOn } : {}).map((dates) => ({ task, dates })),
  );
  if (computed.length === 0) return [];
  const before = await tx
    .select()
    .from(deadlines)
    .where(inArray(deadlines.taskId, [...new Set(computed.map(({ task }) => task.id))]));
  const oldDays = new Map(before.map((row) => [`${row.taskId} ${row.period}`, row.dueOn]));
  const rows = await tx
    .insert(deadlines)
    .values(computed.map(({ task, dates }) => ({ taskId: task.id, ...columns(dates) })))
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
  await createObligations(
    tx,
    rows.map(({ id }) => id),
  );

  const byId = new Map(planned.map(({ task }) => [task.id, task]));
  return rows.flatMap((deadline) => {
    const from = oldDays.get(`${deadline.taskId} ${deadline.period}`);
    const task = byId.get(deadline.taskId);
    if (!task || from === undefined || from === deadline.dueOn) return [];
    return [{ deadline: toDeadline({ deadline, task }, calendar), from, to: deadline.dueOn }];
  });
}

function columns({ period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional }: DeadlineDates) {
  return { period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional };
}

/** The leading units owe; supporting units help but nothing falls due for them. A unit named twice owes once, a closed one nothing new. */
async function createObligations(tx: Db, deadlineIds: string[]): Promise<void> {
  const unitId = sql<string>`coalesce(${groupUnits.unitId}, ${taskUnits.unitId})`;
  const owed = await tx
    .selectDistinct({ deadlineId: deadlines.id, unitId })
    .from(deadlines)
    .innerJoin(taskUnits, and(eq(taskUnits.taskId, deadlines.taskId), eq(taskUnits.role, 'lead')))
    .leftJoin(groupUnits, eq(groupUnits.groupId, taskUnits.groupId))
    .innerJoin(units, and(eq(units.id, unitId), eq(units.active, true)))
    .leftJoin(obligations, and(eq(obligations.deadlineId, deadlines.id), eq(obligations.unitId, unitId)))
    .where(and(inArray(deadlines.id, deadlineIds), isNull(obligations.id)));
  if (owed.length > 0) await tx.insert(obligations).values(owed).onConflictDoNothing();
}
