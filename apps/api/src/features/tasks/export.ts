import type { Download, ExportFormat, Task } from '@nuanxin/contract';
import { trackingLabel } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, wholeList, type ExportColumn } from '../../export-list.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { listTasks, type TaskFilters } from './tasks.ts';

const columns: ExportColumn<Task>[] = [
  { label: '编码', width: 8, of: ({ code }) => code },
  { label: '工作任务', width: 20, of: ({ workstream }) => workstream.name },
  { label: '阶段', width: 10, of: ({ phase }) => phase?.name ?? null },
  { label: '任务', width: 50, of: ({ title }) => title },
  { label: '时限', width: 28, of: ({ scheduleText }) => scheduleText },
  { label: '牵头单位', width: 20, of: ({ leadText }) => leadText },
  { label: '配合单位', width: 24, of: ({ supportText }) => supportText },
  { label: '完成依据', width: 11, of: ({ tracking }) => trackingLabel[tracking] },
  { label: '停用', width: 7, of: ({ retired }) => (retired ? '已停用' : null) },
];

/** The tasks of a year's plan (任务). @throws ProblemError not_found, export_too_large */
export async function exportTasks(ctx: Context, format: ExportFormat, filters: TaskFilters): Promise<Download> {
  const year = await planYear(ctx, filters.year);
  const items = await wholeList((all) => listTasks(ctx, { ...filters, year, ...all }));
  return exportList(format, `${year}年任务`, columns, items);
}
