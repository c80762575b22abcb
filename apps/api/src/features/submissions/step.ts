import {
  dateOf,
  isOpen,
  nextState,
  submissionActionLabel,
  submissionStateLabel,
  transitionOf,
  type Finding,
  type SubmissionStep,
} from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { checkSubmissions } from './checks.ts';
import type { SubmissionRowData } from './read.ts';
import { writeSteps } from './write-steps.ts';

export interface Step {
  action: SubmissionStep;
  comment?: string | undefined;
  /** On single fields, by code. */
  remarks?: Record<string, string> | undefined;
  /** Where an imported revision came from. */
  source?: { importId: string; sheet: string; row: number };
  /** Content before the import put its own in its place: for the audit. */
  replaced?: Pick<SubmissionRowData['submission'], 'values' | 'summary'>;
}

/**
 * One step in the life of each submission: state, revision, history and audit in the caller's transaction. The rows must
 * have been locked; a submission that is not there yet is created with its first step. Every way in — a button, an
 * import — goes through here, so that the table of transitions holds, and a thousand rows take as many statements as one.
 * @throws ProblemError action_not_allowed, comment_required, form_empty, form_invalid, personal_info, not_open_yet,
 *   obligation_exempt
 */
export async function takeSteps(ctx: Context, tx: Db, steps: { row: SubmissionRowData; step: Step }[]): Promise<void> {
  const now = ctx.clock();
  const allowed = steps.map((each) => ({ ...each, ...allow(each.row, each.step, now) }));
  const handedIn = allowed.filter(({ transition }) => transition.newRevision).map(({ row }) => row);
  // What stands in a workbook counts as typed.
  const typed = steps.some(({ step }) => step.source !== undefined);
  const checked = await checkSubmissions(tx, handedIn, typed ? 'typed' : 'draft');
  for (const { findings, values } of checked.values()) {
    if (Object.keys(values).length === 0) throw new ProblemError('form_empty');
    refuseErrors(findings);
  }

  await writeSteps(
    ctx,
    tx,
    allowed.map(({ row: { submission, unit, deadline }, step, comment, remarks, to, transition: { newRevision } }) => {
      const {
        findings: found,
        values,
        figures,
        registers,
      } = checked.get(submission.id) ?? { findings: [], values: submission.values, figures: null, registers: {} };
      return {
        submission: {
          ...submission,
          values,
          state: to,
          revision: submission.revision + (newRevision ? 1 : 0),
          updatedAt: now,
          version: submission.version + 1,
          ...(newRevision ? { ...handInOf(submission, now, found), prefilled: stillTaken(submission, values) } : {}),
          ...(step.action === 'return' ? { returnedAt: now } : {}),
          ...(step.action === 'return' || step.action === 'withdraw' ? { correctedAt: null } : {}),
        },
        action: step.action,
        fromState: submission.state,
        fromRevision: submission.revision,
        comment,
        remarks,
        newRevision,
        findings: found,
        figures,
        registers,
        importId: step.source?.importId ?? null,
        sheet: step.source?.sheet ?? null,
        row: step.source?.row ?? null,
        unit: unit.code,
        period: deadline.period,
        replaced: step.replaced ?? {},
      };
    }),
  );
}

/** Whether the table of transitions, the calendar and the office allow the step. */
function allow(row: SubmissionRowData, step: Step, now: Date) {
  const { submission, exemption } = row;
  const { action } = step;
  const remarks = remarksOf(step);
  const comment = step.comment?.trim() || (remarks && action === 'return' ? REMARKS_ONLY : null);
  const to = nextState(submission.state, action);
  if (!to) {
    const details = { state: submissionStateLabel[submission.state], action: submissionActionLabel[action] };
    throw new ProblemError('action_not_allowed', details);
  }
  const transition = transitionOf(action);
  if (transition.comment === 'required' && !comment) {
    throw new ProblemError('comment_required', { action: submissionActionLabel[action] });
  }
  refusePersonalInfo('意见', { '/comment': comment, ...byPointer(remarks) });
  if (transition.newRevision) {
    if (exemption) throw new ProblemError('obligation_exempt');
    checkOpen(row, now);
  }
  return { to, comment, remarks, transition };
}

/** What is said of a report of which only single fields are remarked on. */
const REMARKS_ONLY = '请按各项意见修改';

/** Those that say something; null when none does. */
function remarksOf({ remarks = {} }: Step): Record<string, string> | null {
  const said = Object.entries(remarks).flatMap(([field, text]) => (text.trim() ? [[field, text.trim()] as const] : []));
  return said.length > 0 ? Object.fromEntries(said) : null;
}

function byPointer(remarks: Record<string, string> | null): Record<string, string> {
  return Object.fromEntries(Object.entries(remarks ?? {}).map(([field, text]) => [`/remarks/${field}`, text]));
}

type Submission = SubmissionRowData['submission'];

/** Without what the records no longer know: a blank that they left behind was emptied by nobody. */
function stillTaken({ prefilled, values: before }: Submission, values: Submission['values']): Submission['prefilled'] {
  return Object.fromEntries(
    Object.entries(prefilled).filter(([code]) => values[code] !== undefined || before[code] === undefined),
  );
}

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
