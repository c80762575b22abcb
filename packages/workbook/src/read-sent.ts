import type { DocumentData, WorkbookData } from '@nuanxin/domain';
import { readDoc, readDocx } from './document/read-document.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { checkSize, readWorkbook } from './read-workbook.ts';
import { sniff } from './sniff.ts';

/**
 * What somebody sent: a Word document (.docx, .doc, .wps) or else a workbook, by its content and not by its name.
 * @param fileName gives the sheet of a CSV file its name
 * @throws WorkbookRefused with a Chinese sentence when it is something else, damaged, encrypted or too large
 */
export async function readSent(
  bytes: Buffer,
  fileName: string,
  limits: Partial<Limits> = {},
): Promise<WorkbookData | DocumentData> {
  const all = { ...defaultLimits, ...limits };
  checkSize(bytes, all);
  return (await documentIn(bytes, all)) ?? readWorkbook(bytes, fileName, limits);
}

/** The document in a file; null when it is none. */
export async function documentIn(bytes: Buffer, limits: Limits): Promise<DocumentData | null> {
  switch (sniff(bytes)) {
    case 'zip':
      return readDocx(bytes, limits);
    case 'ole':
      return readDoc(bytes);
    case 'text':
      return null;
  }
}
