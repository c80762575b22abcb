import { figureBases, figureGroups, figureSpans, recordKindCodes, reporterKinds, standings } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  Id,
  Name,
  Nullable,
  Period,
  Quarter,
  TaskRef,
  UnitRef,
  Words,
  XLSX,
  Year,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { listExport } from './list-export.ts';

const FieldCode = Type.String({ pattern: '^F[0-9]{4}$', description: '指标编码' });

/** Which figures are asked for. */
const asked = {
  year: Type.Optional(Year),
  quarter: Type.Optional(Quarter),
  task: Type.Optional(
    Type.String({ maxLength: 40, description: '按季度报送报表的任务；不写为方案中的第一项（附件7 的季度报送）' }),
  ),
  span: Type.Optional(
    Words(figureSpans, {
      default: 'quarter',
      description: 'quarter 本季度，year_to_date 本年累计；期末数不累计，取最后一个季度的报送',
    }),
  ),
  basis: Type.Optional(
    Words(figureBases, {
      default: 'handed_in',
      description: 'handed_in 已报送且未退回的（含待审），accepted 只计审核通过的',
    }),
  ),
  unit: Type.Optional(Type.String({ maxLength: 40, description: '单位编码' })),
  kind: Type.Optional(Words(reporterKinds, { description: '单位类型' })),
  by: Type.Optional(
    Words(figureGroups, {
      default: 'total',
      description: 'total 合计，unit 按单位，kind 按单位类型，quarter 按季度（至所选季度），phase 按阶段（至所选季度）',
    }),
  ),
};

const count = (description: string) => Type.Integer({ description });

export const Coverage = Type.Object(
  {
    owed: count('应报：所含各季度已经开始、没有免报的'),
    counted: count('计入的份数'),
    accepted: count('已通过'),
    waiting: count('待审'),
    returned: count('退回待改，不计入'),
    missing: count('逾期未报'),
    open: count('未到期、尚未报送'),
    late: count('迟报（已报送的份数中）'),
  },
  { title: 'Coverage', description: '各期报送份数' },
);
export type Coverage = Static<typeof Coverage>;

export const Figure = Type.Object(
  {
    value: Nullable(Type.Number({ description: '合计；null：计入的报送都没有填，空白不是零' })),
    reports: count('填了这一指标的份数'),
    owed: count('应填这一指标的份数'),
    before: Nullable(Type.Number({ description: '上年同期；null：上年没有' })),
    reportsBefore: count('上年同期填了这一指标的份数'),
  },
  { title: 'Figure' },
);
export type Figure = Static<typeof Figure>;

export const Statistics = Type.Object(
  {
    year: Year,
    period: Period,
    quarters: Type.Array(Period, { description: '所含季度' }),
    task: TaskRef,
    form: Type.Object({ code: Type.String(), title: Type.String(), sample: Type.Boolean() }),
    sections: Type.Array(Type.Object({ code: Type.String(), title: Type.String() }), {
      description: '报表的部分，与方案的工作任务对应',
    }),
    fields: Type.Array(
      Type.Object({
        code: Type.String(),
        label: Type.String(),
        section: Type.String(),
        measure: Type.String({ description: '计量单位' }),
        kind: Words(['flow', 'stock'], { description: 'flow 本期数，stock 期末数' }),
      }),
    ),
    coverage: Coverage,
    rows: Type.Array(
      Type.Object({
        key: Type.String({ description: '单位编码、单位类型、季度或阶段的编码；合计为 total' }),
        label: Type.String(),
        coverage: Coverage,
        figures: Type.Record(Type.String(), Figure, { description: '按指标编码；不承担的指标不出现' }),
      }),
    ),
  },
  { title: 'Statistics' },
);
export type Statistics = Static<typeof Statistics>;

/** One report that a figure is made of, or lacks. */
export const FigureSource = Type.Object(
  {
    obligationId: Id,
    submissionId: Nullable(Id),
    revision: Type.Integer({ description: '版次；0 为未报送' }),
    unit: UnitRef,
    period: Period,
    standing: Words(standings, {
      description: 'accepted 已通过，waiting 待审，returned 退回待改，missing 逾期未报，open 未到期',
    }),
    late: Type.Boolean(),
    value: Nullable(Type.Number({ description: '报送的值；null 为没有填' })),
    counted: Type.Boolean({ description: '计入' }),
    records: Nullable(
      Type.Object(
        { kind: Words(recordKindCodes), figure: Type.String(), period: Period, unit: Type.String() },
        { description: '列出所依据的台账记录：GET /records/{kind}?figure=&period=&unit=；null 为不由台账计得' },
      ),
    ),
  },
  { title: 'FigureSource' },
);
export type FigureSource = Static<typeof FigureSource>;

/** Views that one user may keep. */
export const FIGURE_VIEWS = 50;

/** What a view asks; the year is the one that is looked at. */
export const FigureViewQuery = Closed(
  {
    quarter: Type.Optional(Type.Integer({ minimum: 1, maximum: 4, description: '不写为最近有报送的季度' })),
    span: asked.span,
    basis: asked.basis,
    kind: asked.kind,
    by: asked.by,
    section: Type.Optional(Type.String({ maxLength: 40, description: '分组表中显示的工作任务' })),
  },
  { title: 'FigureViewQuery' },
);
export type FigureViewQuery = Static<typeof FigureViewQuery>;

export const FigureView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    shared: Type.Boolean({ description: '所有人可见；由区民生办设置' }),
    owner: Type.String({ description: '保存人' }),
    own: Type.Boolean({ description: '本人保存的' }),
    query: FigureViewQuery,
    version: Type.Integer(),
  },
  { title: 'FigureView' },
);
export type FigureView = Static<typeof FigureView>;

const view = { name: Name(40, { description: '名称，本人的不重复' }), shared: Type.Boolean(), query: FigureViewQuery };
const all = { roles: readers, rows: 'all' } as const;
const own = { roles: readers, rows: 'own' } as const;

export const statisticsEndpoints = {
  getStatistics: endpoint({
    method: 'GET',
    path: '/statistics',
    tag: 'statistics',
    summary:
      'Figures of the quarterly reports of a year, by field: flows summed, stocks as they stand at the end, beside the same quarter of the year before, each with how many of the reports that were owed it is made of',
    access: own,
    query: Closed(asked),
    status: 200,
    reply: Statistics,
    problems: ['not_found'],
  }),
  exportStatistics: listExport({
    path: '/statistics',
    tag: 'statistics',
    summary:
      'The table as a file: by field, or by group with a column a field, each with the reports that were owed and counted',
    access: own,
    filters: {
      ...asked,
      section: Type.Optional(Type.String({ maxLength: 40, description: '分组表中只要这一项工作任务的指标' })),
    },
    problems: ['not_found'],
  }),
  exportSummary: endpoint({
    method: 'GET',
    path: '/statistics/summary.xlsx',
    tag: 'statistics',
    summary:
      'The summary of a year’s quarterly reports (附件7 汇总表) as a workbook to print: a sheet for each quarter that has begun and one for the year so far, a row a unit, totals as formulas',
    access: own,
    query: Closed({ year: asked.year, task: asked.task, basis: asked.basis }),
    status: 200,
    download: XLSX,
    problems: ['not_found'],
  }),
  listFigureSources: endpoint({
    method: 'GET',
    path: '/statistics/sources',
    tag: 'statistics',
    summary: 'The reports that a figure is made of, and those that it lacks; by unit and quarter',
    access: own,
    query: Closed({
      ...asked,
      field: FieldCode,
      key: Type.Optional(Type.String({ maxLength: 40, description: '哪一行的数：该行的 key；不写为第一行' })),
    }),
    status: 200,
    reply: Type.Object({ figure: Figure, items: Type.Array(FigureSource) }, { title: 'FigureSources' }),
    problems: ['not_found'],
  }),
  listFigureViews: endpoint({
    method: 'GET',
    path: '/statistics/views',
    tag: 'statistics',
    summary: 'What is asked of the figures again and again, under a name: own views and those shared by the office',
    access: all,
    status: 200,
    reply: Type.Object({ items: Type.Array(FigureView), nextCursor: Type.Null() }),
    problems: [],
  }),
  createFigureView: endpoint({
    method: 'POST',
    path: '/statistics/views',
    tag: 'statistics',
    summary: `Save a view; each user keeps ${FIGURE_VIEWS} at most`,
    access: all,
    body: Closed({ ...view, shared: Type.Optional(view.shared) }),
    status: 201,
    etag: true,
    reply: FigureView,
    problems: ['figure_view_not_shared', 'figure_view_name_taken', 'figure_views_too_many'],
  }),
  updateFigureView: endpoint({
    method: 'PATCH',
    path: '/statistics/views/{id}',
    tag: 'statistics',
    summary: 'Change an own view; the office also changes those that are shared',
    access: all,
    params: ByIdParams,
    body: Closed({
      name: Type.Optional(view.name),
      shared: Type.Optional(view.shared),
      query: Type.Optional(view.query),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: FigureView,
    problems: ['not_found', 'figure_view_not_shared', 'figure_view_name_taken'],
  }),
  deleteFigureView: endpoint({
    method: 'DELETE',
    path: '/statistics/views/{id}',
    tag: 'statistics',
    summary: 'Delete an own view; the office also deletes those that are shared',
    access: all,
    params: ByIdParams,
    ifMatch: true,
    status: 204,
    problems: ['not_found'],
  }),
} as const;
