import type { Download, ExportFormat, Statistics } from '@nuanxin/contract';
import {
  figureBasisLabel,
  figureGroupLabel,
  figureSpanLabel,
  isSideBySide,
  periodLabel,
  unitKindLabel,
  type FigureGroup,
} from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { exportList, type ExportColumn } from '../../export-list.ts';
import type { Asked } from './read-reports.ts';
import { getStatistics } from './statistics.ts';

const groupWords: Record<Exclude<FigureGroup, 'total'>, string> = {
  unit: '单位',
  kind: '单位类型',
  quarter: '季度',
  phase: '阶段',
};

/** The table of the page (统计), by field or by group. @throws ProblemError not_found */
export async function exportStatistics(
  ctx: Context,
  format: ExportFormat,
  { section, by = 'total', ...asked }: Asked & { by?: FigureGroup; section?: string },
): Promise<Download> {
  const statistics = await getStatistics(ctx, { ...asked, by });
  const title = `${periodLabel(statistics.period)}统计（${wordsOf(statistics, by, asked).join('，')}）`;
  if (by === 'total') return exportList(format, title, totalColumns, totalRows(statistics), '统计');
  return exportList(format, title, groupColumns(statistics, by, section), statistics.rows, '统计');
}

/** What the figures cover, as the page has it in its filters. */
function wordsOf(
  { form }: Statistics,
  by: FigureGroup,
  { span = 'quarter', basis = 'handed_in', kind }: Asked,
): string[] {
  return [
    ...(isSideBySide(by) ? [] : [figureSpanLabel[span]]),
    figureGroupLabel[by],
    ...(kind ? [unitKindLabel[kind]] : []),
    figureBasisLabel[basis],
    ...(form.sample ? ['样表'] : []),
  ];
}

type Row = Statistics['rows'][number];
type Field = Statistics['fields'][number];
interface Total {
  section: string;
  field: Field;
  figure: Row['figures'][string];
}

/** Section by section, as on the page. */
function totalRows({ sections, fields, rows: [total] }: Statistics): Total[] {
  return sections.flatMap(({ code, title }) =>
    fields.flatMap((field) => {
      const figure = total?.figures[field.code];
      return figure && field.section === code ? [{ section: title, field, figure }] : [];
    }),
  );
}

const totalColumns: ExportColumn<Total>[] = [
  { label: '工作任务', width: 20, of: ({ section }) => section },
  { label: '指标', width: 36, of: ({ field }) => field.label },
  { label: '计量单位', width: 9, of: ({ field }) => field.measure },
  { label: '期末数', width: 7, of: ({ field }) => (field.kind === 'stock' ? '期末数' : null) },
  { label: '合计', width: 11, of: ({ figure }) => figure.value },
  { label: '上年同期', width: 11, of: ({ figure }) => figure.before },
  {
    label: '增减',
    width: 11,
    of: ({ figure: { value, before } }) => (value === null || before === null ? null : value - before),
  },
  { label: '已填', width: 7, of: ({ figure }) => figure.reports },
  { label: '应填', width: 7, of: ({ figure }) => figure.owed },
];

/** A column for each field of the section that any group owes; without a section, of all. */
function groupColumns(
  { fields, rows }: Statistics,
  by: Exclude<FigureGroup, 'total'>,
  section: string | undefined,
): ExportColumn<Row>[] {
  const shown = fields.filter(
    (field) => (section ?? field.section) === field.section && rows.some(({ figures }) => figures[field.code]),
  );
  return [
    { label: groupWords[by], width: 20, of: ({ label }) => label },
    { label: '计入', width: 7, of: ({ coverage }) => coverage.counted },
    { label: '应报', width: 7, of: ({ coverage }) => coverage.owed },
    ...shown.map(({ code, label, measure, kind }) => ({
      label: `${label}（${measure}）${kind === 'stock' ? '期末数' : ''}`,
      width: 14,
      of: ({ figures }: Row) => figures[code]?.value ?? null,
    })),
  ];
}
