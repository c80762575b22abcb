import { recordKindCodes } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { Closed, Day, Id, Instant, Nullable, Page, paging, Period, Text, UnitRef, Words, Year } from './common.ts';
import { endpoint, readers, roles } from './endpoint.ts';

export const RecordKindCode = Words(recordKindCodes, { description: '台账类别' });
const FieldCode = '^[a-z][A-Za-z]{0,29}$';
const Value = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]);

export const RecordValuesSchema = Type.Record(Type.String({ pattern: FieldCode }), Value, {
  description: '各项内容，按字段编码（见 GET /record-kinds）；未填的不出现',
});
/** Null takes a value away. */
const RecordChanges = Type.Record(Type.String({ pattern: FieldCode }), Nullable(Value), {
  description: '要改的各项；null 为清除',
});

export const RecordRow = Type.Object(
  {
    id: Id,
    kind: RecordKindCode,
    year: Year,
    unit: UnitRef,
    date: Nullable(Day),
    values: RecordValuesSchema,
    rates: Nullable(
      Type.Object({
        awareness: Nullable(Type.Number({ description: '知晓率，0—1：(知道+听说过)÷有效样本' })),
        satisfaction: Nullable(Type.Number({ description: '满意度，0—1：(满意+比较满意)÷(有效样本−不清楚)' })),
      }),
      { description: '按各项算出，不能填写；仅民意调查，缺项或无从计算的为 null' },
    ),
    duplicates: Type.Integer({ description: '看来相同的其他记录数：同链接，或同标题同日' }),
    attachments: Type.Integer({ description: '附件数' }),
    source: Nullable(
      Type.Object({
        importId: Nullable(Id, { description: 'GET /record-imports/{id}/file 下载原表格；null：您不能下载' }),
        fileName: Type.String(),
        row: Type.Integer({ description: '表格中的行号' }),
      }),
      { description: '由表格导入的' },
    ),
    mayEdit: Type.Boolean({ description: '您可以修改、删除' }),
    mayEditFields: Nullable(Type.Array(Type.String()), { description: '只能改这些项；null 为全部' }),
    createdBy: Type.String(),
    createdAt: Instant,
    updatedBy: Type.String(),
    updatedAt: Instant,
    version: Type.Integer({ description: '单条修改时放入 If-Match，批量保存时放入 version' }),
  },
  { title: 'Record' },
);
export type RecordRow = Static<typeof RecordRow>;

export const RecordFieldSchema = Type.Object(
  {
    code: Type.String(),
    label: Type.String(),
    type: Words(['text', 'integer', 'number', 'word', 'day', 'yes', 'link', 'project']),
    words: Nullable(Type.Array(Type.Object({ code: Type.String(), label: Type.String() }))),
    required: Type.Boolean(),
    min: Nullable(Type.Number()),
    max: Nullable(Type.Number({ description: '数值上限；文字为最多字数' })),
    measure: Nullable(Type.String()),
    hint: Nullable(Type.String()),
  },
  { title: 'RecordField' },
);
export const RecordKindSchema = Type.Object(
  {
    code: RecordKindCode,
    label: Type.String(),
    register: Type.Boolean({ description: '名册：没有日期' }),
    keeper: Words(['unit', 'office']),
    unitLabel: Type.String(),
    dateLabel: Nullable(Type.String()),
    measure: Type.String(),
    requirements: Type.Array(Type.String()),
    fields: Type.Array(RecordFieldSchema),
  },
  { title: 'RecordKind' },
);

export type RecordKindInfo = Static<typeof RecordKindSchema>;

/** Filters of the list, of its totals and of its workbook: the same question, three answers. */
export const recordFilters = {
  year: Type.Optional(Year),
  unit: Type.Optional(Type.String({ description: '单位编码' })),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  q: Type.Optional(Text(100)),
  project: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: '民生实事项目序号' })),
  match: Type.Optional(
    Type.Array(Type.String({ pattern: '^[a-z][A-Za-z]{0,29}:[A-Za-z0-9_]{1,40}$' }), {
      maxItems: 20,
      description: '字段:选项编码，如 carrier:tv；同一字段的几项为“或”',
    }),
  ),
  duplicates: Type.Optional(Type.Boolean({ description: '只看疑似重复的' })),
  figure: Type.Optional(
    Type.String({ pattern: '^F[0-9]{4}$', description: '只看计入该报表指标的记录；须同时给出 period 和 unit' }),
  ),
  period: Type.Optional(Period),
};

export const ByRecordKind = Closed({ kind: RecordKindCode });
const Sums = Type.Record(Type.String(), Type.Number(), { description: '各数值字段之和，按字段编码' });
export const RecordTotals = Type.Object(
  {
    count: Type.Integer(),
    sums: Sums,
    groups: Type.Array(
      Type.Object({
        key: Nullable(Type.String({ description: 'null：未填' })),
        label: Type.String(),
        count: Type.Integer(),
        sums: Sums,
      }),
    ),
  },
  { title: 'RecordTotals' },
);
export type RecordTotals = Static<typeof RecordTotals>;

const ByKindAndId = Closed({ kind: RecordKindCode, id: Id });
const NewRow = {
  unit: Type.Optional(Type.String({ description: '单位编码；单位填报人员可不填，为本单位' })),
  date: Type.Optional(Nullable(Day)),
  values: RecordValuesSchema,
};
export const recordReaders = { roles: readers, rows: 'own' } as const;
export const recordKeepers = { roles: ['reporter', 'office'], rows: 'own' } as const;
const ids = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true });

export const recordEndpoints = {
  listRecordKinds: endpoint({
    method: 'GET',
    path: '/record-kinds',
    tag: 'records',
    summary: 'Kinds of records and registers with their fields and words',
    access: { roles, rows: 'all' },
    status: 200,
    reply: Type.Object({ items: Type.Array(RecordKindSchema), nextCursor: Type.Null() }),
    problems: [],
  }),
  listRecords: endpoint({
    method: 'GET',
    path: '/records/{kind}',
    tag: 'records',
    summary: 'Records of one kind, newest day first; registers by unit',
    access: recordReaders,
    params: ByRecordKind,
    query: Closed({ ...paging, ...recordFilters }),
    status: 200,
    reply: Page(RecordRow, 'Record'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  getRecordTotals: endpoint({
    method: 'GET',
    path: '/records/{kind}/totals',
    tag: 'records',
    summary: 'Number of records and sums of their figures, in all and by unit, month or the words of a field',
    access: recordReaders,
    params: ByRecordKind,
    query: Closed({
      ...recordFilters,
      by: Type.Optional(Type.String({ pattern: FieldCode, description: 'unit、month 或一个选项字段的编码' })),
    }),
    status: 200,
    reply: RecordTotals,
    problems: ['not_found', 'invalid_request'],
  }),
  getRecord: endpoint({
    method: 'GET',
    path: '/records/{kind}/{id}',
    tag: 'records',
    summary: 'One record',
    access: recordReaders,
    params: ByKindAndId,
    status: 200,
    etag: true,
    reply: RecordRow,
    problems: ['not_found'],
  }),
  createRecord: endpoint({
    method: 'POST',
    path: '/records/{kind}',
    tag: 'records',
    summary: 'A new record; what looks like it is counted in `duplicates`, not refused',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({ year: Type.Optional(Year), ...NewRow }),
    status: 201,
    etag: true,
    reply: RecordRow,
    problems: ['record_invalid', 'record_not_yours', 'record_once', 'not_found'],
  }),
  saveRecords: endpoint({
    method: 'POST',
    path: '/records/{kind}/batch',
    tag: 'records',
    summary:
      'New rows and changed rows of a grid, all or none; a changed row names its id and the version that was seen',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({
      year: Type.Optional(Year),
      rows: Type.Array(Closed({ id: Type.Optional(Id), version: Type.Optional(Type.Integer()), ...NewRow }), {
        minItems: 1,
        maxItems: 500,
      }),
    }),
    status: 200,
    reply: Type.Object({ items: Type.Array(RecordRow, { description: '与 rows 一一对应' }) }),
    problems: ['record_invalid', 'record_not_yours', 'record_once', 'not_found', 'precondition_failed'],
  }),
  updateRecord: endpoint({
    method: 'PATCH',
    path: '/records/{kind}/{id}',
    tag: 'records',
    summary: 'Change one record; values that are not named stay',
    access: recordKeepers,
    params: ByKindAndId,
    body: Closed({
      unit: Type.Optional(Type.String()),
      date: Type.Optional(Nullable(Day)),
      values: Type.Optional(RecordChanges),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: RecordRow,
    problems: ['record_invalid', 'record_not_yours', 'record_once', 'not_found'],
  }),
  changeRecords: endpoint({
    method: 'PATCH',
    path: '/records/{kind}',
    tag: 'records',
    summary: 'The same change to many records, all or none',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({ ids, date: Type.Optional(Day), values: Type.Optional(RecordChanges) }),
    status: 200,
    reply: Type.Object({ items: Type.Array(RecordRow) }),
    problems: ['record_invalid', 'record_not_yours', 'not_found'],
  }),
  deleteRecords: endpoint({
    method: 'POST',
    path: '/records/{kind}/delete',
    tag: 'records',
    summary: 'Delete records; they can be restored for 30 days',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({ ids }),
    status: 200,
    reply: Type.Object({ deleted: Type.Integer() }),
    problems: ['record_not_yours', 'not_found'],
  }),
  restoreRecords: endpoint({
    method: 'POST',
    path: '/records/{kind}/restore',
    tag: 'records',
    summary: 'Take a deletion back',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({ ids }),
    status: 200,
    reply: Type.Object({ items: Type.Array(RecordRow) }),
    problems: ['record_not_yours', 'record_once', 'not_found'],
  }),
} as const;
