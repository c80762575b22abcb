import type { Obligation } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { loadCalendar } from '../calendar/load.ts';
import { tellUnits } from '../reminders/notices.ts';
import {
  getObligation,
  movedDay,
  readObligations,
  selectObligations,
  viewOf,
  type ObligationRow,
} from './obligations.ts';

export type Outcome = Promise<{ data: Obligation; version: number }>;

/** Until the end of the transaction, in one order everywhere: who comes second finds what the first has done. */
export async function lockObligations(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(anyOf(obligations.id, ids))
    .orderBy(obligations.id)
    .for('update');
}

/**
 * Runs a change of one obligation that the caller acts for and has seen as it is, with its audit entry, and gives the
 * obligation back. The unit is told when its last day is another by it, or when it was asked for.
 * @param write may name the cause of the change, as the unit reads it, and whether that answers the unit
 * @throws ProblemError not_found, precondition_failed
 */
export async function change(
  ctx: Context,
  id: string,
  ifMatch: number,
  action: string,
  write: (
    tx: Tx,
    row: ObligationRow,
  ) => Promise<{ before: unknown; after: unknown; cause?: string; answers?: boolean }>,
): Outcome {
  await ctx.db.transaction(async (tx) => {
    await lockObligations(tx, [id]);
    const [row] = await readObligations(
      { ...ctx, db: tx },
      eq(obligations.id, id),
      inWriteScope(ctx.actor, obligations.unitId),
    );
    if (!row) throw new ProblemError('not_found');
    checkVersion(row.obligation, ifMatch);
    const { before, after, cause, answers = false } = await write(tx, row);
    // What was not there and is not there now is no change.
    if (before === null && after === null) return;
    await tx
      .update(obligations)
      .set({ version: ifMatch + 1 })
      .where(eq(obligations.id, id));
    await audit(tx, ctx, { action, entity: 'obligation', entityId: id, before, after });
    if (cause !== undefined) await tellUnit(ctx, tx, row, cause, answers);
  });
  return getObligation(ctx, id);
}

async function tellUnit(ctx: Context, tx: Tx, before: ObligationRow, cause: string, answers: boolean): Promise<void> {
  const [after] = await selectObligations(tx).where(eq(obligations.id, before.obligation.id));
  if (!after) return;
  const [now, calendar] = [ctx.clock(), await loadCalendar(tx)];
  const moved = movedDay(after, viewOf(before, now, calendar), viewOf(after, now, calendar));
  if (answers || moved.from !== moved.to) await tellUnits(ctx, tx, [{ unit: after.unit, moved: [moved] }], cause);
}
