import type { RollOver } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/connect.ts';
import { tasks } from '../../db/schema/index.ts';
import { inPart, problemAt } from '../../problem.ts';
import { changeTask, insertTask } from '../tasks/edit.ts';
import { getTask } from '../tasks/tasks.ts';

/** Tasks of a new year that are changed or added while it is made; each by the statements of its own editor. */
export async function rollTasks(
  ctx: Context,
  tx: Tx,
  campaign: { id: string; year: number },
  { change = [], add = [] }: NonNullable<RollOver['tasks']>,
): Promise<void> {
  if (change.length > 0) {
    const rows = await tx
      .select({ id: tasks.id, code: tasks.code })
      .from(tasks)
      .where(eq(tasks.campaignId, campaign.id));
    const ids = new Map(rows.map(({ id, code }) => [code, id]));
    for (const [i, { from, ...part }] of change.entries()) {
      const id = ids.get(from);
      if (id === undefined)
        throw problemAt(`/tasks/change/${i}/from`, 'task_invalid', { reason: `没有编号为 ${from} 的任务可以沿用` });
      await inPart(`/tasks/change/${i}`, async () => changeTask(ctx, tx, campaign, (await getTask(tx, id)).data, part));
    }
    // A new plan begins with first versions.
    await tx.update(tasks).set({ version: 1 }).where(eq(tasks.campaignId, campaign.id));
  }
  for (const [i, task] of add.entries()) await inPart(`/tasks/add/${i}`, () => insertTask(tx, campaign, task));
}
