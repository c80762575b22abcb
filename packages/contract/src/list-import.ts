import { Type, type TProperties } from 'typebox';
import { Closed, FindingSchema, Words } from './common.ts';

/** What a row of a list does to what is known by its key. */
export const listRowOutcomes = ['new', 'changed', 'same', 'faulty'] as const;
export type ListRowOutcome = (typeof listRowOutcomes)[number];

const upload = {
  file: Type.Unsafe<Blob>({ description: '.xlsx、.xls 或 .csv，不超过 20 MB', format: 'binary' }),
  mode: Type.Optional(Words(['dry_run', 'atomic'], { default: 'dry_run' })),
};

/** Body of the import of a list. */
export const listUpload = <P extends TProperties>(more: P) => Closed({ ...upload, ...more });

/** What was read from a list, row by row, and whether all of it was written. */
export function ListImport<P extends TProperties, M extends TProperties>(title: string, own: P, more: M) {
  return Type.Object(
    {
      fileName: Type.String(),
      sheet: Type.String(),
      written: Type.Boolean({ description: '已写入；有错误时一行也不写' }),
      errors: Type.Integer(),
      rows: Type.Array(
        Type.Object({
          row: Type.Integer({ description: '表格中的行号' }),
          ...own,
          outcome: Words(listRowOutcomes, { description: '已有的更新，其余为新增' }),
          changes: Type.Array(
            Type.Object({
              label: Type.String({ description: '改动的一项' }),
              from: Type.String({ description: '现有的；空为没有' }),
              to: Type.String({ description: '写入后的' }),
            }),
            { description: '已有的将改动之处' },
          ),
          findings: Type.Array(FindingSchema),
        }),
      ),
      ignored: Type.Array(Type.Object({ row: Type.Integer(), text: Type.String() })),
      unknownHeaders: Type.Array(Type.String(), { description: '未识别的列' }),
      ...more,
    },
    { title },
  );
}

export const listImportProblems = ['file_missing', 'file_refused', 'import_timeout'] as const;
