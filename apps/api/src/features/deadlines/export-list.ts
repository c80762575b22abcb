import type { Deadline, Download, ExportFormat } from '@nuanxin/contract';
import { periodLabel } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, wholeList, type ExportColumn } from '../../export-list.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { listDeadlines, type DeadlineFilters } from './deadlines.ts';

const columns: ExportColumn<Deadline>[] = [
  { label: '最后一天', width: 12, of: ({ dueOn }) => dueOn },
  { label: '星期', width: 16, of: ({ dueDay }) => dueDay },
  { label: '报送期', width: 16, of: ({ period, window }) => periodLabel(period, window) },
  { label: '任务', width: 60, of: ({ task }) => task.title },
  { label: '开始', width: 12, of: ({ opensAt }) => opensAt.slice(0, 10) },
  { label: '暂定', width: 7, of: ({ provisional }) => (provisional ? '暂定' : null) },
];

/** Every deadline of a year (时限). @throws ProblemError export_too_large */
export async function exportDeadlineList(
  ctx: Context,
  format: ExportFormat,
  filters: DeadlineFilters,
): Promise<Download> {
  const year = await planYear(ctx, filters.year);
  const items = await wholeList((all) => listDeadlines(ctx, { ...filters, year, ...all }));
  return exportList(format, `${year}年时限`, columns, items);
}
