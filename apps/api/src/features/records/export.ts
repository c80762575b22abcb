import type { Download, ExportFormat } from '@nuanxin/contract';
import {
  computedLabels,
  surveyRates,
  wordsOf,
  type RecordField,
  type RecordKind,
  type RecordValue,
} from '@nuanxin/domain';
import { eq, sql } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { campaigns, projects, records, units } from '../../db/schema/index.ts';
import { csvFile, MOST_EXPORTED, tooLarge } from '../../export-list.ts';
import { inProcess } from '../imports/in-process.ts';
import { whereOf, type RecordFilter } from './filter.ts';
import { ofOwnUnit } from './scope.ts';

/**
 * The list as a file, which can be imported again.
 * @throws ProblemError export_too_large
 */
export async function exportRecords(
  ctx: Context,
  kind: RecordKind,
  format: ExportFormat,
  filter: RecordFilter,
): Promise<Download> {
  const where = await whereOf(ctx, kind, filter);
  const rows = await ctx.db
    .select({
      unit: units.name,
      year: records.year,
      date: records.occurredOn,
      values: records.data,
      own: ofOwnUnit(ctx.actor),
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(where)
    .orderBy(
      ...(kind.dateLabel === null
        ? [units.sort, records.id]
        : [sql`${records.occurredOn} desc`, sql`${records.id} desc`]),
    )
    .limit(MOST_EXPORTED + 1);
  if (rows.length > MOST_EXPORTED) {
    throw tooLarge(await ctx.db.$count(records, where));
  }
  const names = await projectNames(ctx);
  const dated = kind.dateLabel === null ? [] : [{ label: kind.dateLabel, type: 'day' as const }];
  const computed = computedLabels(kind);
  const table = {
    columns: [
      { label: kind.unitLabel, type: 'text' as const },
      ...dated,
      ...kind.fields.map(({ label, type }) => ({ label, type: columnType(type) })),
      ...computed.map((label) => ({ label, type: 'rate' as const })),
    ],
    rows: rows.map(({ unit, year, date, values, own }) => {
      const { awareness, satisfaction } = surveyRates(values);
      const cells = [
        unit,
        ...(kind.dateLabel === null ? [] : [date]),
        ...kind.fields.map((field) => shown(field, values[field.code], (no) => names.get(`${year} ${no}`))),
        ...(computed.length > 0 ? [awareness, satisfaction] : []),
      ];
      return forReader(ctx.actor, cells, own);
    }),
  };
  if (format === 'csv') return csvFile(kind.label, table);
  const content = await inProcess({ kind: 'table', name: kind.label, ...table });
  return { fileName: `${kind.label}.xlsx`, content };
}

async function projectNames({ db }: Context): Promise<Map<string, string>> {
  const rows = await db
    .select({ year: campaigns.year, no: projects.no, name: projects.name })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId));
  return new Map(rows.map(({ year, no, name }) => [`${year} ${no}`, name]));
}

function columnType(type: RecordField['type']): 'text' | 'number' | 'day' {
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'day' ? 'day' : 'text';
}

/** As people write it and the importer reads it. */
function shown(
  field: RecordField,
  value: RecordValue | undefined,
  projectName: (no: number) => string | undefined,
): string | number | null {
  if (value === undefined || value === false) return null;
  if (value === true) return '是';
  if (field.type === 'word') return wordsOf(field)[value] ?? value;
  if (field.type === 'project') return projectName(Number(value)) ?? String(value);
  return value;
}
