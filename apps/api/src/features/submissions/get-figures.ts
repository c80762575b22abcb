import type { SubmissionFigures } from '@nuanxin/contract';
import { countWords, isEditable, ratesOf, reporterKind } from '@nuanxin/domain';
import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, forms, obligations, tasks } from '../../db/schema/index.ts';
import { loadCalendar } from '../calendar/load.ts';
import { selectObligations, viewOf } from '../obligations/obligations.ts';
import { checkSubmissions } from './checks.ts';
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
  // What nobody typed follows the records, as the report itself does; what was handed in stays beside the registers of then.
  const when = isEditable(submission.state) ? 'draft' : 'then';
  const checked = (await checkSubmissions(db, [row], when)).get(id);
  if (!checked) throw new Error('submission without a form');
  const { values, registers, yearToDate } = checked;
  const asOf = when === 'then' ? (submission.lastSubmittedAt ?? ctx.clock()) : ctx.clock();
  const bases = {
    registers,
    yearToDate,
    problems: await problemsOf(ctx, unit.id, row.year, asOf),
    handIns: await handInsOf(ctx, unit.id, row.year, asOf),
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
    rates: ratesOf(form, kind, values, bases),
  };
}

/**
 * Problems of the year that the unit had to rectify, or reported where nobody was assigned yet, as they stood at an instant:
 * what became of them since is not for a report that was handed in then.
 */
async function problemsOf(
  { db }: Context,
  unitId: string,
  year: number,
  asOf: Date,
): Promise<{ closed: number; counted: number }> {
  const { rows } = await db.execute<{ closed: number; counted: number }>(sql`
    select count(*) filter (where last.to_state = 'closed')::int as closed,
      count(*) filter (where last.to_state <> 'void')::int as counted
    from (
      select distinct on (h.problem_id) h.to_state, h.assignee_id, p.unit_id
      from problem_history h join problems p on p.id = h.problem_id
      where p.year = ${year} and h.at <= ${asOf.toISOString()}::timestamptz
      order by h.problem_id, h.seq desc) last
    where last.assignee_id = ${unitId} or (last.assignee_id is null and last.unit_id = ${unitId})`);
  return rows[0] ?? { closed: 0, counted: 0 };
}

/** Reports of the year that were due at an instant or had been handed in, and those of them on time. */
async function handInsOf(
  ctx: Context,
  unitId: string,
  year: number,
  asOf: Date,
): Promise<{ onTime: number; due: number }> {
  const calendar = await loadCalendar(ctx.db);
  const rows = await selectObligations(ctx.db).where(
    and(eq(obligations.unitId, unitId), eq(campaigns.year, year), eq(tasks.tracking, 'submission')),
  );
  const views = rows
    .map((row) => {
      const first = row.submission?.firstSubmittedAt;
      return viewOf(first && first > asOf ? { ...row, submission: null } : row, asOf, calendar);
    })
    .filter(({ timeliness, status }) => timeliness !== null || status === 'overdue');
  return { onTime: views.filter(({ timeliness }) => timeliness === 'on_time').length, due: views.length };
}
