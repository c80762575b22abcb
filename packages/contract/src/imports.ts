import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  FindingSchema,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Period,
  Problem,
  Text,
  UnitRef,
  Words,
  XLSX,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';

export const importLayouts = ['table', 'form', 'summary'] as const;
export const importModes = ['dry_run', 'atomic', 'valid_rows'] as const;
export const importStatuses = ['checked', 'committed', 'refused'] as const;
export const rowOutcomes = ['accepted', 'rejected', 'confirm', 'ignored'] as const;

export const ImportRow = Type.Object(
  {
    sheet: Type.String(),
    row: Type.Integer({ description: '行号，从 1 开始' }),
    unitText: Nullable(Type.String()),
    unit: Nullable(UnitRef),
    outcome: Words(rowOutcomes),
    values: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])),
    findings: Type.Array(FindingSchema),
    submissionId: Nullable(Type.String({ description: '已写入的报送' })),
  },
  { title: 'ImportRow' },
);
export type ImportRow = Static<typeof ImportRow>;

const head = {
  id: Id,
  version: Type.Integer({ description: '改正时放入 If-Match' }),
  fileName: Type.String(),
  sha256: Type.String(),
  form: Type.String(),
  layout: Words(importLayouts, { description: 'table 汇总表；form 单位表；summary 工作小结（Word 文档，一行）' }),
  period: Period,
  mode: Words(importModes),
  status: Words(importStatuses, {
    description: 'checked 已检查未写入；committed 已写入；refused 有不合格或未确认的行，整份未写入',
  }),
  replayOf: Nullable(Type.String({ description: '同一文件、同一报送期此前已写入的导入' })),
  counts: Type.Object({
    accepted: Type.Integer(),
    rejected: Type.Integer(),
    confirm: Type.Integer(),
    ignored: Type.Integer(),
  }),
  createdAt: Instant,
  createdBy: Type.String(),
};

export const ImportHead = Type.Object(head, { title: 'ImportHead' });
export type ImportHead = Static<typeof ImportHead>;

const cellAddress = Type.String({ pattern: '^[A-Z]{1,3}[1-9][0-9]{0,6}$', description: '单元格，如 C7' });

/** As many readings may be confirmed in one file. */
export const MOST_READINGS = 20_000;
/** Who decided it. */
const by = Type.Optional(Type.String({ maxLength: 200, description: '作出决定的人，由系统记录；随请求发来的不采用' }));
export const ImportReading = Closed({
  sheet: Text(100, 1),
  row: Type.Integer({ minimum: 1 }),
  code: Text(40, 1),
  cell: Nullable(cellAddress),
  readsAs: Type.Union([Type.Number(), Text(2000), Type.Null()]),
  by,
});

/** What the importer lets people decide about a file: the file stays as sent and is read anew with it. */
const decisions = {
  cells: Type.Array(Closed({ sheet: Text(100, 1), cell: cellAddress, text: Text(2000), by }), {
    maxItems: 2000,
    description: '改正的单元格：text 为改后的内容，空为清空',
  }),
  units: Type.Array(Closed({ text: Text(200, 1), unit: Text(20, 1), by }), {
    maxItems: 200,
    description: '表中的单位写法对应的单位编码',
  }),
  headers: Type.Array(Closed({ text: Text(200, 1), field: Text(20, 1), by }), {
    maxItems: 200,
    description: '表头写法对应的指标编码',
  }),
  skipped: Type.Optional(
    Type.Array(Closed({ sheet: Text(100, 1), row: Type.Integer({ minimum: 1 }), by }), {
      maxItems: 2000,
      description: '不导入的行；单位表为整张工作表。写入前可以撤回',
    }),
  ),
  sheet: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: '要导入的工作表；有几张都像汇总表时须指明' }),
  ),
  unit: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 20,
      description: '文件所属单位的编码；文件没有写明单位时以此为准，写明的须一致',
    }),
  ),
  confirmed: Type.Array(ImportReading, { maxItems: MOST_READINGS, description: '已确认的读数；读数变了须重新确认' }),
};
export const ImportDecisions = Closed(decisions, { title: 'ImportDecisions' });
export type ImportDecisions = Static<typeof ImportDecisions>;

export const Import = Type.Object(
  {
    ...head,
    decisions: ImportDecisions,
    rows: Type.Array(ImportRow, { description: '前 500 行，按表中顺序' }),
    nextRows: Nullable(Type.String({ description: '还有更多行时，GET /imports/{id}/rows 的 cursor' })),
    findings: Type.Array(FindingSchema, { description: '整份文件的提示' }),
  },
  { title: 'Import' },
);
export type Import = Static<typeof Import>;

export const ImportBatch = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        fileName: Type.String({ description: '压缩包中的路径' }),
        import: Nullable(Import),
        problem: Nullable(Problem),
      }),
      { description: '每个文件一项：import 或 problem' },
    ),
  },
  { title: 'ImportBatch' },
);
export type ImportBatch = Static<typeof ImportBatch>;

const importers = { roles: ['office', 'reporter'], rows: 'own' } as const;

export const importEndpoints = {
  createImport: endpoint({
    method: 'POST',
    path: '/imports',
    tag: 'imports',
    summary:
      'Read a workbook (.xlsx, .xls, .csv) or a work summary (.docx; .doc and .wps as attachments) and say the outcome of every row; atomic and valid_rows also write. A summary fills in the texts of its unit and hands nothing in by itself. The same file for the same period again returns the first outcome',
    access: importers,
    file: 'file',
    body: Closed({
      file: Type.Unsafe<Blob>({
        description: '.xlsx、.xls、.csv、.docx、.doc 或 .wps，不超过 20 MB',
        format: 'binary',
      }),
      form: Type.Optional(Type.String({ default: 'annex7' })),
      period: Type.Optional(Period),
      unit: decisions.unit,
      sheet: decisions.sheet,
      mode: Type.Optional(Words(importModes, { default: 'dry_run' })),
      confirm: Type.Optional(Type.Boolean({ default: false, description: '需确认的值均已确认' })),
    }),
    status: 201,
    progress: true,
    reply: Import,
    problems: [
      'file_missing',
      'file_refused',
      'period_unknown',
      'period_mismatch',
      'period_not_planned',
      'personal_info',
      'decision_invalid',
      'import_timeout',
      'already_imported',
      'imported_for_other',
      'not_found',
    ],
  }),
  createImportBatch: endpoint({
    method: 'POST',
    path: '/imports/batch',
    tag: 'imports',
    summary:
      'A .zip of at most 100 workbooks and work summaries, summaries first, each imported for itself as by POST /imports; one that fails stops no other, and what else is in it is named as refused',
    access: importers,
    file: 'file',
    body: Closed({
      file: Type.Unsafe<Blob>({ description: '.zip，不超过 20 MB', format: 'binary' }),
      form: Type.Optional(Type.String({ default: 'annex7' })),
      period: Type.Optional(Period),
      mode: Type.Optional(Words(importModes, { default: 'dry_run' })),
      confirm: Type.Optional(Type.Boolean({ default: false })),
    }),
    status: 200,
    reply: ImportBatch,
    problems: ['file_missing', 'file_refused', 'batch_too_large', 'import_timeout'],
  }),
  listImports: endpoint({
    method: 'GET',
    path: '/imports',
    tag: 'imports',
    summary: 'Imports, newest first',
    access: { roles: readers, rows: 'own' },
    query: Closed({ ...paging, period: Type.Optional(Period), status: Type.Optional(Words(importStatuses)) }),
    status: 200,
    reply: Page(ImportHead, 'Import'),
    problems: ['invalid_cursor'],
  }),
  getImport: endpoint({
    method: 'GET',
    path: '/imports/{id}',
    tag: 'imports',
    summary: 'One import with the outcome of its rows',
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: Import,
    problems: ['not_found'],
  }),
  listImportRows: endpoint({
    method: 'GET',
    path: '/imports/{id}/rows',
    tag: 'imports',
    summary: 'Rows of an import in the order of the file, for files with more than fit into its own reply',
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    query: Closed({
      ...paging,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, default: 500, description: '每页条数' })),
      outcome: Type.Optional(Words(rowOutcomes)),
    }),
    status: 200,
    reply: Page(ImportRow, 'ImportRow'),
    problems: ['not_found', 'invalid_cursor'],
  }),
  getImportWorkbook: endpoint({
    method: 'GET',
    path: '/imports/{id}/workbook',
    tag: 'imports',
    summary:
      "The sender's own file with every finding coloured and noted in its cell and listed on a first sheet; .xls, .csv and the paragraphs of a document come back as .xlsx",
    // As it was sent, mobile numbers included: for those who hand in and who keep the reports.
    access: importers,
    params: ByIdParams,
    status: 200,
    download: XLSX,
    problems: ['not_found', 'file_refused', 'import_timeout'],
  }),
  decideImport: endpoint({
    method: 'PUT',
    path: '/imports/{id}/decisions',
    tag: 'imports',
    summary:
      'Mend cells, say what units and headers mean, leave rows out, choose the sheet, confirm readings: the stored file is read anew and every row that is not written yet judged anew. Replaces the decisions made before, except those about rows that are written. keep makes the texts known for later files (office only)',
    access: importers,
    params: ByIdParams,
    body: Closed({
      ...decisions,
      keep: Type.Optional(
        Type.Boolean({ default: false, description: '为 true 时，units 与 headers 的写法以后自动识别' }),
      ),
    }),
    ifMatch: true,
    status: 200,
    progress: true,
    etag: true,
    reply: Import,
    problems: ['not_found', 'forbidden', 'file_refused', 'decision_invalid', 'unit_alias_taken', 'import_timeout'],
  }),
  commitImport: endpoint({
    method: 'POST',
    path: '/imports/{id}/commit',
    tag: 'imports',
    summary: 'Write a checked import in one transaction; rows already written are left alone',
    access: importers,
    params: ByIdParams,
    body: Closed({
      mode: Type.Optional(Words(['atomic', 'valid_rows'], { default: 'atomic' })),
      confirm: Type.Optional(
        Type.Boolean({ default: false, description: '检查时要求确认的均已确认；检查之后才有的问题不算，须再确认' }),
      ),
      version: Type.Optional(Type.Integer({ description: '所见导入结果的版本；已有变动则不写入，须重新查看' })),
    }),
    status: 200,
    progress: true,
    reply: Import,
    problems: ['not_found', 'import_not_committable', 'already_imported', 'precondition_failed'],
  }),
} as const;
