import { addDays, awaitsExtension, dateOf, dayWords } from '@nuanxin/domain';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { exemptions, extensionRequests, extensions, obligations, submissions } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { change, lockObligations, type Outcome } from './change.ts';
import {
  dayWithoutExtension,
  readObligations,
  selectObligations,
  toObligation,
  viewOf,
  type ObligationRow,
} from './obligations.ts';

/** Longest extension: what is put off by more than a year belongs into the next plan. */
const LONGEST_EXTENSION = 366;

const granted = (ctx: Context) => ({ grantedBy: ctx.actor.id, grantedAt: ctx.clock() });

/**
 * @param pointer where the day stands in the input
 * @param present last day that it must come after
 * @throws ProblemError extension_not_later, extension_day_over, extension_too_far
 */
export function checkDay(
  { clock }: Context,
  pointer: string,
  day: string,
  present: string,
  { deadline }: ObligationRow,
): void {
  if (day <= present) throw problemAt(pointer, 'extension_not_later', { dueOn: present });
  const today = dateOf(clock());
  if (day < today) throw problemAt(pointer, 'extension_day_over', { day, today });
  const last = addDays(deadline.dueOn, LONGEST_EXTENSION);
  if (day > last) throw problemAt(pointer, 'extension_too_far', { last });
}

/** The extension before, as the audit keeps it. */
const was = ({ extension }: ObligationRow) => extension && { dueOn: extension.dueOn, reason: extension.reason };

async function extend(tx: Tx, ctx: Context, id: string, input: { dueOn: string; reason: string }): Promise<void> {
  const values = { ...input, ...granted(ctx) };
  await tx
    .insert(extensions)
    .values({ obligationId: id, ...values })
    .onConflictDoUpdate({ target: extensions.obligationId, set: values });
}

/** The request that nobody has answered yet. */
export async function pendingRequest(tx: Tx, id: string) {
  const [request] = await tx
    .select({ until: extensionRequests.until, reason: extensionRequests.reason })
    .from(extensionRequests)
    .where(isPending(id));
  return request;
}

export const isPending = (id: string) =>
  and(eq(extensionRequests.obligationId, id), eq(extensionRequests.state, 'pending'));

async function decide(
  tx: Tx,
  ctx: Context,
  id: string,
  state: 'granted' | 'refused' | 'unneeded',
  answer: string | null,
) {
  const decided = { state, answer, decidedBy: ctx.actor.id, decidedAt: ctx.clock() };
  return tx
    .update(extensionRequests)
    .set(decided)
    .where(isPending(id))
    .returning({ until: extensionRequests.until, reason: extensionRequests.reason });
}

/** What the office grants of itself answers the unit that asks. @returns whether it asked */
async function grantPending(tx: Tx, ctx: Context, id: string): Promise<boolean> {
  const [after] = await decide(tx, ctx, id, 'granted', null);
  if (after) await audit(tx, ctx, { action: 'obligation.grant_request', entity: 'obligation', entityId: id, after });
  return after !== undefined;
}

/**
 * Waits for a unit that is handing it in: whoever comes second finds what the first has done.
 * @throws ProblemError with the code when the report is there already
 */
async function refuseHandedIn(tx: Tx, id: string, code: 'extension_too_late' | 'exemption_too_late'): Promise<void> {
  const [submission] = await tx
    .select({ state: submissions.state })
    .from(submissions)
    .where(eq(submissions.obligationId, id))
    .for('update');
  const state = submission?.state;
  if (state !== undefined && !['draft', 'withdrawn', 'returned'].includes(state)) throw new ProblemError(code);
}

/**
 * @throws ProblemError extension_too_late when the report is there already, extension_not_later, extension_day_over,
 *   extension_too_far
 */
export async function grantExtension(
  ctx: Context,
  id: string,
  input: { dueOn: string; reason: string },
  ifMatch: number,
): Outcome {
  refusePersonalInfo('原因', { '/reason': input.reason });
  return change(ctx, id, ifMatch, 'obligation.extend', async (tx, row) => {
    await refuseHandedIn(tx, id, 'extension_too_late');
    checkDay(ctx, '/dueOn', input.dueOn, dayWithoutExtension(row, ctx.clock(), await loadCalendar(tx)), row);
    await extend(tx, ctx, id, input);
    const answers = await grantPending(tx, ctx, id);
    return {
      before: was(row),
      after: input,
      cause: `${row.extension ? '修改延期' : '准予延期'}（${input.reason}）`,
      answers,
    };
  });
}

/**
 * Grants what the unit asked for, or another day, with the reason of the unit; or refuses it with one of the office.
 * @throws ProblemError extension_request_none, extension_answer_needed, extension_not_later, extension_day_over,
 *   extension_too_far, personal_info
 */
export async function answerExtensionRequest(
  ctx: Context,
  id: string,
  input: { grant: boolean; until?: string; answer?: string },
  ifMatch: number,
): Outcome {
  const answer = input.answer?.trim() || null;
  refusePersonalInfo('答复', { '/answer': answer });
  const action = input.grant ? 'obligation.grant_request' : 'obligation.refuse_request';
  return change(ctx, id, ifMatch, action, async (tx, row) => {
    const request = await pendingRequest(tx, id);
    const calendar = await loadCalendar(tx);
    const view = viewOf(row, ctx.clock(), calendar);
    if (!request || !awaitsExtension({ ...view, extensionRequest: { state: 'pending' } }))
      throw new ProblemError('extension_request_none');
    if (!input.grant) {
      if (answer === null) throw problemAt('/answer', 'extension_answer_needed');
      await decide(tx, ctx, id, 'refused', answer);
      const cause = `不同意延期至 ${request.until} ${dayWords(calendar, request.until)}：${answer}`;
      return { before: request, after: { ...request, answer }, cause, answers: true };
    }
    const dueOn = input.until ?? request.until;
    checkDay(ctx, '/until', dueOn, dayWithoutExtension(row, ctx.clock(), calendar), row);
    await extend(tx, ctx, id, { dueOn, reason: request.reason });
    await decide(tx, ctx, id, 'granted', answer);
    const after = { ...request, dueOn, answer };
    const cause = answer === null ? '同意延期申请' : `同意延期申请（${answer}）`;
    return { before: { ...request, dueOn: view.dueOn }, after, cause, answers: true };
  });
}

export async function revokeExtension(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.revoke_extension', async (tx, row) => {
    await tx.delete(extensions).where(eq(extensions.obligationId, id));
    await tx
      .update(extensionRequests)
      .set({ state: 'revoked', revokedBy: ctx.actor.id, revokedAt: ctx.clock() })
      .where(and(eq(extensionRequests.obligationId, id), eq(extensionRequests.state, 'granted')));
    return { before: was(row), after: null, cause: '取消延期' };
  });
}

/** @throws ProblemError exemption_too_late when the report is there already */
export async function grantExemption(ctx: Context, id: string, input: { reason: string }, ifMatch: number): Outcome {
  refusePersonalInfo('原因', { '/reason': input.reason });
  return change(ctx, id, ifMatch, 'obligation.exempt', async (tx, row) => {
    await refuseHandedIn(tx, id, 'exemption_too_late');
    const values = { ...input, ...granted(ctx) };
    await tx
      .insert(exemptions)
      .values({ obligationId: id, ...values })
      .onConflictDoUpdate({ target: exemptions.obligationId, set: values });
    // What is owed no more needs no later day: the unit reads that, and not that it was granted.
    await decide(tx, ctx, id, 'unneeded', null);
    return { before: row.exemption, after: input, cause: input.reason };
  });
}

export async function revokeExemption(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.revoke_exemption', async (tx, row) => {
    await tx.delete(exemptions).where(eq(exemptions.obligationId, id));
    return { before: row.exemption, after: null, cause: '取消免报' };
  });
}

/**
 * Notes on what day the tasks were done, or takes the note back; the newer note counts.
 * @throws ProblemError not_found, obligation_not_settled for tasks that are judged by what units hand in,
 *   settled_day_invalid for a day before the plan's year or after today
 */
export async function settleObligations(ctx: Context, input: { ids: string[]; doneOn: string | null; note?: string }) {
  const { ids, doneOn, note = '' } = input;
  refusePersonalInfo('说明', { '/note': note });
  await ctx.db.transaction(async (tx) => {
    await lockObligations(tx, ids);
    const rows = await selectObligations(tx).where(inArray(obligations.id, ids));
    if (rows.length < ids.length) throw new ProblemError('not_found');
    const handedIn = rows.find(({ task }) => task.tracking === 'submission');
    if (handedIn) throw new ProblemError('obligation_not_settled', { task: handedIn.task.title });
    const from = `${Math.max(...rows.map(({ year }) => year))}-01-01`;
    const to = dateOf(ctx.clock());
    if (doneOn !== null && (doneOn < from || doneOn > to)) throw new ProblemError('settled_day_invalid', { from, to });
    await tx
      .update(obligations)
      .set({
        ...(doneOn
          ? { settledOn: doneOn, settledNote: note, settledBy: ctx.actor.id, nothing: false }
          : { settledOn: null, settledNote: null, settledBy: null, nothing: false }),
        version: sql`${obligations.version} + 1`,
      })
      .where(inArray(obligations.id, ids));
    await audit(
      tx,
      ctx,
      ...rows.map(({ obligation }) => ({
        action: doneOn ? 'obligation.settle' : 'obligation.unsettle',
        entity: 'obligation',
        entityId: obligation.id,
        before: { settledOn: obligation.settledOn, note: obligation.settledNote },
        after: { settledOn: doneOn, note },
      })),
    );
  });
  const calendar = await loadCalendar(ctx.db);
  const rows = await readObligations(ctx, inArray(obligations.id, ids));
  return { items: rows.map((row) => toObligation(row, ctx.actor, ctx.clock(), calendar)) };
}
