import type { ComplianceItem, Download, ExportFormat } from '@nuanxin/contract';
import { complianceStateLabel, type ComplianceCheckCode } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, MOST_EXPORTED, tooLarge, type ExportColumn } from '../../export-list.ts';
import { getComplianceCheck, type FindingFilters } from './compliance.ts';

const columns: ExportColumn<ComplianceItem>[] = [
  { label: '状态', width: 9, of: ({ state }) => complianceStateLabel[state] },
  { label: '单位', width: 16, of: ({ unit }) => unit?.name ?? null },
  { label: '项目', width: 28, of: ({ project }) => project && `${project.no} ${project.labelName}` },
  { label: '问题', width: 70, of: ({ detail }) => detail },
];

/** What a check found (合规检查). @throws ProblemError not_found, export_too_large */
export async function exportFindings(
  ctx: Context,
  format: ExportFormat,
  code: ComplianceCheckCode,
  filters: FindingFilters,
): Promise<Download> {
  const { year, check, items, more } = await getComplianceCheck(ctx, code, filters, MOST_EXPORTED);
  if (more > 0) throw tooLarge(items.length + more);
  return exportList(format, `${year}年合规检查（${check.title}）`, columns, items, '合规检查');
}
