import type { Download } from '@nuanxin/contract';
import { countWords, followRecords, parsePeriod, periodBefore, periodLabel, reporterKind } from '@nuanxin/domain';
import { makeTemplate } from '@nuanxin/workbook';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, deadlines, obligations, revisions, submissions, tasks, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import type { Db } from '../../db/connect.ts';
import { countFigures, keyOf, valuesOf, type CountedFigure, type Reported } from '../submissions/figures.ts';
import { registersOf } from '../submissions/registers.ts';
import { formDueNext, formOfPeriod } from './forms.ts';

interface Wanted {
  form: string;
  /** Code; without it the unit is chosen in the workbook. */
  unit?: string;
  period?: string;
}

/**
 * The workbook to fill in, for a unit that the caller may hand in for: its fields, what it has saved so far, and the
 * figures of the period before.
 * @throws ProblemError not_found, period_not_planned
 */
export async function templateOf(ctx: Context, { form: code, unit: unitCode, period }: Wanted): Promise<Download> {
  const { db } = ctx;
  // Without a period it is chosen in the workbook.
  const { definition } = await (period === undefined
    ? formDueNext(db, code, ctx.clock())
    : formOfPeriod(db, code, period));
  const mine = await db
    .select({
      id: units.id,
      code: units.code,
      name: units.name,
      kind: units.kind,
      villages: sql<number>`(select count(*)::int from units v where v.parent_id = units.id and v.kind = 'village' and v.active)`,
    })
    .from(units)
    .where(
      and(
        inArray(units.kind, ['township', 'department', 'media']),
        eq(units.active, true),
        inWriteScope(ctx.actor, units.id),
      ),
    )
    .orderBy(asc(units.sort));
  const [only] = mine;
  const unit =
    unitCode === undefined ? (mine.length === 1 ? only : undefined) : mine.find((each) => each.code === unitCode);
  if (unitCode !== undefined && !unit) throw new ProblemError('not_found');
  const year = period ? Number(period.slice(0, 4)) : await planYear(ctx);
  const planned = await db
    .selectDistinct({ period: deadlines.period })
    .from(deadlines)
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .where(and(eq(tasks.form, code), eq(campaigns.year, year)))
    .orderBy(asc(deadlines.period));
  const periods = planned.map((each) => each.period);
  if (period !== undefined && !periods.includes(period)) throw new ProblemError('period_not_planned', { period });

  const saved =
    unit && period ? await savedBy(ctx, unit.id, code, [periodBefore(period), period]) : new Map<string, Saved>();
  const draft = period === undefined ? undefined : saved.get(period);
  const before = period === undefined ? undefined : saved.get(periodBefore(period));
  const kind = unit ? reporterKind(unit.kind) : null;
  const figures = unit && period ? await figuresFor(db, { unitId: unit.id, kind, form: definition, period }) : [];
  // What was handed in already is not changed by what the records say now.
  const follows = draft === undefined || draft.state === 'draft';
  const values = follows ? followRecords(draft?.values ?? {}, draft?.prefilled ?? {}, valuesOf(figures)) : draft.values;
  const registers = unit && (await registersOf(db, [{ unitId: unit.id, year }])).get(`${unit.id} ${year}`);
  const content = await makeTemplate({
    form: definition,
    context: {
      kind,
      quarter: parsePeriod(period ?? '')?.quarter ?? null,
      villages: unit?.kind === 'township' ? unit.villages : null,
      ...(registers ? { registers } : {}),
    },
    unit: unit?.name ?? null,
    period: period ?? null,
    units: mine.map(({ name }) => name),
    periods,
    values,
    counted: Object.fromEntries(
      figures
        .filter(({ field, value }) => value !== null && value === values[field])
        .map(({ field, figure }) => [field, countWords(figure)]),
    ),
    texts: draft?.summary ?? {},
    previous: before?.handedIn ?? {},
  });
  const name = [unit?.name ?? '', period === undefined ? '' : periodLabel(period), '情况统计表'].join('');
  return { fileName: `${name}.xlsx`, content };
}

async function figuresFor(db: Db, reported: Reported): Promise<CountedFigure[]> {
  return (await countFigures(db, [reported])).get(keyOf(reported)) ?? [];
}

interface Saved {
  state: string;
  values: Record<string, number>;
  prefilled: Record<string, number>;
  summary: Record<string, string>;
  handedIn: Record<string, number> | null;
}

/** Working copy and last hand-in by period. */
async function savedBy(ctx: Context, unitId: string, form: string, periods: string[]): Promise<Map<string, Saved>> {
  const rows = await ctx.db
    .select({
      period: deadlines.period,
      state: submissions.state,
      values: submissions.values,
      prefilled: submissions.prefilled,
      summary: submissions.summary,
      handedIn: revisions.values,
    })
    .from(submissions)
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .leftJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .where(and(eq(obligations.unitId, unitId), eq(tasks.form, form), inArray(deadlines.period, periods)));
  return new Map(rows.map(({ period, ...row }) => [period, row]));
}
