import {
  dateOf,
  findPersonalInfo,
  isOpen,
  nextState,
  submissionActionLabel,
  submissionStateLabel,
  transitionOf,
  type Finding,
  type SubmissionAction,
} from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { revisions, submissionHistory, submissions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { findingsOf, type SubmissionRowData } from './read.ts';

export interface Step {
  action: SubmissionAction;
  comment?: string | undefined;
  /** Where an imported revision came from. */
  source?: { importId: string; sheet: string; row: number };
  /** Content before the import put its own in its place: for the audit. */
  replaced?: Pick<SubmissionRowData['submission'], 'values' | 'summary'>;
}

/**
 * One step in the life of a submission: state, revision, history and audit in the caller's transaction. The row must
 * have been locked. Every way in — a button, an import — goes through here, so that the table of transitions holds.
 * @throws ProblemError action_not_allowed, comment_required, form_empty, form_invalid, personal_info, not_open_yet, obligation_exempt
 */
export async function takeStep(ctx: Context, tx: Db, row: SubmissionRowData, step: Step): Promise<void> {
  const { submission } = row;
  const { action } = step;
  const comment = step.comment?.trim() || null;
  const to = nextState(submission.state, action);
  if (!to) {
    const details = { state: submissionStateLabel[submission.state], action: submissionActionLabel[action] };
    throw new ProblemError('action_not_allowed', details);
  }
  const transition = transitionOf(action);
  if (transition.comment === 'required' && !comment) {
    throw new ProblemError('comment_required', { action: submissionActionLabel[action] });
  }
  if (comment && findPersonalInfo(comment).length > 0) throw new ProblemError('personal_info', { place: '意见' });

  const now = ctx.clock();
  const revision = transition.newRevision ? submission.revision + 1 : submission.revision;
  const change: Partial<typeof submissions.$inferInsert> = {
    state: to,
    updatedAt: now,
    version: submission.version + 1,
    revision,
  };
  if (transition.newRevision) {
    if (row.exemption) throw new ProblemError('obligation_exempt');
    checkOpen(row, now);
    if (Object.keys(submission.values).length === 0) throw new ProblemError('form_empty');
    const findings = await findingsOf(tx, row);
    refuseErrors(findings);
    await tx.insert(revisions).values({
      submissionId: submission.id,
      number: revision,
      values: submission.values,
      summary: submission.summary,
      evidence: submission.evidence,
      findings,
      submittedAt: now,
      submittedBy: ctx.actor.id,
      ...step.source,
    });
    change.lastSubmittedAt = now;
    // Taken back before anybody reviewed it: what counts is when it came again.
    const anew = submission.state === 'withdrawn' && submission.returnedAt === null;
    change.firstSubmittedAt = anew ? now : (submission.firstSubmittedAt ?? now);
    if (submission.returnedAt !== null) change.correctedAt = submission.correctedAt ?? now;
    change.warnings = findings.filter(({ level }) => level === 'warning').length;
  }
  if (action === 'return') change.returnedAt = now;
  if (action === 'return' || action === 'withdraw') change.correctedAt = null;
  await tx.update(submissions).set(change).where(eq(submissions.id, submission.id));
  await tx.insert(submissionHistory).values({
    submissionId: submission.id,
    action,
    fromState: submission.state,
    toState: to,
    revision,
    actorId: ctx.actor.id,
    at: now,
    comment,
    importId: step.source?.importId ?? null,
  });
  await audit(tx, ctx, {
    action: `submission.${action}`,
    entity: 'submission',
    entityId: submission.id,
    before: { state: submission.state, revision: submission.revision, ...step.replaced },
    after: {
      state: to,
      revision,
      comment,
      unit: row.unit.code,
      period: row.deadline.period,
      ...(transition.newRevision ? { values: submission.values, summary: submission.summary } : {}),
      ...(step.source ? { importId: step.source.importId } : {}),
    },
  });
}

export function checkOpen(row: Pick<SubmissionRowData, 'deadline'>, now: Date): void {
  const { opensAt } = row.deadline;
  if (!isOpen(opensAt, now)) throw new ProblemError('not_open_yet', { opensOn: dateOf(opensAt) });
}

/** An error refuses the report; warnings go with it to the reviewer. */
function refuseErrors(findings: Finding[]): void {
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length === 0) return;
  throw new ProblemError(
    'form_invalid',
    { count: errors.length },
    {
      findings,
      errors: errors.map(({ code, field, detail }) => ({ pointer: field ? `/values/${field}` : '/', code, detail })),
    },
  );
}
