import type { Download, ExportFormat, ProblemRow } from '@nuanxin/contract';
import { problemSignLabel, problemSourceLabel, problemStateLabel } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, wholeList, type ExportColumn } from '../../export-list.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { listProblems, type ProblemFilters } from './list.ts';

const columns: ExportColumn<ProblemRow>[] = [
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
export async function exportProblems(
  ctx: Context,
  format: ExportFormat,
  { sort = 'no', ...filters }: ProblemFilters & { sort?: 'no' | '-no' | 'due' },
): Promise<Download> {
  const year = await planYear(ctx, filters.year);
  const order = sort === 'due' ? sort : '-no';
  const items = await wholeList((all) => listProblems(ctx, { ...filters, year, sort: order, ...all }));
  const ordered = sort === 'no' ? items.toReversed() : items;
  return exportList(format, `${year}年问题清单`, columns, ordered);
}
