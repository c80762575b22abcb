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
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { revisions, submissionHistory } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { findingsOf } from './checks.ts';
import type { SubmissionRowData } from './read.ts';

export interface Step {
  action: SubmissionAction;
  comment?: string | undefined;
  /** Where an imported revision came from. */
  source?: { importId: string; sheet: string; row: number };
  /** Content before the import put its own in its place: for the audit. */
  replaced?: Pick<SubmissionRowData['submission'], 'values' | 'summary'>;
}

/**
 * One step in the life of each submission: state, revision, history and audit in the caller's transaction. The rows must
 * have been locked. Every way in — a button, an import — goes through here, so that the table of transitions holds, and
 * a thousand rows take as many statements as one.
 * @throws ProblemError action_not_allowed, comment_required, form_empty, form_invalid, personal_info, not_open_yet,
 *   obligation_exempt
 */
export async function takeSteps(ctx: Context, tx: Db, steps: { row: SubmissionRowData; step: Step }[]): Promise<void> {
  const now = ctx.clock();
  const allowed = steps.map((each) => ({ ...each, ...allow(each.row, each.step, now) }));
  const handedIn = allowed.filter(({ transition }) => transition.newRevision).map(({ row }) => row);
  const findings = await findingsOf(tx, handedIn);
  for (const found of findings.values()) refuseErrors(found);

  const taken = allowed.map(({ row, step, comment, to, transition }) => {
    const { submission } = row;
    const revision = submission.revision + (transition.newRevision ? 1 : 0);
    const found = findings.get(submission.id) ?? [];
    return { row, step, comment, to, revision, found, newRevision: transition.newRevision };
  });
  await insertMany(
    tx,
    revisions,
    taken
      .filter(({ newRevision }) => newRevision)
      .map(({ row: { submission }, step, revision, found }) => ({
        submissionId: submission.id,
        number: revision,
        values: submission.values,
        summary: submission.summary,
        evidence: submission.evidence,
        findings: found,
        submittedAt: now,
        submittedBy: ctx.actor.id,
        ...step.source,
      })),
  );
  await updateSubmissions(
    tx,
    taken.map(({ row: { submission }, step: { action }, to, revision, found, newRevision }) => ({
      ...submission,
      state: to,
      revision,
      updatedAt: now,
      version: submission.version + 1,
      ...(newRevision ? handInOf(submission, now, found) : {}),
      ...(action === 'return' ? { returnedAt: now } : {}),
      ...(action === 'return' || action === 'withdraw' ? { correctedAt: null } : {}),
    })),
  );
  await insertMany(
    tx,
    submissionHistory,
    taken.map(({ row: { submission }, step, comment, to, revision }) => ({
      submissionId: submission.id,
      action: step.action,
      fromState: submission.state,
      toState: to,
      revision,
      actorId: ctx.actor.id,
      at: now,
      comment,
      importId: step.source?.importId ?? null,
    })),
  );
  await audit(
    tx,
    ctx,
    ...taken.map(({ row, step, comment, to, revision, newRevision }) => ({
      action: `submission.${step.action}`,
      entity: 'submission',
      entityId: row.submission.id,
      before: { state: row.submission.state, revision: row.submission.revision, ...step.replaced },
      after: {
        state: to,
        revision,
        comment,
        unit: row.unit.code,
        period: row.deadline.period,
        ...(newRevision ? { values: row.submission.values, summary: row.submission.summary } : {}),
        ...(step.source ? { importId: step.source.importId } : {}),
      },
    })),
  );
}

/** Whether the table of transitions, the calendar and the office allow the step. */
function allow(row: SubmissionRowData, step: Step, now: Date) {
  const { submission, exemption } = row;
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
  if (transition.newRevision) {
    if (exemption) throw new ProblemError('obligation_exempt');
    checkOpen(row, now);
    if (Object.keys(submission.values).length === 0) throw new ProblemError('form_empty');
  }
  return { to, comment, transition };
}

type Submission = SubmissionRowData['submission'];

function handInOf(submission: Submission, now: Date, findings: Finding[]): Partial<Submission> {
  // Taken back before anybody reviewed it: what counts is when it came again.
  const anew = submission.state === 'withdrawn' && submission.returnedAt === null;
  return {
    lastSubmittedAt: now,
    firstSubmittedAt: anew ? now : (submission.firstSubmittedAt ?? now),
    correctedAt: submission.returnedAt === null ? null : (submission.correctedAt ?? now),
    warnings: findings.filter(({ level }) => level === 'warning').length,
  };
}

/** One statement, however many rows. */
async function updateSubmissions(tx: Db, rows: Submission[]): Promise<void> {
  await tx.execute(sql`
    update submissions s set
      state = n.state, revision = n.revision, "values" = n."values", summary = n.summary, warnings = n.warnings,
      first_submitted_at = n."firstSubmittedAt", last_submitted_at = n."lastSubmittedAt",
      returned_at = n."returnedAt", corrected_at = n."correctedAt", updated_at = n."updatedAt", version = n.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
      id uuid, state text, revision integer, "values" jsonb, summary jsonb, warnings integer,
      "firstSubmittedAt" timestamptz, "lastSubmittedAt" timestamptz, "returnedAt" timestamptz,
      "correctedAt" timestamptz, "updatedAt" timestamptz, version integer)
    where s.id = n.id`);
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
