import type { Obligation } from '@nuanxin/contract';
import { dateOf, isOpen, progressWords } from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { factsOf } from './by-records.ts';
import { getObligation, selectObligations, type ObligationRow } from './obligations.ts';

type Outcome = Promise<{ data: Obligation; version: number }>;

/** The obligation, locked, of a unit that the caller acts for. @throws ProblemError not_found, precondition_failed */
async function lock(ctx: Context, tx: Tx, id: string, ifMatch: number): Promise<ObligationRow> {
  await tx.select({ id: obligations.id }).from(obligations).where(eq(obligations.id, id)).for('update');
  const [row] = await selectObligations(tx).where(
    and(eq(obligations.id, id), inWriteScope(ctx.actor, obligations.unitId)),
  );
  if (!row) throw new ProblemError('not_found');
  checkVersion(row.obligation, ifMatch);
  return row;
}

/**
 * The unit, or the office for it, states that there was nothing to do (本期无): with a reason that stays to be read.
 * It holds for as long as no record says otherwise.
 * @throws ProblemError not_found, nothing_not_stated, nothing_has_records, obligation_exempt, obligation_settled,
 *   not_open_yet, personal_info
 */
export async function stateNothing(ctx: Context, id: string, reason: string, ifMatch: number): Outcome {
  await ctx.db.transaction(async (tx) => {
    const row = await lock(ctx, tx, id, ifMatch);
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
    const statedOn = dateOf(ctx.clock());
    await tx
      .update(obligations)
      .set({
        nothing: true,
        settledOn: statedOn,
        settledNote: reason,
        settledBy: ctx.actor.id,
        version: ifMatch + 1,
      })
      .where(eq(obligations.id, id));
    await audit(tx, ctx, {
      action: 'obligation.nothing',
      entity: 'obligation',
      entityId: id,
      before: obligation.nothing ? { note: obligation.settledNote } : null,
      after: { note: reason },
    });
  });
  return getObligation(ctx, id);
}

/** @throws ProblemError not_found */
export async function takeBackNothing(ctx: Context, id: string, ifMatch: number): Outcome {
  await ctx.db.transaction(async (tx) => {
    const { obligation } = await lock(ctx, tx, id, ifMatch);
    // What was not stated is not taken back: a note of the office stays.
    if (!obligation.nothing) return;
    await tx
      .update(obligations)
      .set({ nothing: false, settledOn: null, settledNote: null, settledBy: null, version: ifMatch + 1 })
      .where(eq(obligations.id, id));
    await audit(tx, ctx, {
      action: 'obligation.take_back_nothing',
      entity: 'obligation',
      entityId: id,
      before: { note: obligation.settledNote },
      after: null,
    });
  });
  return getObligation(ctx, id);
}
