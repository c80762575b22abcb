import { dateOf } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { extensionRequests } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { change, type Outcome } from './change.ts';
import { checkDay, isPending, pendingRequest } from './grants.ts';
import { viewOf, type ObligationRow } from './obligations.ts';

/**
 * The unit asks the office for a later due day, while there is time: what is late stays late.
 * @throws ProblemError obligation_exempt, not_open_yet, extension_request_too_late,
 *   extension_request_handed_in, extension_request_pending, extension_not_later, extension_too_far, personal_info
 */
export async function askExtension(
  ctx: Context,
  id: string,
  input: { until: string; reason: string },
  ifMatch: number,
): Outcome {
  refusePersonalInfo('原因', { '/reason': input.reason });
  return change(ctx, id, ifMatch, 'obligation.ask_extension', async (tx, row) => {
    const view = viewOf(row, ctx.clock(), await loadCalendar(tx));
    if (view.status !== 'open') throw whyNot(row, view);
    const pending = await pendingRequest(tx, id);
    if (pending) throw new ProblemError('extension_request_pending', { until: pending.until });
    checkDay(ctx, '/until', input.until, view.dueOn, row);
    await tx
      .insert(extensionRequests)
      .values({ obligationId: id, ...input, askedBy: ctx.actor.id, askedAt: ctx.clock() });
    return { before: null, after: input };
  });
}

/** Why there is no day to ask for. */
function whyNot({ deadline }: ObligationRow, { status, dueOn, correctionDueOn }: ReturnType<typeof viewOf>) {
  if (status === 'exempt') return new ProblemError('obligation_exempt');
  if (status === 'upcoming') return new ProblemError('not_open_yet', { opensOn: dateOf(deadline.opensAt) });
  if (status === 'overdue' && correctionDueOn === null)
    return new ProblemError('extension_request_too_late', { dueOn });
  return new ProblemError('extension_request_handed_in');
}

/** @throws ProblemError extension_request_none */
export async function withdrawExtensionRequest(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.withdraw_request', async (tx) => {
    const [before] = await tx
      .update(extensionRequests)
      .set({ state: 'withdrawn' })
      .where(isPending(id))
      .returning({ until: extensionRequests.until, reason: extensionRequests.reason });
    if (!before) throw new ProblemError('extension_request_none');
    return { before, after: null };
  });
}
