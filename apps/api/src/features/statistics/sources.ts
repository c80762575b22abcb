import type { FigureSource } from '@nuanxin/contract';
import { countsAs, formFigures, reportsFor, type FigureGroup } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import { readReports, type Asked, type ReadReport } from './read-reports.ts';
import { compared, fieldsOf, groupsOf, spanned } from './statistics.ts';

/**
 * What a figure of the statistics is made of and what it lacks, as `getStatistics` counts it: every report that owed the
 * field.
 * @throws ProblemError not_found
 */
export async function listFigureSources(
  ctx: Context,
  { field: code, by = 'total', key, ...asked }: Asked & { field: string; by?: FigureGroup; key?: string },
) {
  const reports = await readReports(ctx, spanned(by, asked));
  const field = fieldsOf(reports).find((each) => each.code === code);
  const groups = await groupsOf(ctx, by, reports);
  const group = key === undefined ? groups[0] : groups.find((each) => each.key === key);
  if (!field || !group) throw new ProblemError('not_found');
  const figures = formFigures[reports.forms[0]?.code ?? ''] ?? {};
  const counted = (report: ReadReport): boolean =>
    countsAs(report.standing, reports.basis) && report.values[code] !== undefined;
  return {
    figure: compared(field, group, reports.basis),
    items: reportsFor(field, group.now, group.period).map((report): FigureSource => {
      const { row, period, standing, late, values } = report;
      const figure = figures[code];
      return {
        obligationId: row.obligation.id,
        submissionId: row.submission?.id ?? null,
        revision: row.submission?.revision ?? 0,
        unit: { code: row.unit.code, name: row.unit.name },
        period,
        standing,
        late,
        value: values[code] ?? null,
        counted: counted(report),
        records: figure ? { kind: figure.kind, figure: code, period, unit: row.unit.code } : null,
      };
    }),
  };
}
