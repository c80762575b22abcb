import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, FindingSchema, Nullable, Text } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { ImportReading, ImportRow } from './imports.ts';

const SheetCell = Type.Object(
  {
    text: Type.String({ description: '原文' }),
    decided: Type.Optional(Type.String({ description: '导入时改为' })),
    cut: Type.Optional(Type.Boolean({ description: '原文过长，只给出开头' })),
  },
  { title: 'SheetCell' },
);
export type SheetCell = Static<typeof SheetCell>;

export const ImportSheet = Type.Object(
  {
    sheets: Type.Array(
      Type.Object({
        name: Type.String(),
        hidden: Type.Boolean(),
        imported: Type.Boolean({ description: '其中的行已读入' }),
        problems: Type.Integer({
          description: '尚未写入的行中有错误或待确认的单元格数；warnings 为 true 时含提示',
        }),
      }),
    ),
    name: Type.String({ description: '此工作表' }),
    rows: Type.Integer({ description: '总行数' }),
    columns: Type.Integer({ description: '总列数' }),
    from: Type.Integer({ description: '第一行的行号' }),
    limit: Type.Integer({ description: '每次给出的行数；很宽的表少于所要的行数' }),
    lines: Type.Array(Type.Array(Nullable(SheetCell)), { description: '各行的单元格，从 A 列起；空格为 null' }),
    merges: Type.Array(
      Type.Object({
        top: Type.Integer(),
        left: Type.Integer(),
        bottom: Type.Integer(),
        right: Type.Integer(),
        cell: Type.Optional(SheetCell),
      }),
      { description: '合并的单元格，行列号从 1 开始；左上角在这些行之上时给出 cell' },
    ),
    header: Nullable(Type.Object({ first: Type.Integer(), last: Type.Integer() }, { description: '表头的行' })),
    meanings: Type.Record(Type.String(), Type.String(), {
      description: '各列（如 C）或单元格（如 C7）所填的指标编码；填报单位为 unit',
    }),
    items: Type.Array(ImportRow, { description: '这些行的导入结果；单位表为整张表的一行' }),
    findings: Type.Array(FindingSchema, { description: '这些行中不属于某一单位的提示，如不认识的表头' }),
    problems: Type.Object(
      {
        before: Type.Integer({ description: '在这些行之上的个数' }),
        previous: Nullable(Type.Integer({ description: '之上最近的行' })),
        next: Nullable(Type.Integer({ description: '之下最近的行' })),
      },
      { description: '此工作表中有问题的单元格在哪里' },
    ),
    readings: Type.Integer({ description: '整份文件中待确认的读数' }),
  },
  { title: 'ImportSheet' },
);
export type ImportSheet = Static<typeof ImportSheet>;

export const ImportReadings = Type.Object({ items: Type.Array(ImportReading) }, { title: 'ImportReadings' });
export type ImportReadings = Static<typeof ImportReadings>;

/** An import seen as the sheet that was sent. */
export const importSheetEndpoints = {
  getImportSheet: endpoint({
    method: 'GET',
    path: '/imports/{id}/sheet',
    tag: 'imports',
    summary:
      "A stretch of one of the file's sheets as it was sent, with what was decided about its cells and the outcome of its rows",
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    query: Closed({
      sheet: Type.Optional(Text(100, 1)),
      from: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1, description: '第一行的行号' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 200, description: '行数' })),
      warnings: Type.Optional(Type.Boolean({ default: false, description: '为 true 时，问题含提示' })),
    }),
    status: 200,
    reply: ImportSheet,
    problems: ['not_found', 'file_refused', 'import_timeout'],
  }),
  listImportReadings: endpoint({
    method: 'GET',
    path: '/imports/{id}/readings',
    tag: 'imports',
    summary: 'Values that were read with a doubt and wait for a yes, of all rows that are not written yet',
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    status: 200,
    reply: ImportReadings,
    problems: ['not_found'],
  }),
} as const;
