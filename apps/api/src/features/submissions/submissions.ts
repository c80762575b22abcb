import { isEditable, submissionStateLabel, takenOver, type SubmissionStep, reporterKind } from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { lockForms } from '../../db/locks.ts';
import { forms, obligations, submissions } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { formOfPeriod } from '../forms/forms.ts';
import { lockObligations } from '../obligations/change.ts';
import { selectObligations, type ObligationRow } from '../obligations/obligations.ts';
import { countFigures, keyOf, valuesOf } from './figures.ts';
import { findSubmission, getSubmission, mayHandIn, type SubmissionRowData } from './read.ts';
import { checkOpen, takeSteps } from './step.ts';

/**
 * Locks the submission's row until the transaction ends, then reads it.
 * @throws ProblemError not_found, forbidden for a unit that the caller may read but not hand in for
 */
async function lockSubmission(ctx: Context, tx: Db, id: string): Promise<SubmissionRowData> {
  await tx.select({ id: submissions.id }).from(submissions).where(eq(submissions.id, id)).for('update');
  const row = await findSubmission(ctx, tx, id);
  if (!(await mayHandIn(ctx, tx, row.unit.id))) throw new ProblemError('forbidden');
  return row;
}

/**
 * The submissions of obligations; where there is none, one that is not written yet. The obligations' rows must be locked
 * by the caller, so that two callers do not both create one.
 * @throws ProblemError obligation_not_reported, obligation_exempt, not_open_yet
 */
export async function withSubmissions(ctx: Context, tx: Db, rows: ObligationRow[]): Promise<SubmissionRowData[]> {
  const now = ctx.clock();
  const without = rows.filter(({ submission }) => submission === null);
  for (const row of without) {
    if (row.task.tracking !== 'submission' || row.task.form === null) throw new ProblemError('obligation_not_reported');
    if (row.exemption) throw new ProblemError('obligation_exempt');
    checkOpen(row, now);
  }
  if (without.length > 0) await lockForms(tx, 'use');
  const formIds = await formsOf(tx, without);
  return rows.map((row) => ({
    ...row,
    submission: row.submission ?? {
      id: uuidv7(),
      obligationId: row.obligation.id,
      formId: formIds.get(formKey(row)) ?? '',
      state: 'draft',
      revision: 0,
      values: {},
      summary: {},
      evidence: {},
      prefilled: {},
      firstSubmittedAt: null,
      lastSubmittedAt: null,
      returnedAt: null,
      correctedAt: null,
      warnings: 0,
      updatedAt: now,
      version: 1,
    },
  }));
}

const formKey = ({ task, deadline }: ObligationRow): string => `${task.form} ${deadline.period}`;

/** The version of each form that each period uses. */
async function formsOf(tx: Db, rows: ObligationRow[]): Promise<Map<string, string>> {
  const wanted = new Map(rows.map((row) => [formKey(row), row]));
  return new Map(
    await Promise.all(
      [...wanted].map(
        async ([key, { task, deadline }]) =>
          [key, (await formOfPeriod(tx, task.form ?? '', deadline.period)).id] as const,
      ),
    ),
  );
}

export async function startSubmission(ctx: Context, obligationId: string) {
  const id = await ctx.db.transaction(async (tx) => {
    await lockObligations(tx, [obligationId]);
    const [row] = await selectObligations(tx).where(
      and(eq(obligations.id, obligationId), inWriteScope(ctx.actor, obligations.unitId)),
    );
    if (!row) throw new ProblemError('not_found');
    const [started] = await withSubmissions(ctx, tx, [row]);
    if (!started) throw new Error('no submission');
    const { submission } = started;
    if (!row.submission) {
      // Nothing is typed twice (R103): what the records say stands in the form already.
      const values = await figuresNow(tx, started);
      await tx.insert(submissions).values({ ...submission, values, prefilled: values });
      const after = { unit: row.unit.code, period: row.deadline.period };
      await audit(tx, ctx, { action: 'submission.start', entity: 'submission', entityId: submission.id, after });
    }
    return submission.id;
  });
  return getSubmission(ctx, id);
}

/** What the records say now of the submission's fields. */
async function figuresNow(tx: Db, { submission, unit, deadline }: SubmissionRowData): Promise<Record<string, number>> {
  const [form] = await tx.select({ definition: forms.definition }).from(forms).where(eq(forms.id, submission.formId));
  if (!form) throw new Error('submission without a form');
  const reported = {
    unitId: unit.id,
    kind: reporterKind(unit.kind),
    form: form.definition,
    period: deadline.period,
  };
  return valuesOf((await countFigures(tx, [reported])).get(keyOf(reported)) ?? []);
}

interface Draft {
  /** Null: left blank though the records say something. */
  values?: Record<string, number | null>;
  summary?: Record<string, string>;
  evidence?: Record<string, string[]>;
}

export async function saveDraft(ctx: Context, id: string, draft: Draft, ifMatch: number) {
  refusePersonalInfo('填报内容', {
    ...Object.fromEntries(Object.entries(draft.summary ?? {}).map(([code, text]) => [`/summary/${code}`, text])),
    ...Object.fromEntries(
      Object.entries(draft.evidence ?? {}).map(([code, links]) => [`/evidence/${code}`, links.join(' ')]),
    ),
  });
  await ctx.db.transaction(async (tx) => {
    const row = await lockSubmission(ctx, tx, id);
    const { submission, exemption } = row;
    checkVersion(submission, ifMatch);
    if (exemption) throw new ProblemError('obligation_exempt');
    if (!isEditable(submission.state)) {
      throw new ProblemError('not_editable', { state: submissionStateLabel[submission.state] });
    }
    await checkKnown(tx, submission, 'values', draft.values);
    const typed = Object.entries(draft.values ?? {});
    const values = Object.fromEntries(typed.filter((each): each is [string, number] => each[1] !== null));
    const emptied = typed.flatMap(([code, value]) => (value === null ? code : []));
    const next = {
      values: draft.values ? values : submission.values,
      summary: draft.summary ?? submission.summary,
      evidence: draft.evidence ?? submission.evidence,
    };
    const prefilled = draft.values
      ? takenOver(values, submission.prefilled, await figuresNow(tx, row), emptied)
      : submission.prefilled;
    await tx
      .update(submissions)
      .set({ ...next, prefilled, updatedAt: ctx.clock(), version: submission.version + 1 })
      .where(eq(submissions.id, id));
    const { summary, evidence } = submission;
    await audit(tx, ctx, {
      action: 'submission.save',
      entity: 'submission',
      entityId: id,
      before: { values: submission.values, summary, evidence },
      after: next,
    });
  });
  return getSubmission(ctx, id);
}

/** A button of the page: one step, for the version that the caller saw. */
export async function step(
  ctx: Context,
  id: string,
  action: SubmissionStep,
  said: { comment?: string; remarks?: Record<string, string> },
  ifMatch: number,
) {
  await ctx.db.transaction(async (tx) => {
    const row = await lockSubmission(ctx, tx, id);
    checkVersion(row.submission, ifMatch);
    // Only its own unit takes a report back; the office would return it.
    if (action === 'withdraw' && isOffice(ctx.actor) && ctx.actor.unit?.id !== row.unit.id)
      throw new ProblemError('forbidden');
    await checkKnown(tx, row.submission, 'remarks', said.remarks);
    await takeSteps(ctx, tx, [{ row, step: { action, ...said } }]);
  });
  return getSubmission(ctx, id);
}

/** @throws ProblemError invalid_request, naming the field that the form does not have */
async function checkKnown(
  tx: Db,
  { formId }: SubmissionRowData['submission'],
  part: 'values' | 'remarks',
  byField: object = {},
): Promise<void> {
  const codes = Object.keys(byField);
  if (codes.length === 0) return;
  const [form] = await tx.select({ definition: forms.definition }).from(forms).where(eq(forms.id, formId));
  const known = new Set(form?.definition.fields.map(({ code }) => code));
  const errors = codes
    .filter((code) => !known.has(code))
    .map((code) => ({ pointer: `/${part}/${code}`, code: 'unknown_field', detail: `报表中没有编码为 ${code} 的指标` }));
  if (errors.length > 0) throw new ProblemError('invalid_request', {}, { errors });
}
