import { reporterKind } from '@nuanxin/domain';
import type { SubmissionInFull } from '@nuanxin/contract';
import { and, asc, eq, lt } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { deadlines, forms, obligations, revisions, submissions, units } from '../../db/schema/index.ts';
import { countsAsHandedIn } from './checks.ts';
import { getFigures } from './get-figures.ts';
import { submissionRows } from './list.ts';
import { findSubmission, getSubmission, listRevisions, partsOf, type SubmissionRowData } from './read.ts';

/** A report with all that is read beside it, so that who goes through many waits once for each. */
export async function getSubmissionInFull(
  ctx: Context,
  id: string,
): Promise<{ data: SubmissionInFull; version: number }> {
  const { data: submission, version } = await getSubmission(ctx, id);
  const found = await findSubmission(ctx, ctx.db, id);
  const kind = reporterKind(found.unit.kind);
  const [form] = await ctx.db
    .select({ definition: forms.definition })
    .from(forms)
    .where(eq(forms.id, found.submission.formId));
  const row = (await submissionRows(ctx, ctx.db, [id])).get(id);
  if (!form || !row) throw new Error('submission without a form');
  return {
    version,
    data: {
      submission,
      row,
      form: form.definition,
      reporter: { kind, villages: kind === 'township' ? await villagesOf(ctx, found.unit.id) : null },
      earlier: await earlierOf(ctx, found),
      figures: await getFigures(ctx, id),
      revisions: (await listRevisions(ctx, id)).items,
    },
  };
}

function villagesOf({ db }: Context, unitId: string): Promise<number> {
  return db.$count(units, and(eq(units.parentId, unitId), eq(units.kind, 'village'), eq(units.active, true)));
}

/** The same reports that the checks sum up for the year. */
async function earlierOf(ctx: Context, row: SubmissionRowData): Promise<SubmissionInFull['earlier']> {
  const rows = await ctx.db
    .select({ period: deadlines.period, values: revisions.values, summary: revisions.summary })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .where(
      and(
        eq(obligations.unitId, row.unit.id),
        eq(deadlines.taskId, row.deadline.taskId),
        lt(deadlines.period, row.deadline.period),
        countsAsHandedIn,
      ),
    )
    .orderBy(asc(deadlines.period));
  const own = (await partsOf(ctx, ctx.db, row)).includes('unit');
  return rows.map((each) => ({ ...each, summary: forReader(ctx.actor, each.summary, own) }));
}
