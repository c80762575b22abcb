import type { Revision, Submission } from '@nuanxin/contract';
import { actionsFor, dayWords, heldSteps, instantText, isEditable, type Finding } from '@nuanxin/domain';
import { and, asc, desc, eq } from 'drizzle-orm';
import { forReader, isOffice, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import {
  forms,
  importRows,
  imports,
  revisions,
  submissionHistory,
  submissions,
  units,
  users,
} from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { checkSubmissions } from './checks.ts';
import { listDocuments } from './documents.ts';
import { mayRead } from './scope.ts';
import { isProvisional, selectObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';

/** An obligation whose submission exists. */
export type SubmissionRowData = ObligationRow & { submission: NonNullable<ObligationRow['submission']> };

/** The submission with what it depends on, within the actor's rows. @throws ProblemError not_found */
export async function findSubmission(ctx: Context, db: Db, id: string): Promise<SubmissionRowData> {
  const [row] = await selectObligations(db).where(and(eq(submissions.id, id), mayRead(ctx.actor)));
  if (!row?.submission) throw new ProblemError('not_found');
  return row as SubmissionRowData;
}

/** True when the actor may hand in for the unit. */
export async function mayHandIn({ actor }: Context, db: Db, unitId: string): Promise<boolean> {
  const scope = inWriteScope(actor, units.id);
  if (scope === undefined) return true;
  return (await db.$count(units, and(eq(units.id, unitId), scope))) > 0;
}

/** For whom the actor may take steps with the submission. */
export async function partsOf(ctx: Context, db: Db, row: ObligationRow): Promise<('unit' | 'office')[]> {
  const { actor } = ctx;
  // Who works for the office acts as a unit only for the own one.
  const asUnit =
    actor.roles.includes('reporter') &&
    (isOffice(actor) ? actor.unit?.id === row.unit.id : await mayHandIn(ctx, db, row.unit.id));
  return [...(asUnit ? (['unit'] as const) : []), ...(isOffice(actor) ? (['office'] as const) : [])];
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
  const own = parts.includes('unit');
  const sentBack =
    submission.state === 'returned' || (submission.state === 'withdrawn' && submission.returnedAt !== null)
      ? heldSteps(history.map(({ entry }) => entry)).findLast(({ action }) => action === 'return')
      : undefined;
  const exempt = row.exemption !== null;
  const checked = await checkSubmissions(db, [row], isEditable(submission.state) ? 'draft' : 'then');
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
      provisional: isProvisional(row, view.dueOn),
      form: form ?? { code: '', version: 0 },
      state: submission.state,
      revision: submission.revision,
      values: checked.get(id)?.values ?? submission.values,
      summary: forReader(ctx.actor, submission.summary, own),
      evidence: submission.evidence,
      prefilled: submission.prefilled,
      figures: checked.get(id)?.figures ?? null,
      findings: checked.get(id)?.findings ?? [],
      returnComment: forReader(ctx.actor, sentBack?.comment ?? null, own),
      returnRemarks: forReader(ctx.actor, sentBack?.remarks ?? null, own),
      correctionDueOn: view.correctionDueOn,
      documents: forReader(ctx.actor, await listDocuments(db, id)),
      history: history.map(({ entry, actor }) => ({
        at: instantText(entry.at),
        action: entry.action,
        state: entry.toState,
        revision: entry.revision,
        actor,
        comment: forReader(ctx.actor, entry.comment, own),
        remarks: forReader(ctx.actor, entry.remarks, own),
        importId: entry.importId,
      })),
      actions: [
        ...actionsFor(submission.state, parts).filter((action) => !(exempt && action === 'submit')),
        ...(parts.length > 0 && isEditable(submission.state) && !exempt ? (['edit'] as const) : []),
      ] as Submission['actions'],
      updatedAt: instantText(submission.updatedAt),
      version: submission.version,
    },
  };
}

export async function listRevisions(ctx: Context, id: string): Promise<{ items: Revision[]; nextCursor: null }> {
  await findSubmission(ctx, ctx.db, id);
  const rows = await ctx.db
    .select({
      revision: revisions,
      by: users.displayName,
      fileName: imports.fileName,
      ofFile: imports.findings,
      ofRow: importRows.findings,
    })
    .from(revisions)
    .innerJoin(users, eq(users.id, revisions.submittedBy))
    .leftJoin(imports, eq(imports.id, revisions.importId))
    .leftJoin(
      importRows,
      and(eq(importRows.submissionId, revisions.submissionId), eq(importRows.importId, revisions.importId)),
    )
    .where(eq(revisions.submissionId, id))
    .orderBy(desc(revisions.number));
  const items = rows.map(
    ({
      revision: { number, values, summary, evidence, findings, figures, submittedAt, importId, sheet, row },
      by,
      fileName,
      ofFile,
      ofRow,
    }) => ({
      number,
      values,
      summary: forReader(ctx.actor, summary),
      evidence,
      findings,
      figures,
      submittedAt: instantText(submittedAt),
      submittedBy: by,
      importId,
      source:
        fileName !== null && sheet !== null && row !== null
          ? { fileName, sheet, row, findings: forReader(ctx.actor, aboutReading(ofFile ?? [], ofRow ?? [])) }
          : null,
    }),
  );
  return { items, nextCursor: null };
}

/** What a figure was read from where that is not plain: the rest of an import's findings is judged at the submission. */
function aboutReading(ofFile: Finding[], ofRow: Finding[]): Finding[] {
  return [
    ...ofRow.filter(({ code, readsAs }) => readsAs !== null || code === 'unit_decided'),
    ...ofFile.filter(({ code }) => code === 'header_decided'),
  ];
}
