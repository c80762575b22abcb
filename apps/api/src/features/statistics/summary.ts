import { XLSX, type Download, type Endpoints, type Input } from '@nuanxin/contract';
import { dateOf, officialDay, type UnitKind } from '@nuanxin/domain';
import { inArray } from 'drizzle-orm';
import { seesAll, type Context } from '../../context.ts';
import { units } from '../../db/schema/index.ts';
import { inProcess } from '../imports/in-process.ts';
import { readReports, type Reports } from './read-reports.ts';
import { quarterSheet, yearSheet, type Heading, type Owed } from './summary-sheets.ts';

type Asked = NonNullable<Input<Endpoints['exportSummary']>['query']>;

/**
 * The summary of a year's quarterly reports of the units that the caller may see: each quarter that has begun, then the year up
 * to the newest quarter of which something was handed in, as 统计 has it.
 * @throws ProblemError not_found
 */
export async function exportSummary(ctx: Context, asked: Asked): Promise<Download> {
  const reports = await readReports(ctx, { ...asked, quarter: 4, span: 'year_to_date' });
  const owed: Owed[] = [
    ...reports.now.map((report) => ({ row: report.row, period: report.period, report })),
    ...reports.exempt.map((row) => ({ row, period: row.deadline.period, report: null })),
  ].toSorted((a, b) => a.row.unit.sort - b.row.unit.sort || (a.row.unit.code < b.row.unit.code ? -1 : 1));
  const begun = reports.quarters.filter((period) => owed.some((each) => each.period === period));
  const heading = await headingOf(ctx, reports);
  const sheets = [
    ...begun.map((period) => quarterSheet(heading, reports, owed, period)),
    yearSheet(heading, reports, owed),
  ];
  const name = `${heading.title}（${heading.mark}汇总表）`.replace(/[\\/:*?"<>|]/g, '');
  return { fileName: `${name}.xlsx`, type: XLSX, content: await inProcess({ kind: 'summary', sheets }) };
}

async function headingOf(ctx: Context, { year, forms: [form] }: Reports): Promise<Heading> {
  const named = await ctx.db
    .select({ kind: units.kind, name: units.name, fullName: units.fullName })
    .from(units)
    .where(inArray(units.kind, ['district', 'office']));
  const of = (kind: UnitKind) => named.find((each) => each.kind === kind);
  const maker = seesAll(ctx.actor) ? of('office')?.fullName : ctx.actor.unit?.name;
  const [, title = '', mark = ''] = /^(.*?)(?:（(附件\d+)）)?$/.exec(form?.title ?? '') ?? [];
  return {
    mark,
    title: `${of('district')?.name ?? ''}${year}年${title}`,
    made: `填报单位：${maker ?? ''}　　截至日期：${officialDay(dateOf(ctx.clock()))}`,
  };
}
