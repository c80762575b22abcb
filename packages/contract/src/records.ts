import { recordKindCodes } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import {
  Closed,
  Day,
  FindingSchema,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Period,
  Text,
  UnitRef,
  Words,
  XLSX,
  Year,
} from './common.ts';
import { endpoint, readers, roles } from './endpoint.ts';

const Kind = Words(recordKindCodes, { description: '台账类别' });
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
    kind: Kind,
    year: Year,
    unit: UnitRef,
    date: Nullable(Day),
    values: RecordValuesSchema,
    duplicates: Type.Integer({ description: '看来相同的其他记录数：同链接，或同标题同日' }),
    attachments: Type.Integer({ description: '附件数' }),
    source: Nullable(Type.Object({ fileName: Type.String(), row: Type.Integer() }), { description: '由表格导入的' }),
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
    code: Kind,
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

/** Filters of the list, of its totals and of its workbook: the same question, three answers. */
const filters = {
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

const ByKind = Closed({ kind: Kind });
const ByKindAndId = Closed({ kind: Kind, id: Id });
const NewRow = {
  unit: Type.Optional(Type.String({ description: '单位编码；单位填报人员可不填，为本单位' })),
  date: Type.Optional(Nullable(Day)),
  values: RecordValuesSchema,
};
const rowsOwn = { roles: readers, rows: 'own' } as const;
const keeps = { roles: ['reporter', 'office'], rows: 'own' } as const;
const ids = Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true });

const RowFindings = Type.Object({
  row: Type.Integer({ description: '表格中的行号' }),
  unit: Nullable(UnitRef),
  date: Nullable(Day),
  values: RecordValuesSchema,
  texts: Type.Record(Type.String(), Type.String(), { description: '原文，按字段编码；单位为 unit，日期为 date' }),
  findings: Type.Array(FindingSchema),
});
const ReadFile = Type.Object(
  {
    fileName: Type.String(),
    sheet: Type.String(),
    rows: Type.Array(RowFindings),
    ignored: Type.Array(Type.Object({ row: Type.Integer(), text: Type.String() }), {
      description: '未读的合计、说明行',
    }),
    unknownHeaders: Type.Array(Type.String(), { description: '未识别的列' }),
    errors: Type.Integer(),
    confirms: Type.Integer(),
  },
  { title: 'RecordFile' },
);
export type RecordFile = Static<typeof ReadFile>;
const File = Type.Unsafe<Blob>({ description: '.xlsx、.xls 或 .csv，不超过 20 MB', format: 'binary' });

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
  getRecordTemplate: endpoint({
    method: 'GET',
    path: '/record-kinds/{kind}/template.xlsx',
    tag: 'records',
    summary: 'The workbook to fill in: one row a record, with drop-downs and limits; imported as it is',
    access: keeps,
    params: ByKind,
    query: Closed({ year: Type.Optional(Year) }),
    status: 200,
    download: XLSX,
    problems: ['not_found'],
  }),
  listRecords: endpoint({
    method: 'GET',
    path: '/records/{kind}',
    tag: 'records',
    summary: 'Records of one kind, newest day first; registers by unit',
    access: rowsOwn,
    params: ByKind,
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(RecordRow, 'Record'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  getRecordTotals: endpoint({
    method: 'GET',
    path: '/records/{kind}/totals',
    tag: 'records',
    summary: 'Number of records and sums of their figures, in all and by unit, month or the words of a field',
    access: rowsOwn,
    params: ByKind,
    query: Closed({
      ...filters,
      by: Type.Optional(Type.String({ pattern: FieldCode, description: 'unit、month 或一个选项字段的编码' })),
    }),
    status: 200,
    reply: Type.Object(
      {
        count: Type.Integer(),
        sums: Type.Record(Type.String(), Type.Number(), { description: '各数值字段之和，按字段编码' }),
        groups: Type.Array(
          Type.Object({
            key: Nullable(Type.String({ description: 'null：未填' })),
            label: Type.String(),
            count: Type.Integer(),
            sums: Type.Record(Type.String(), Type.Number()),
          }),
        ),
      },
      { title: 'RecordTotals' },
    ),
    problems: ['not_found', 'invalid_request'],
  }),
  exportRecords: endpoint({
    method: 'GET',
    path: '/records/{kind}/export.xlsx',
    tag: 'records',
    summary: 'The list as a workbook, at most 20,000 rows',
    access: rowsOwn,
    params: ByKind,
    query: Closed(filters),
    status: 200,
    download: XLSX,
    problems: ['not_found', 'export_too_large'],
  }),
  getRecord: endpoint({
    method: 'GET',
    path: '/records/{kind}/{id}',
    tag: 'records',
    summary: 'One record',
    access: rowsOwn,
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
    access: keeps,
    params: ByKind,
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
    access: keeps,
    params: ByKind,
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
    access: keeps,
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
    access: keeps,
    params: ByKind,
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
    access: keeps,
    params: ByKind,
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
    access: keeps,
    params: ByKind,
    body: Closed({ ids }),
    status: 200,
    reply: Type.Object({ items: Type.Array(RecordRow) }),
    problems: ['record_not_yours', 'record_once', 'not_found'],
  }),
  readRecordFile: endpoint({
    method: 'POST',
    path: '/records/{kind}/read',
    tag: 'records',
    summary: 'Read a workbook into rows with their findings; nothing is written',
    access: keeps,
    params: ByKind,
    body: Closed({ file: File, year: Type.Optional(Year) }),
    file: 'file',
    status: 200,
    reply: ReadFile,
    problems: ['file_missing', 'file_refused', 'import_timeout', 'personal_info', 'not_found'],
  }),
  importRecords: endpoint({
    method: 'POST',
    path: '/records/{kind}/import',
    tag: 'records',
    summary:
      'Import a workbook of records, all rows or none; the same file again writes nothing and says what it wrote',
    access: keeps,
    params: ByKind,
    body: Closed({
      file: File,
      year: Type.Optional(Year),
      confirm: Type.Optional(Type.Boolean({ description: '已核对约数等读数' })),
    }),
    file: 'file',
    status: 200,
    reply: Type.Object(
      {
        importId: Nullable(Id, { description: 'null：有错误，没有写入' }),
        written: Type.Integer(),
        repeated: Type.Boolean({ description: '同一份文件以前已写入' }),
        file: ReadFile,
      },
      { title: 'RecordImport' },
    ),
    problems: ['file_missing', 'file_refused', 'import_timeout', 'personal_info', 'record_not_yours', 'not_found'],
  }),
} as const;
