import type { BulletinSource } from '@nuanxin/contract';
import {
  bulletinActionLabel,
  bulletinStateWords,
  dateOf,
  hasApproved,
  nextBulletinState,
  periodRange,
  submissionActionLabel,
  type BulletinAction,
  type BulletinState,
} from '@nuanxin/domain';
import { and, eq, like } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { bulletins, bulletinSources, deadlines, obligations, submissions } from '../../db/schema/index.ts';
import { insertMany, isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { selectObligations } from '../obligations/obligations.ts';
import type { SubmissionRowData } from '../submissions/read.ts';
import { takeSteps } from '../submissions/step.ts';
import { documentOf } from './document.ts';
import { readTold } from './figures.ts';
import { findBulletin, getBulletin, historyOf, mentionsOf, publishedSources, type BulletinData } from './read.ts';
import { changedSince, reviewedFigures } from './reviewed.ts';
import { lockBulletin, noteStep } from './write.ts';

type Said = { comment?: string };

/**
 * A step on the way to publication, for the version that the caller saw.
 * @throws ProblemError not_found, precondition_failed, bulletin_action_not_allowed, bulletin_approved_before,
 *   comment_required, personal_info
 */
export async function stepBulletin(
  ctx: Context,
  id: string,
  action: Exclude<BulletinAction, 'publish'>,
  said: Said,
  ifMatch: number,
) {
  return ctx.db.transaction(async (tx) => {
    const row = await lockBulletin(ctx, tx, id, ifMatch);
    const to = nextState(row, action);
    const comment = commentOf(said, action);
    if (action === 'approve' && row.bulletin.steps > 1 && hasApproved(await historyOf(tx, id), ctx.actor.id))
      throw new ProblemError('bulletin_approved_before');
    // What is sent back begins anew; an approval is one of the figures too.
    const reviewed =
      action === 'approve' ? reviewedFigures(await readTold({ ...ctx, db: tx }, row.bulletin.period, row.task)) : null;
    await tx
      .update(bulletins)
      .set({ state: to, reviewed, updatedAt: ctx.clock(), version: ifMatch + 1 })
      .where(eq(bulletins.id, id));
    await written(ctx, tx, row, action, to, comment);
    return getBulletin({ ...ctx, db: tx }, id);
  });
}

/**
 * Keeps what is printed and the reports that it was counted from, and locks those; all or nothing.
 * @throws ProblemError not_found, precondition_failed, bulletin_action_not_allowed, bulletin_number_taken,
 *   bulletin_day_invalid, bulletin_figures_changed since it was approved and not confirmed, personal_info
 */
export async function publishBulletin(
  ctx: Context,
  id: string,
  {
    documentNo,
    issuedOn = dateOf(ctx.clock()),
    confirm = false,
    ...said
  }: Said & { documentNo: string; issuedOn?: string; confirm?: boolean },
  ifMatch: number,
) {
  const number = documentNo.trim();
  try {
    return await ctx.db.transaction(async (tx) => {
      const inTx = { ...ctx, db: tx };
      const row = await lockBulletin(ctx, tx, id, ifMatch);
      const { period, taskId } = row.bulletin;
      const to = nextState(row, 'publish');
      const comment = commentOf(said, 'publish');
      refusePersonalInfo('发文字号', { '/documentNo': number });
      checkDay(issuedOn, period, dateOf(ctx.clock()));
      // Nobody reviews a report between the count and the lock.
      await tx
        .select({ id: submissions.id })
        .from(submissions)
        .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
        .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
        .where(and(eq(deadlines.taskId, taskId), like(deadlines.period, `${period.slice(0, 4)}Q_`)))
        .orderBy(submissions.id)
        .for('update', { of: submissions });
      const told = await readTold(inTx, period, row.task);
      const changed = changedSince(row.bulletin.reviewed, told);
      if (changed.length > 0 && !confirm)
        throw problemAt('/confirm', 'bulletin_figures_changed', {
          count: changed.length,
          first: changed[0]?.label ?? '',
        });
      const rows = told.counted.flatMap(({ row: counted }) => (isThere(counted) ? [counted] : []));
      const unlocked = rows.filter(({ submission }) => submission.state === 'accepted');
      await takeSteps(
        ctx,
        tx,
        unlocked.map((each) => ({ row: each, step: { action: 'lock', comment: `计入${number}` } })),
      );
      const printed = { ...row.bulletin, documentNo: number, issuedOn };
      const document = documentOf(printed, await mentionsOf(inTx, row.bulletin.mentions), told);
      await tx
        .update(bulletins)
        .set({ state: to, documentNo: number, issuedOn, document, updatedAt: ctx.clock(), version: ifMatch + 1 })
        .where(eq(bulletins.id, id));
      const locked = new Set(unlocked.map(({ submission }) => submission.id));
      await insertMany(
        tx,
        bulletinSources,
        rows.map(({ submission: { id: submissionId, revision } }) => ({
          bulletinId: id,
          submissionId,
          revision,
          locked: locked.has(submissionId),
        })),
      );
      await written(ctx, tx, row, 'publish', to, comment, { documentNo: number, issuedOn, reports: rows.length });
      return getBulletin(inTx, id);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'bulletins_number'))
      throw problemAt('/documentNo', 'bulletin_number_taken', { no: number });
    throw error;
  }
}

/**
 * Unlocks one report that a bulletin counted; what was published stays.
 * @throws ProblemError not_found, action_not_allowed, comment_required, personal_info
 */
export async function unlockSource(
  ctx: Context,
  id: string,
  { submissionId, comment }: { submissionId: string; comment: string },
): Promise<BulletinSource> {
  return ctx.db.transaction(async (tx) => {
    const { bulletin } = await findBulletin(ctx, tx, id);
    const [found] = await publishedSources(ctx, tx, id, submissionId);
    if (!found) throw new ProblemError('not_found');
    if (!comment.trim()) throw problemAt('/comment', 'comment_required', { action: submissionActionLabel.unlock });
    await tx.select({ id: submissions.id }).from(submissions).where(eq(submissions.id, submissionId)).for('update');
    const rows = (await selectObligations(tx).where(eq(submissions.id, submissionId))).filter(isThere);
    await takeSteps(
      ctx,
      tx,
      rows.map((row) => ({
        row,
        step: { action: 'unlock', comment: `${comment.trim()}（${bulletin.documentNo ?? bulletin.title}）` },
      })),
    );
    const [after] = await publishedSources(ctx, tx, id, submissionId);
    return after ?? found;
  });
}

function isThere(row: Awaited<ReturnType<typeof selectObligations>>[number]): row is SubmissionRowData {
  return row.submission !== null;
}

function nextState({ bulletin: { state, steps } }: BulletinData, action: BulletinAction): BulletinState {
  const to = nextBulletinState(state, action, steps);
  if (to) return to;
  throw new ProblemError('bulletin_action_not_allowed', {
    state: bulletinStateWords(state, steps),
    action: bulletinActionLabel[action],
  });
}

function commentOf({ comment }: Said, action: BulletinAction): string | null {
  const text = comment?.trim() || null;
  if (!text && action === 'send_back')
    throw problemAt('/comment', 'comment_required', { action: bulletinActionLabel[action] });
  refusePersonalInfo('意见', { '/comment': text });
  return text;
}

function checkDay(day: string, period: string, today: string): void {
  const { from } = periodRange(period);
  if (day < from || day > today) throw problemAt('/issuedOn', 'bulletin_day_invalid', { from, to: today });
}

async function written(
  ctx: Context,
  tx: Tx,
  { bulletin: { id, title, state } }: BulletinData,
  action: BulletinAction,
  to: BulletinState,
  comment: string | null,
  more: object = {},
): Promise<void> {
  await noteStep(ctx, tx, id, action, to, comment);
  await audit(tx, ctx, {
    action: `bulletin.${action}`,
    entity: 'bulletin',
    entityId: id,
    before: { state },
    after: { title, state: to, comment, ...more },
  });
}
