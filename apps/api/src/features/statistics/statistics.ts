import type { Figure, Statistics } from '@nuanxin/contract';
import {
  coverageOf,
  figureOf,
  isSideBySide,
  periodLabel,
  periodRange,
  quarterLabel,
  unitKindLabel,
  yearBefore,
  type FigureGroup,
  type FormField,
} from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, phases } from '../../db/schema/index.ts';
import { readReports, type Asked, type ReadReport, type Reports } from './read-reports.ts';

export interface Group {
  key: string;
  label: string;
  /** Last quarter of the group's figures. */
  period: string;
  now: ReadReport[];
  before: ReadReport[];
}

/** @throws ProblemError not_found */
export async function getStatistics(
  ctx: Context,
  { by = 'total', ...asked }: Asked & { by?: FigureGroup },
): Promise<Statistics> {
  const reports = await readReports(ctx, spanned(by, asked));
  const { year, period, quarters, task, basis } = reports;
  const fields = fieldsOf(reports);
  const groups = await groupsOf(ctx, by, reports);
  const [newest] = reports.forms;
  return {
    year,
    period,
    quarters,
    task,
    form: { code: newest?.code ?? '', title: newest?.title ?? '', sample: newest?.sample ?? false },
    sections: newest?.sections ?? [],
    fields: fields.map(({ code, label, section, measure, kind }) => ({ code, label, section, measure, kind })),
    coverage: coverageOf(reports.now, basis),
    rows: groups.map(({ key, label, ...group }) => ({
      key,
      label,
      coverage: coverageOf(group.now, basis),
      figures: Object.fromEntries(
        fields.flatMap((field) => {
          const figure = compared(field, group, basis);
          return figure.owed + figure.reportsBefore > 0 ? [[field.code, figure] as const] : [];
        }),
      ),
    })),
  };
}

export function spanned(by: FigureGroup, asked: Asked): Asked {
  return isSideBySide(by) ? { ...asked, span: 'year_to_date' } : asked;
}

export function compared(
  field: Pick<FormField, 'code' | 'kind'>,
  { now, before, period }: Pick<Group, 'now' | 'before' | 'period'>,
  basis: Reports['basis'],
): Figure {
  const then = figureOf(field, before, yearBefore(period), basis);
  return { ...figureOf(field, now, period, basis), before: then.value, reportsBefore: then.reports };
}

/** Fields of the newest version, then those that only earlier quarters had. */
export function fieldsOf({ forms }: Pick<Reports, 'forms'>): FormField[] {
  return [...new Map(forms.toReversed().flatMap(({ fields }) => fields.map((each) => [each.code, each]))).values()];
}

/** The groups of a way of grouping, in their order. */
export async function groupsOf(ctx: Context, by: FigureGroup, reports: Reports): Promise<Group[]> {
  return by === 'phase' ? phaseGroups(reports, await phasesOf(ctx, reports.year)) : groupsBy[by](reports);
}

const groupsBy: Record<Exclude<FigureGroup, 'phase'>, (reports: Reports) => Group[]> = {
  total: ({ period, now, before }) => [{ key: 'total', label: '合计', period, now, before }],
  unit: (reports) =>
    grouped(
      reports,
      ({ row }) => row.unit.code,
      ({ row }) => row.unit.name,
    ),
  kind: (reports) =>
    grouped(
      reports,
      ({ row }) => row.unit.kind,
      ({ row }) => unitKindLabel[row.unit.kind],
    ),
  quarter: ({ quarters, now, before }) =>
    quarters.map((period) => ({
      key: period,
      label: periodLabel(period),
      period,
      now: now.filter((each) => each.period === period),
      before: before.filter((each) => each.period === yearBefore(period)),
    })),
};

function grouped(
  { period, now, before }: Reports,
  keyOf: (report: ReadReport) => string,
  labelOf: (report: ReadReport) => string,
): Group[] {
  const then = Map.groupBy(before, keyOf);
  const ordered = now.toSorted((a, b) => a.row.unit.sort - b.row.unit.sort);
  return [...Map.groupBy(ordered, keyOf)].map(([key, own]) => ({
    key,
    label: own[0] ? labelOf(own[0]) : key,
    period,
    now: own,
    before: then.get(key) ?? [],
  }));
}

interface PhaseRow {
  code: string;
  name: string;
  fromDay: string;
  toDay: string;
}

/** A quarter belongs to the phase in which its last day lies. */
function phaseOf(period: string, rows: PhaseRow[]): PhaseRow | undefined {
  const day = periodRange(period).to.slice(5);
  return rows.find(({ fromDay, toDay }) => fromDay <= day && day <= toDay);
}

async function phasesOf({ db }: Context, year: number): Promise<PhaseRow[]> {
  return db
    .select({ code: phases.code, name: phases.name, fromDay: phases.fromDay, toDay: phases.toDay })
    .from(phases)
    .innerJoin(campaigns, eq(campaigns.id, phases.campaignId))
    .where(eq(campaigns.year, year))
    .orderBy(asc(phases.sort));
}

function phaseGroups({ quarters, now, before }: Reports, rows: PhaseRow[]): Group[] {
  return rows.flatMap((phase) => {
    const own = quarters.filter((period) => phaseOf(period, rows) === phase);
    const period = own.at(-1);
    if (period === undefined) return [];
    const then = new Set(own.map(yearBefore));
    return [
      {
        key: phase.code,
        label: `${phase.name}（${own.map(quarterLabel).join('、')}）`,
        period,
        now: now.filter((each) => own.includes(each.period)),
        before: before.filter((each) => then.has(each.period)),
      },
    ];
  });
}
