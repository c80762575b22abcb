import type { AuditEntry, Download, ExportFormat } from '@nuanxin/contract';
import { actionLabel, entityLabel, parsePeriod, periodLabel } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, momentText, wholeList, type ExportColumn } from '../../export-list.ts';
import { listAudit, type AuditFilters } from './list.ts';

/** Labels of what units owe and hand in name its period by code. */
function subjectOf({ entity, label }: Pick<AuditEntry, 'entity' | 'label'>): string | null {
  if (label === null || !['submission', 'obligation'].includes(entity)) return label;
  return label
    .split(' ')
    .map((word) => (parsePeriod(word) ? periodLabel(word) : word))
    .join(' ');
}

const columns: ExportColumn<AuditEntry>[] = [
  { label: '时间', width: 17, of: ({ at }) => momentText(at) },
  { label: '操作人', width: 16, of: ({ actor }) => actor?.name ?? '系统' },
  { label: '操作', width: 18, of: ({ action }) => actionLabel[action] ?? action },
  { label: '对象', width: 14, of: ({ entity }) => entityLabel[entity] ?? entity },
  { label: '名称', width: 60, of: subjectOf },
  { label: '来源地址', width: 18, of: ({ ip }) => ip },
];

/** Who did what and when (操作记录). @throws ProblemError export_too_large */
export async function exportAudit(ctx: Context, format: ExportFormat, filters: AuditFilters): Promise<Download> {
  const items = await wholeList((all) => listAudit(ctx, { ...filters, ...all }));
  return exportList(format, '操作记录', columns, items);
}
