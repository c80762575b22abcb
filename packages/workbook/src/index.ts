// The importer in `domain` may not import this package, so the shapes stand there.
export type { SheetCell as Cell, SheetData as Sheet, WorkbookData as Workbook } from '@nuanxin/domain';
export { cellAddress } from '@nuanxin/domain';
export { defaultLimits, type Limits } from './limits.ts';
export { WorkbookRefused, type RefusalCode } from './refused.ts';
export { beginningOf } from './beginning.ts';
export { annotate, type Remark } from './annotate/index.ts';
export { documentType } from './document/read-document.ts';
export { readSent } from './read-sent.ts';
export { readWorkbook } from './read-workbook.ts';
export { makeList, type ListColumn, type ListInput } from './list.ts';
export { makeProjectList, type ProjectListRow } from './project-list.ts';
export { makeTable, type TableColumn } from './record-table.ts';
export { makeRecordTemplate, type RecordTemplateInput } from './record-template.ts';
export { makeTemplate, type TemplateInput } from './template.ts';
export { documentsFirst, isImportable, readArchive, type ArchivedFile } from './archive.ts';
export { readAttached, type AttachedDocument } from './attached/read-attached.ts';
export { SNIFFED_BYTES, sniffAttached, type AttachedKind } from './attached/sniff.ts';
