import type { Task } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { tasks } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { factsOf } from '../obligations/by-records.ts';
import { selectObligations } from '../obligations/obligations.ts';

/**
 * How a task is judged is fixed once somebody did something for it: what was handed in or noted would be judged otherwise.
 * @throws ProblemError task_tracking_fixed
 */
export async function checkJudging(tx: Db, task: Task, now: Date): Promise<void> {
  const rows = await selectObligations(tx).where(eq(tasks.id, task.id));
  const noted = rows.some(({ submission, obligation }) => submission !== null || obligation.settledOn !== null);
  const recorded = async (): Promise<boolean> =>
    task.tracking === 'records' && [...(await factsOf(tx, rows, now)).values()].some(({ begun }) => begun);
  if (noted || (await recorded())) throw new ProblemError('task_tracking_fixed', { task: task.title });
}
