import { deadlinesOf, scheduleFault, type DeadlineDates, type WorkCalendar } from '@nuanxin/domain';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { campaigns, phases, tasks } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

type Task = typeof tasks.$inferSelect;

/** What the schedules of a plan's tasks say; nothing of a task that was retired. */
export interface Planned {
  task: Task;
  dates: DeadlineDates;
}

/**
 * @param campaignId only this plan; all of them when absent
 * @throws ProblemError schedule_invalid, naming the task
 */
export async function plannedDeadlines(tx: Db, calendar: WorkCalendar, campaignId?: string): Promise<Planned[]> {
  const rows = await tx
    .select({ task: tasks, year: campaigns.year, opensOn: phases.fromDay })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .leftJoin(phases, eq(phases.id, tasks.phaseId))
    .where(and(isNull(tasks.retiredAt), campaignId ? eq(tasks.campaignId, campaignId) : undefined))
    .orderBy(asc(campaigns.year), asc(tasks.sort));
  return rows.flatMap(({ task, year, opensOn }) => {
    const fault = scheduleFault(task.schedule, year, opensOn ?? undefined);
    if (fault) throw new ProblemError('schedule_invalid', { task: task.title, reason: fault.detail });
    const dates = deadlinesOf(task.schedule, year, calendar, opensOn ? { opensOn } : {});
    return dates.map((each) => ({ task, dates: each }));
  });
}

/** `T0.1 2025Q2` in ids: what a deadline is known by when it moves. */
export function deadlineKey({ taskId, period }: { taskId: string; period: string }): string {
  return `${taskId} ${period}`;
}
