import type { Obligation } from '@nuanxin/contract';
import { addDays, dateOf } from '@nuanxin/domain';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { exemptions, extensions, obligations } from '../../db/schema/index.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { loadCalendar } from '../calendar/load.ts';
import { getObligation, readObligations, selectObligations, toObligation, type ObligationRow } from './obligations.ts';

/** Longest extension: what is put off by more than a year belongs into the next plan. */
const LONGEST_EXTENSION = 366;

type Outcome = Promise<{ data: Obligation; version: number }>;

/**
 * Runs a change of one obligation that the caller has seen as it is, with its audit entry, and gives the obligation back.
 * @throws ProblemError not_found, precondition_failed
 */
async function change(
  ctx: Context,
  id: string,
  ifMatch: number,
  action: string,
  write: (tx: Tx, row: ObligationRow) => Promise<{ before: unknown; after: unknown }>,
): Outcome {
  await ctx.db.transaction(async (tx) => {
    await tx.select({ id: obligations.id }).from(obligations).where(eq(obligations.id, id)).for('update');
    const [row] = await selectObligations(tx).where(eq(obligations.id, id));
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

const granted = (ctx: Context) => ({ grantedBy: ctx.actor.id, grantedAt: ctx.clock() });

/** @throws ProblemError extension_not_later, extension_too_far */
export async function grantExtension(
  ctx: Context,
  id: string,
  input: { dueOn: string; reason: string },
  ifMatch: number,
): Outcome {
  return change(ctx, id, ifMatch, 'obligation.extend', async (tx, row) => {
    const { dueOn } = row.deadline;
    if (input.dueOn <= dueOn) throw problemAt('/dueOn', 'extension_not_later', { dueOn });
    const last = addDays(dueOn, LONGEST_EXTENSION);
    if (input.dueOn > last) throw problemAt('/dueOn', 'extension_too_far', { last });
    const values = { ...input, ...granted(ctx) };
    await tx
      .insert(extensions)
      .values({ obligationId: id, ...values })
      .onConflictDoUpdate({ target: extensions.obligationId, set: values });
    return { before: row.extension, after: input };
  });
}

export async function revokeExtension(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.revoke_extension', async (tx, row) => {
    await tx.delete(extensions).where(eq(extensions.obligationId, id));
    return { before: row.extension, after: null };
  });
}

/** @throws ProblemError exemption_too_late when the report is there already */
export async function grantExemption(ctx: Context, id: string, input: { reason: string }, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.exempt', async (tx, row) => {
    const state = row.submission?.state;
    if (state !== undefined && !['draft', 'withdrawn', 'returned'].includes(state))
      throw new ProblemError('exemption_too_late');
    const values = { ...input, ...granted(ctx) };
    await tx
      .insert(exemptions)
      .values({ obligationId: id, ...values })
      .onConflictDoUpdate({ target: exemptions.obligationId, set: values });
    return { before: row.exemption, after: input };
  });
}

export async function revokeExemption(ctx: Context, id: string, ifMatch: number): Outcome {
  return change(ctx, id, ifMatch, 'obligation.revoke_exemption', async (tx, row) => {
    await tx.delete(exemptions).where(eq(exemptions.obligationId, id));
    return { before: row.exemption, after: null };
  });
}

/**
 * Notes on what day the tasks were done, or takes the note back; the newer note counts.
 * @throws ProblemError not_found, obligation_not_settled for tasks that are judged by what units hand in,
 *   settled_day_invalid for a day before the plan's year or after today
 */
export async function settleObligations(ctx: Context, input: { ids: string[]; doneOn: string | null; note?: string }) {
  const { ids, doneOn, note = '' } = input;
  await ctx.db.transaction(async (tx) => {
    await tx
      .select({ id: obligations.id })
      .from(obligations)
      .where(inArray(obligations.id, ids))
      .orderBy(obligations.id)
      .for('update');
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
