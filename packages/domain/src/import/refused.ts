export type RefusalCode =
  | 'layout_unknown'
  | 'sheet_ambiguous'
  | 'no_rows'
  | 'period_unknown'
  | 'period_mismatch'
  | 'personal_info'
  | 'cell_unknown'
  | 'decision_invalid';

/** The file as a whole cannot be imported; the sentence says why and what to do. */
export class ImportRefused extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  /** Sheets to choose from, when that is what the file needs. */
  readonly sheets: string[];
  constructor(code: RefusalCode, detail: string, sheets: string[] = []) {
    super(detail);
    this.name = 'ImportRefused';
    this.code = code;
    this.detail = detail;
    this.sheets = sheets;
  }
}
