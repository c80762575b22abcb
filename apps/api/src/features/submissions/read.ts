import type { Revision, Submission } from '@nuanxin/contract';
import {
  actionsFor,
  checkForm,
  checkTexts,
  dayWords,
  instantText,
  isEditable,
  maskMobiles,
  parsePeriod,
  type Finding,
  type FormContext,
  type ReporterKind,
} from '@nuanxin/domain';
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { isOffice, seesMobiles, type Actor, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import {
  deadlines,
  forms,
  imports,
  obligations,
  revisions,
  submissionHistory,
  submissions,
  units,
  users,
} from '../../db/schema/index.ts';
import { inScope, inWriteScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { selectObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';

/** The part that a unit plays in a form: townships, departments and media have different fields. */
export function reporterKind(kind: string): ReporterKind | null {
  return kind === 'township' || kind === 'department' || kind === 'media' ? kind : null;
}

/** An obligation whose submission exists. */
export type SubmissionRowData = ObligationRow & { submission: NonNullable<ObligationRow['submission']> };

/** The submission with what it depends on, within the actor's rows. @throws ProblemError not_found */
export async function findSubmission(ctx: Context, db: Db, id: string): Promise<SubmissionRowData> {
  const [row] = await selectObligations(db).where(and(eq(submissions.id, id), inScope(ctx.actor, obligations.unitId)));
  if (!row?.submission) throw new ProblemError('not_found');
  return row as SubmissionRowData;
}

/** What the form's checks need to know of the unit and of its year. */
export async function formContext(db: Db, row: ObligationRow): Promise<FormContext> {
  const quarter = parsePeriod(row.deadline.period)?.quarter ?? null;
  const [{ villages } = { villages: 0 }] = await db
    .select({ villages: sql<number>`count(*)::int` })
    .from(units)
    .where(and(eq(units.parentId, row.unit.id), eq(units.kind, 'village'), eq(units.active, true)));
  return {
    kind: reporterKind(row.unit.kind),
    quarter,
    villages: row.unit.kind === 'township' ? villages : null,
    yearToDate: await yearToDate(db, row),
  };
}

/** Sums of what the unit handed in for earlier periods of the same task. */
async function yearToDate(db: Db, row: ObligationRow): Promise<Record<string, number>> {
  const earlier = await db
    .select({ values: revisions.values })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .where(
      and(
        eq(obligations.unitId, row.unit.id),
        eq(deadlines.taskId, row.deadline.taskId),
        lt(deadlines.period, row.deadline.period),
        inArray(submissions.state, ['submitted', 'returned', 'accepted', 'reopened', 'locked']),
      ),
    );
  const sums: Record<string, number> = {};
  for (const { values } of earlier) {
    for (const [code, value] of Object.entries(values)) sums[code] = (sums[code] ?? 0) + value;
  }
  return sums;
}

/** Findings of the content as it stands. */
export async function findingsOf(db: Db, row: SubmissionRowData): Promise<Finding[]> {
  const { submission } = row;
  const [form] = await db.select({ definition: forms.definition }).from(forms).where(eq(forms.id, submission.formId));
  if (!form) throw new Error('submission without a form');
  const context = await formContext(db, row);
  return [
    ...checkForm(form.definition, submission.values, context, submission.evidence),
    ...checkTexts(form.definition, submission.summary),
  ];
}

/** True when the actor may hand in for the unit. */
export async function mayHandIn({ actor }: Context, db: Db, unitId: string): Promise<boolean> {
  const scope = inWriteScope(actor, units.id);
  if (scope === undefined) return true;
  return (await db.$count(units, and(eq(units.id, unitId), scope))) > 0;
}

async function partsOf(ctx: Context, db: Db, row: ObligationRow): Promise<('unit' | 'office')[]> {
  const { actor } = ctx;
  // Who works for the office acts as a unit only for the own one.
  const asUnit =
    actor.roles.includes('reporter') &&
    (isOffice(actor) ? actor.unit?.id === row.unit.id : await mayHandIn(ctx, db, row.unit.id));
  return [...(asUnit ? (['unit'] as const) : []), ...(isOffice(actor) ? (['office'] as const) : [])];
}

function forReader(actor: Actor, summary: Record<string, string>): Record<string, string> {
  return seesMobiles(actor) ? summary : maskMobiles(summary);
}

export async function getSubmission(
  ctx: Context,
  id: string,
  db: Db = ctx.db,
): Promise<{ data: Submission; version: number }> {
  const row = await findSubmission(ctx, db, id);
  const { submission } = row;
  const calendar = await loadCalendar(db);
  const view = viewOf(row, ctx.clock(), calendar);
  const [form] = await db
    .select({ code: forms.code, version: forms.version })
    .from(forms)
    .where(eq(forms.id, submission.formId));
  const history = await db
    .select({ entry: submissionHistory, actor: users.displayName })
    .from(submissionHistory)
    .innerJoin(users, eq(users.id, submissionHistory.actorId))
    .where(eq(submissionHistory.submissionId, id))
    .orderBy(asc(submissionHistory.seq));
  const parts = await partsOf(ctx, db, row);
  const exempt = row.exemption !== null;
  return {
    version: submission.version,
    data: {
      id,
      obligationId: row.obligation.id,
      unit: { code: row.unit.code, name: row.unit.name },
      task: { code: row.task.code, title: row.task.title },
      period: row.deadline.period,
      dueOn: view.dueOn,
      dueDay: dayWords(calendar, view.dueOn),
      form: form ?? { code: '', version: 0 },
      state: submission.state,
      revision: submission.revision,
      values: submission.values,
      summary: forReader(ctx.actor, submission.summary),
      evidence: submission.evidence,
      findings: await findingsOf(db, row),
      returnComment:
        submission.state === 'returned' || (submission.state === 'withdrawn' && submission.returnedAt !== null)
          ? (history.findLast(({ entry }) => entry.action === 'return')?.entry.comment ?? null)
          : null,
      correctionDueOn: view.correctionDueOn,
      history: history.map(({ entry, actor }) => ({
        at: instantText(entry.at),
        action: entry.action,
        state: entry.toState,
        revision: entry.revision,
        actor,
        comment: entry.comment,
        importId: entry.importId,
      })),
      actions: [
        ...actionsFor(submission.state, parts).filter((action) => !(exempt && action === 'submit')),
        ...(parts.length > 0 && isEditable(submission.state) && !exempt ? (['edit'] as const) : []),
      ] as Submission['actions'],
      updatedAt: instantText(submission.updatedAt),
    },
  };
}

export async function listRevisions(ctx: Context, id: string): Promise<{ items: Revision[]; nextCursor: null }> {
  await findSubmission(ctx, ctx.db, id);
  const rows = await ctx.db
    .select({ revision: revisions, by: users.displayName, fileName: imports.fileName })
    .from(revisions)
    .innerJoin(users, eq(users.id, revisions.submittedBy))
    .leftJoin(imports, eq(imports.id, revisions.importId))
    .where(eq(revisions.submissionId, id))
    .orderBy(desc(revisions.number));
  const items = rows.map(
    ({
      revision: { number, values, summary, evidence, findings, submittedAt, importId, sheet, row },
      by,
      fileName,
    }) => ({
      number,
      values,
      summary: forReader(ctx.actor, summary),
      evidence,
      findings,
      submittedAt: instantText(submittedAt),
      submittedBy: by,
      importId,
      source: fileName !== null && sheet !== null && row !== null ? { fileName, sheet, row } : null,
    }),
  );
  return { items, nextCursor: null };
}
