import type { Download, ExportFormat, SubmissionRow } from '@nuanxin/contract';
import { periodLabel, provisionalLabel, submissionStateLabel, timelinessLabel } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, momentText, wholeList, type ExportColumn } from '../../export-list.ts';
import { listSubmissions, type SubmissionFilters } from './list.ts';

const columns: ExportColumn<SubmissionRow>[] = [
  { label: '单位', width: 16, of: ({ unit }) => unit.name },
  { label: '报送期', width: 16, of: ({ period }) => periodLabel(period) },
  { label: '任务', width: 32, of: ({ task }) => task.title },
  { label: '最后一天', width: 12, of: ({ dueOn }) => dueOn },
  { label: '星期', width: 14, of: ({ dueDay }) => dueDay },
  { label: '暂定', width: 7, of: ({ provisional }) => (provisional ? provisionalLabel : null) },
  { label: '状态', width: 9, of: ({ state }) => submissionStateLabel[state] },
  { label: '免报', width: 7, of: ({ exempt }) => (exempt ? '已免报' : null) },
  { label: '时限评判', width: 9, of: ({ timeliness }) => timeliness && timelinessLabel[timeliness] },
  { label: '迟报工作日', width: 7, of: ({ lateWorkingDays }) => lateWorkingDays },
  { label: '版次', width: 6, of: ({ revision }) => revision || null },
  { label: '提示', width: 6, of: ({ warnings }) => warnings },
  { label: '无疑点', width: 7, of: ({ clean }) => (clean ? '是' : null) },
  { label: '报送时间', width: 17, of: ({ submittedAt }) => momentText(submittedAt) },
];

/** What was handed in and where it stands (报送审核). @throws ProblemError export_too_large */
export async function exportSubmissions(
  ctx: Context,
  format: ExportFormat,
  filters: SubmissionFilters,
): Promise<Download> {
  const items = await wholeList((all) => listSubmissions(ctx, { ...filters, ...all }));
  return exportList(format, filters.year ? `${filters.year}年报送审核` : '报送审核', columns, items);
}
