export type RefusalCode =
  'file_empty' | 'file_type_unsupported' | 'file_damaged' | 'encrypted' | 'too_large' | 'zip_bomb' | 'old_excel';

/** A file that is not read, with a sentence for the clerk who sent it. */
export class WorkbookRefused extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.name = 'WorkbookRefused';
    this.code = code;
    this.detail = detail;
  }
}
