import { isDocument, type DocumentData, type WorkbookData } from '@nuanxin/domain';
import { decodeText } from './csv.ts';
import { isHtml } from './html.ts';
import { readSent } from './read-sent.ts';
import { SAVE_AS_DOCX, WorkbookRefused } from './refused.ts';
import { sniff } from './sniff.ts';

/** As much of it as a heading may have, many times over. */
const LENGTH = 1000;

/**
 * How a material begins: the first paragraph of a document (.docx), the first line of a text, the first filled cell of a
 * workbook (R88 asks about it).
 * @returns empty when there is no text at all
 * @throws WorkbookRefused for what cannot be read, a .doc included: its text is not looked into
 */
export async function beginningOf(bytes: Buffer, fileName: string): Promise<string> {
  if (isText(bytes, fileName)) return firstOf(decodeText(bytes).split(/[\r\n]+/));
  const sent = await readSent(bytes, fileName);
  return isDocument(sent) ? firstParagraph(sent) : firstCell(sent);
}

/** A table of texts is told by its name alone: its first line has the cells beside the first one too. */
function isText(bytes: Buffer, fileName: string): boolean {
  return !/\.csv$/i.test(fileName) && sniff(bytes) === 'text' && !isHtml(bytes);
}

function firstParagraph({ format, paragraphs }: DocumentData): string {
  if (format === 'doc') throw new WorkbookRefused('file_type_unsupported', `读不出这种文档的文字；${SAVE_AS_DOCX}`);
  return firstOf(paragraphs);
}

function firstCell({ sheets }: WorkbookData): string {
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    for (const row of sheet.rows) {
      const found = firstOf(row.map((cell) => cell?.text ?? ''));
      if (found !== '') return found;
    }
  }
  return '';
}

function firstOf(texts: readonly string[]): string {
  const found = texts.find((text) => text.replace(/[\s\p{Cf}]/gu, '') !== '') ?? '';
  return found.trim().slice(0, LENGTH).toWellFormed();
}
