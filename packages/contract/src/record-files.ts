import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Day, FindingSchema, Id, Nullable, UnitRef, XLSX, Year } from './common.ts';
import { endpoint } from './endpoint.ts';
import { listExport } from './list-export.ts';
import {
  ByRecordKind,
  RecordKindCode,
  recordFilters,
  recordKeepers,
  recordReaders,
  RecordValuesSchema,
} from './records.ts';

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
    count: Type.Integer({ description: '读到的行数' }),
    rows: Type.Array(RowFindings, { description: '检查时为全部行；导入时为有提示的行，最多 500 行' }),
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
export const RecordImport = Type.Object(
  {
    importId: Nullable(Id, { description: 'null：有错误，没有写入' }),
    written: Type.Integer(),
    repeated: Type.Boolean({ description: '同一份文件以前已写入' }),
    file: ReadFile,
  },
  { title: 'RecordImport' },
);
export type RecordImport = Static<typeof RecordImport>;
const File = Type.Unsafe<Blob>({ description: '.xlsx、.xls 或 .csv，不超过 20 MB', format: 'binary' });

/** Workbooks of records: to fill in, to bring in, to take away. */
export const recordFileEndpoints = {
  getRecordTemplate: endpoint({
    method: 'GET',
    path: '/record-kinds/{kind}/template.xlsx',
    tag: 'records',
    summary: 'The workbook to fill in: one row a record, with drop-downs and limits; imported as it is',
    access: recordKeepers,
    params: ByRecordKind,
    query: Closed({ year: Type.Optional(Year) }),
    status: 200,
    download: XLSX,
    problems: ['not_found', 'record_not_yours'],
  }),
  exportRecords: listExport({
    path: '/records/{kind}',
    tag: 'records',
    summary: 'The list as a file, which can be imported again',
    access: recordReaders,
    params: { kind: RecordKindCode },
    filters: recordFilters,
    problems: ['not_found'],
  }),
  readRecordFile: endpoint({
    method: 'POST',
    path: '/records/{kind}/read',
    tag: 'records',
    summary: 'Read a workbook into rows with their findings; nothing is written',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({ file: File, year: Type.Optional(Year) }),
    file: 'file',
    status: 200,
    reply: ReadFile,
    problems: ['file_missing', 'file_refused', 'import_timeout', 'record_not_yours', 'not_found'],
  }),
  importRecords: endpoint({
    method: 'POST',
    path: '/records/{kind}/import',
    tag: 'records',
    summary:
      'Import a workbook of records, all rows or none; the same file again writes nothing and says what it wrote',
    access: recordKeepers,
    params: ByRecordKind,
    body: Closed({
      file: File,
      year: Type.Optional(Year),
      confirm: Type.Optional(Type.Boolean({ description: '已核对约数等读数' })),
    }),
    file: 'file',
    status: 200,
    reply: RecordImport,
    problems: ['file_missing', 'file_refused', 'import_timeout', 'record_not_yours', 'record_once', 'not_found'],
  }),
  getRecordImportFile: endpoint({
    method: 'GET',
    path: '/record-imports/{id}/file',
    tag: 'records',
    summary: 'The workbook of an import as it was sent, for the office and for the unit of whoever sent it',
    // Mobile numbers included: for those who keep records.
    access: recordKeepers,
    params: ByIdParams,
    status: 200,
    download: 'application/octet-stream',
    problems: ['not_found'],
  }),
} as const;
