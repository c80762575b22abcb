import type { SubmissionFigures } from '@nuanxin/contract';
import { countWords, isEditable, ratesOf } from '@nuanxin/domain';
import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, forms, obligations, problems, tasks } from '../../db/schema/index.ts';
import { loadCalendar } from '../calendar/load.ts';
import { selectObligations, viewOf } from '../obligations/obligations.ts';
import { formContexts, reporterKind } from './checks.ts';
import { countFigures, keyOf } from './figures.ts';
import { findSubmission } from './read.ts';

/** What the unit's records say about each field now, how that was counted and where the records are; and the rates. */
export async function getFigures(ctx: Context, id: string): Promise<SubmissionFigures> {
  const { db } = ctx;
  const row = await findSubmission(ctx, db, id);
  const { submission, unit, deadline } = row;
  const [stored] = await db.select({ definition: forms.definition }).from(forms).where(eq(forms.id, submission.formId));
  if (!stored) throw new Error('submission without a form');
  const form = stored.definition;
  const kind = reporterKind(unit.kind);
  const reported = { unitId: unit.id, kind, form, period: deadline.period };
  const counted = (await countFigures(db, [reported])).get(keyOf(reported)) ?? [];
  // What was handed in stays beside the registers of that moment.
  const when = isEditable(submission.state) ? 'draft' : 'then';
  const context = (await formContexts(db, [row], new Map([[submission.formId, form]]), when)).get(id);
  const bases = {
    registers: context?.registers ?? {},
    yearToDate: context?.yearToDate ?? {},
    problems: await problemsOf(ctx, unit.id, row.year),
    handIns: await handInsOf(ctx, unit.id, row.year),
  };
  return {
    items: counted.map(({ field, figure, value, records, documented }) => ({
      field,
      value,
      counted: countWords(figure),
      records,
      documented: records > 0 && documented === records,
      list: { kind: figure.kind, figure: field, period: deadline.period, unit: unit.code },
    })),
    ...bases,
    rates: ratesOf(form, kind, submission.values, bases),
  };
}

/** Problems of the year that the unit has to rectify, or reported where nobody was assigned yet. */
async function problemsOf({ db }: Context, unitId: string, year: number): Promise<{ closed: number; counted: number }> {
  const [row] = await db
    .select({
      closed: sql<number>`count(*) filter (where ${problems.state} = 'closed')::int`,
      counted: sql<number>`count(*) filter (where ${problems.state} <> 'void')::int`,
    })
    .from(problems)
    .where(
      and(
        eq(problems.year, year),
        sql`(${problems.assigneeId} = ${unitId} or ${problems.assigneeId} is null and ${problems.unitId} = ${unitId})`,
      ),
    );
  return row ?? { closed: 0, counted: 0 };
}

/** Reports of the year that are due or were handed in, and those of them on time. */
async function handInsOf(ctx: Context, unitId: string, year: number): Promise<{ onTime: number; due: number }> {
  const calendar = await loadCalendar(ctx.db);
  const now = ctx.clock();
  const rows = await selectObligations(ctx.db).where(
    and(eq(obligations.unitId, unitId), eq(campaigns.year, year), eq(tasks.tracking, 'submission')),
  );
  const views = rows
    .map((row) => viewOf(row, now, calendar))
    .filter(({ timeliness, status }) => timeliness !== null || status === 'overdue');
  return { onTime: views.filter(({ timeliness }) => timeliness === 'on_time').length, due: views.length };
}
