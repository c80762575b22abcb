import type { Obligation } from '@nuanxin/contract';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { getObligation, selectObligations, type ObligationRow } from './obligations.ts';

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
 * obligation back.
 * @throws ProblemError not_found, precondition_failed
 */
export async function change(
  ctx: Context,
  id: string,
  ifMatch: number,
  action: string,
  write: (tx: Tx, row: ObligationRow) => Promise<{ before: unknown; after: unknown }>,
): Outcome {
  await ctx.db.transaction(async (tx) => {
    await lockObligations(tx, [id]);
    const [row] = await selectObligations(tx).where(
      and(eq(obligations.id, id), inWriteScope(ctx.actor, obligations.unitId)),
    );
    if (!row) throw new ProblemError('not_found');
    checkVersion(row.obligation, ifMatch);
    const { before, after } = await write(tx, row);
    // What was not there and is not there now is no change.
    if (before === null && after === null) return;
    await tx
      .update(obligations)
      .set({ version: ifMatch + 1 })
      .where(eq(obligations.id, id));
    await audit(tx, ctx, { action, entity: 'obligation', entityId: id, before, after });
  });
  return getObligation(ctx, id);
}
