import type { Download, ExportFormat, Obligation } from '@nuanxin/contract';
import {
  awaitsExtension,
  dueSoonLabel,
  lampLabel,
  obligationStatusLabel,
  periodLabel,
  provisionalLabel,
  timelinessLabel,
  trackingLabel,
} from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, momentText, wholeList, type ExportColumn } from '../../export-list.ts';
import { listObligations, yearAsked, type ObligationFilters } from './obligations.ts';

/** Of requests only what waits for an answer is marked in the list. */
const waiting = (item: Obligation): Obligation['extensionRequest'] =>
  awaitsExtension(item) ? item.extensionRequest : null;

/** As the lamp says it. */
const statusWord = ({ status, dueSoon }: Obligation): string =>
  status === 'open' && dueSoon ? dueSoonLabel : obligationStatusLabel[status];

const columns: ExportColumn<Obligation>[] = [
  { label: '单位', width: 16, of: ({ unit }) => unit.name },
  { label: '任务', width: 40, of: ({ task }) => task.title },
  { label: '报送期', width: 16, of: ({ period, window }) => periodLabel(period, window) },
  { label: '最后一天', width: 12, of: ({ dueOn }) => dueOn },
  { label: '星期', width: 14, of: ({ dueDay }) => dueDay },
  { label: '暂定', width: 7, of: ({ provisional }) => (provisional ? provisionalLabel : null) },
  { label: '改正期限', width: 12, of: ({ correctionDueOn }) => correctionDueOn },
  { label: '状态', width: 9, of: statusWord },
  { label: '亮灯', width: 7, of: ({ lamp }) => lampLabel[lamp] },
  { label: '时限评判', width: 9, of: ({ timeliness }) => timeliness && timelinessLabel[timeliness] },
  { label: '迟报工作日', width: 7, of: ({ lateWorkingDays }) => lateWorkingDays },
  // One that was withdrawn is no longer handed in.
  { label: '报送时间', width: 17, of: ({ timeliness, submittedAt }) => momentText(timeliness && submittedAt) },
  { label: '完成依据', width: 11, of: ({ tracking }) => trackingLabel[tracking] },
  { label: '延期原因', width: 24, of: ({ extension }) => extension?.reason ?? null },
  { label: '申请延期至', width: 12, of: (item) => waiting(item)?.until ?? null },
  { label: '申请延期原因', width: 24, of: (item) => waiting(item)?.reason ?? null },
  { label: '免报原因', width: 24, of: ({ exemption }) => exemption?.reason ?? null },
  { label: '办结日期', width: 12, of: ({ settlement }) => settlement?.doneOn ?? null },
  { label: '办结说明', width: 24, of: ({ settlement }) => settlement?.note || null },
  { label: '本期无日期', width: 12, of: ({ nothing }) => nothing?.statedOn ?? null },
  { label: '本期无原因', width: 24, of: ({ nothing }) => nothing?.reason ?? null },
  { label: '催办次数', width: 7, of: ({ reminded }) => reminded?.times ?? 0 },
];

/** What units owe (应报事项). @throws ProblemError export_too_large */
export async function exportObligations(
  ctx: Context,
  format: ExportFormat,
  filters: ObligationFilters,
): Promise<Download> {
  const year = await yearAsked(ctx, filters);
  const items = await wholeList((all) => listObligations(ctx, { ...filters, ...all }));
  return exportList(format, `${year}年应报事项`, columns, items);
}
