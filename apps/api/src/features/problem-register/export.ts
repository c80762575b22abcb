import type { Download, ProblemRow } from '@nuanxin/contract';
import { problemSignLabel, problemSourceLabel, problemStateLabel } from '@nuanxin/domain';
import { makeList, type ListColumn } from '@nuanxin/workbook';
import { asc } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { problems } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { matching, type ProblemFilters } from './list.ts';
import { selectProblems, toProblemRow } from './rows.ts';

const MOST = 20_000;

const columns: (ListColumn & { of: (row: ProblemRow) => string | number | null })[] = [
  { label: '编号', width: 6, of: ({ no }) => no },
  { label: '发现日期', width: 12, of: ({ foundOn }) => foundOn },
  { label: '来源', width: 11, of: ({ source }) => problemSourceLabel[source] },
  { label: '发现单位', width: 16, of: ({ unit }) => unit.name },
  { label: '问题', width: 44, of: ({ description }) => description },
  { label: '地点', width: 20, of: ({ place, site }) => place ?? site?.title ?? null },
  { label: '民生实事项目', width: 24, of: ({ project }) => project?.name ?? null },
  { label: '整改单位', width: 16, of: ({ assignee }) => assignee?.name ?? null },
  { label: '整改期限', width: 12, of: ({ dueOn }) => dueOn },
  { label: '状态', width: 9, of: ({ state }) => problemStateLabel[state] },
  { label: '亮灯', width: 9, of: ({ sign }) => problemSignLabel[sign] },
  { label: '逾期工作日', width: 7, of: ({ lateWorkingDays }) => lateWorkingDays },
  { label: '整改结果', width: 44, of: ({ rectification }) => rectification },
  { label: '报结果日期', width: 12, of: ({ submittedOn }) => submittedOn },
  { label: '销号日期', width: 12, of: ({ closedOn }) => closedOn },
];

/** The register as the office prints it (问题清单). @throws ProblemError export_too_large */
export async function exportProblems(ctx: Context, filters: ProblemFilters): Promise<Download> {
  const year = await planYear(ctx, filters.year);
  const calendar = await loadCalendar(ctx.db);
  const filter = matching(ctx, year, filters, calendar);
  const count = await ctx.db.$count(problems, filter);
  if (count > MOST) throw new ProblemError('export_too_large', { count, most: MOST });
  const rows = await selectProblems(ctx.db, ctx.actor).where(filter).orderBy(asc(problems.no)).limit(MOST);
  const now = ctx.clock();
  const title = `${year}年问题清单`;
  const content = await makeList({
    name: '问题清单',
    title,
    columns,
    rows: rows.map((row) => {
      const item = forReader(ctx.actor, toProblemRow(row, ctx.actor, now, calendar));
      return columns.map(({ of }) => of(item));
    }),
  });
  return { fileName: `${title}.xlsx`, content };
}
