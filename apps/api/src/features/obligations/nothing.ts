import { dateOf, isOpen, progressWords } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { obligations } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { factsOf } from './by-records.ts';
import { change, type Outcome } from './change.ts';

/**
 * The unit, or the office for it, states that there was nothing to do (本期无): with a reason that stays to be read.
 * It holds for as long as no record says otherwise.
 * @throws ProblemError not_found, nothing_not_stated, nothing_has_records, obligation_exempt, obligation_settled,
 *   not_open_yet, personal_info
 */
export async function stateNothing(ctx: Context, id: string, reason: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.nothing', async (tx, row) => {
    const { obligation, deadline, task, exemption } = row;
    if (task.tracking !== 'records') throw new ProblemError('nothing_not_stated', { task: task.title });
    if (exemption) throw new ProblemError('obligation_exempt');
    if (obligation.settledOn !== null && !obligation.nothing) throw new ProblemError('obligation_settled');
    if (!isOpen(deadline.opensAt, ctx.clock()))
      throw new ProblemError('not_open_yet', { opensOn: dateOf(deadline.opensAt) });
    const facts = (await factsOf(tx, [row], ctx.clock())).get(id);
    if (task.criterion && facts?.begun)
      throw new ProblemError('nothing_has_records', {
        task: task.title,
        progress: progressWords(task.criterion, facts),
      });
    refusePersonalInfo('原因', { '/reason': reason });
    await tx
      .update(obligations)
      .set({ nothing: true, settledOn: dateOf(ctx.clock()), settledNote: reason, settledBy: ctx.actor.id })
      .where(eq(obligations.id, id));
    return { before: obligation.nothing ? { note: obligation.settledNote } : null, after: { note: reason } };
  });
}

/** @throws ProblemError not_found */
export async function takeBackNothing(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.take_back_nothing', async (tx, { obligation }) => {
    // What was not stated is not taken back: a note of the office stays.
    if (!obligation.nothing) return { before: null, after: null };
    await tx
      .update(obligations)
      .set({ nothing: false, settledOn: null, settledNote: null, settledBy: null })
      .where(eq(obligations.id, id));
    return { before: { note: obligation.settledNote }, after: null };
  });
}
