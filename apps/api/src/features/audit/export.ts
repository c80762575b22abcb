import type { AuditEntry, Download, ExportFormat } from '@nuanxin/contract';
import { actionLabel, auditSubject, changes, entityLabel, type AuditNames, type Change } from '@nuanxin/domain';
import { asc } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { forms, units } from '../../db/schema/index.ts';
import { exportList, momentText, wholeList, type ExportColumn } from '../../export-list.ts';
import { listAudit, type AuditFilters } from './list.ts';

/** Characters; the format ends at 32,767. */
const MOST_IN_CELL = 32_000;

const columnsOf = (names: AuditNames): ExportColumn<AuditEntry>[] => [
  { label: '时间', width: 17, of: ({ at }) => momentText(at) },
  { label: '操作人', width: 16, of: ({ actor }) => actor?.name ?? '系统' },
  { label: '操作', width: 18, of: ({ action }) => actionLabel[action] ?? action },
  { label: '对象', width: 14, of: ({ entity }) => entityLabel[entity] ?? entity },
  { label: '名称', width: 60, of: auditSubject },
  { label: '变动', width: 80, of: (entry) => contentOf(changes(entry, names)) },
  { label: '来源地址', width: 18, of: ({ ip }) => ip },
];

/** One line for each value that became another one. A cell of a workbook holds so much. */
function contentOf(changed: Change[]): string {
  const text = changed
    .map(({ label, before, after }) => `${label}：${before ? `${before} → ` : ''}${after || '（空）'}`)
    .join('\n');
  return text.length > MOST_IN_CELL ? `${text.slice(0, MOST_IN_CELL)}…` : text;
}

/** Names of what entries mention by its code; a field is called what its newest version says. */
async function namesOf({ db }: Context): Promise<AuditNames> {
  const [named, versions] = await Promise.all([
    db.select({ code: units.code, name: units.name }).from(units),
    db.select({ definition: forms.definition }).from(forms).orderBy(asc(forms.version)),
  ]);
  return {
    units: new Map(named.map(({ code, name }) => [code, name])),
    fields: new Map(
      versions.flatMap(({ definition }) => definition.fields.map(({ code, label }) => [code, label] as const)),
    ),
  };
}

/** Who did what and when (操作记录). @throws ProblemError export_too_large */
export async function exportAudit(ctx: Context, format: ExportFormat, filters: AuditFilters): Promise<Download> {
  const items = await wholeList((all) => listAudit(ctx, { ...filters, ...all }));
  return exportList(format, '操作记录', columnsOf(await namesOf(ctx)), items);
}
