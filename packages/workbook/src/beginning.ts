import { isDocument, type DocumentData } from '@nuanxin/domain';
import { decodeText } from './csv.ts';
import { firstCell, firstText } from './first-text.ts';
import { isHtml } from './html.ts';
import { readSent } from './read-sent.ts';
import { SAVE_AS_DOCX, WorkbookRefused } from './refused.ts';
import { sniff } from './sniff.ts';

/**
 * How a material begins: the first paragraph of a document (.docx), the first line of a text, the first filled cell of a
 * workbook (R88 asks about it).
 * @returns empty when there is no text at all
 * @throws WorkbookRefused for what cannot be read, a .doc included: its text is not looked into
 */
export async function beginningOf(bytes: Buffer, fileName: string): Promise<string> {
  if (isText(bytes, fileName)) return firstText(decodeText(bytes).split(/[\r\n]+/));
  const sent = await readSent(bytes, fileName);
  return isDocument(sent) ? firstParagraph(sent) : firstCell(sent.sheets);
}

/** A table of texts is told by its name alone: its first line has the cells beside the first one too. */
function isText(bytes: Buffer, fileName: string): boolean {
  return !/\.csv$/i.test(fileName) && sniff(bytes) === 'text' && !isHtml(bytes);
}

function firstParagraph({ format, paragraphs }: DocumentData): string {
  if (format === 'doc') throw new WorkbookRefused('file_type_unsupported', `读不出这种文档的文字；${SAVE_AS_DOCX}`);
  return firstText(paragraphs);
}
