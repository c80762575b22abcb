import type { WorkbookData } from './sheet.ts';

/** A Word document as the importer sees it. */
export interface DocumentData {
  /** Of `doc`, the binary format of Word 97–2003 and of WPS, the text is not read. */
  format: 'docx' | 'doc';
  /**
   * As they are shown, in their order: with automatic numbers (`一、`), without deleted text; tabs and line breaks inside
   * a paragraph stay. Blank ones are left out, the cells of a table's row are one paragraph if each has one.
   */
  paragraphs: string[];
  /** Whatever else is written somewhere in the file, to look for personal data: headers, notes, deleted text. */
  rest: string[];
  /** Places beside those texts in which an identity number stands: properties, drawings. */
  identities?: string[];
  /** Footnotes or endnotes, which stand in `rest` only. */
  notes: boolean;
}

/** Where the texts of a work summary are said to stand, as a workbook's rows stand in a sheet. */
export const SUMMARY_SHEET = '工作小结';

export function isDocument(file: WorkbookData | DocumentData): file is DocumentData {
  return 'paragraphs' in file;
}
