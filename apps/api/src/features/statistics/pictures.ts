import type { Pictures } from '@nuanxin/contract';
import { countsAs, coverageOf, dateOf, quarterPeriod, type FigureBasis } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import type { ObligationRow } from '../obligations/obligations.ts';
import { readPublications, readSurveys } from './picture-records.ts';
import { readReports, type ReadReport, type Reports } from './read-reports.ts';
import { ratesOfYear } from './year-rates.ts';

/**
 * What the pictures of a year are drawn from, of the units that the caller may see; the figures of units by field are those of
 * `getStatistics`, what the checks find that of `getCompliance`.
 * @throws ProblemError not_found
 */
export async function getPictures(ctx: Context, asked: { year?: number; basis?: FigureBasis }): Promise<Pictures> {
  const reports = await readReports(ctx, { ...asked, quarter: 4, span: 'year_to_date' });
  const { year, newest, task } = reports;
  return {
    year,
    period: newest,
    task,
    asOf: dateOf(ctx.clock()),
    quarters: ([1, 2, 3, 4] as const).map((quarter) => quarterOf(reports, quarterPeriod(year, quarter))),
    townships: townshipsOf(reports),
    publications: await readPublications(ctx, year),
    rates: await ratesOfYear(ctx, reports),
    surveys: await readSurveys(ctx, year),
  };
}

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

function quarterOf({ now, exempt, basis }: Reports, period: string): Pictures['quarters'][number] {
  const own = now.filter((each) => each.period === period);
  const { owed, accepted, waiting, returned, missing, open, late } = coverageOf(own, basis);
  const onTime = accepted + waiting + returned - late;
  const { filled, toFill } = fillingOf(own, basis);
  return {
    period,
    owed,
    onTime,
    late,
    missing,
    open,
    exempt: exempt.filter(({ deadline }) => deadline.period === period).length,
    returned,
    timeliness: share(onTime, onTime + late + missing),
    filled,
    toFill,
    completeness: share(filled, toFill),
  };
}

/** Fields that are filled in and those that were to be, of the reports that are there or should be by now. */
function fillingOf(reports: ReadReport[], basis: FigureBasis): { filled: number; toFill: number } {
  const due = reports.filter(({ standing }) => standing !== 'open');
  const counts = due.map(({ standing, fields, values }) => ({
    toFill: fields.size,
    filled: countsAs(standing, basis) ? [...fields].filter((code) => values[code] !== undefined).length : 0,
  }));
  const sum = (key: 'filled' | 'toFill'): number => counts.reduce((all, each) => all + each[key], 0);
  return { filled: sum('filled'), toFill: sum('toFill') };
}

type Report = Pictures['townships'][number]['reports'][number];

function townshipsOf({ now, exempt }: Reports): Pictures['townships'] {
  const own = [
    ...now.map(({ row, view }) => ({ row, view })),
    ...exempt.map((row) => ({
      row,
      view: { status: 'exempt', lamp: 'grey', timeliness: null, lateWorkingDays: null } as const,
    })),
  ].filter(({ row }) => row.unit.kind === 'township');
  const told = ({
    row,
    view,
  }: {
    row: ObligationRow;
    view: Omit<Report, 'period' | 'obligationId' | 'submissionId'>;
  }) => ({
    period: row.deadline.period,
    obligationId: row.obligation.id,
    submissionId: row.submission?.id ?? null,
    status: view.status,
    lamp: view.lamp,
    timeliness: view.timeliness,
    lateWorkingDays: view.lateWorkingDays,
  });
  const ordered = own.toSorted((a, b) => a.row.unit.sort - b.row.unit.sort);
  return [...Map.groupBy(ordered, ({ row }) => row.unit.code).values()].flatMap((each) => {
    const unit = each[0]?.row.unit;
    return unit ? [{ unit: { code: unit.code, name: unit.name }, reports: each.map(told) }] : [];
  });
}
