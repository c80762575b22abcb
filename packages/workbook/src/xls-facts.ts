import type { SheetData } from '@nuanxin/domain';
import { contentOf, oleStreams } from './ole.ts';
import { encrypted, macro, SAVE_AS, WorkbookRefused } from './refused.ts';

const BOF = 0x0809;
const EOF = 0x000a;
const FILEPASS = 0x002f;
const XF = 0x00e0;
const BOUNDSHEET = 0x0085;
const ROW = 0x0208;
const COLINFO = 0x007d;
const BIFF8 = 0x0600;
/** The number format that Excel shows as a plain date everywhere. */
const PLAIN_DATE = 14;

/** Built-in formats that are dates in Chinese Excel and WPS, such as 31: `yyyy"年"m"月"d"日"` (ECMA-376 18.8.30, zh-cn). */
const isChineseDate = (format: number): boolean => (format >= 27 && format <= 36) || (format >= 50 && format <= 58);

export interface XlsSheetFacts extends Pick<SheetData, 'unseen'> {
  hidden: boolean;
  worksheet: boolean;
}

/**
 * What hucre 1.0 does not know of an .xls file: that it is locked, which sheets are hidden or charts, which rows and
 * columns are hidden, and that Chinese date formats are dates. The last is cured in a copy of the file: cells of such formats get the plain date format.
 * @throws WorkbookRefused encrypted, macro, old_excel, file_type_unsupported, file_damaged
 */
export function prepareXls(bytes: Buffer): { bytes: Buffer; sheets: XlsSheetFacts[] } {
  const streams = oleStreams(bytes);
  if (streams.has('EncryptedPackage')) throw encrypted();
  if (streams.has('_VBA_PROJECT')) throw macro();
  const workbook = streams.get('Workbook');
  if (!workbook) {
    if (streams.has('Book'))
      throw new WorkbookRefused('old_excel', `文件格式过旧（Excel 95 及以前），不能读取；${SAVE_AS}`);
    throw new WorkbookRefused('file_type_unsupported', `文件中没有 Excel 表格，也没有 Word 文档；${SAVE_AS}`);
  }
  const { content, fileOffset } = contentOf(bytes, workbook);
  if (content.length < Math.max(6, workbook.size) || content.readUInt16LE(0) !== BOF)
    throw new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${SAVE_AS}`);
  if (content.readUInt16LE(4) !== BIFF8) throw new WorkbookRefused('old_excel', `文件格式过旧，不能读取；${SAVE_AS}`);

  const copy = Buffer.from(bytes);
  const sheets: XlsSheetFacts[] = [];
  // Records of the workbook as a whole come first and end with EOF; the sheets follow.
  for (let at = 0; at + 4 <= content.length; at += 4 + content.readUInt16LE(at + 2)) {
    const id = content.readUInt16LE(at);
    if (id === EOF) break;
    if (id === FILEPASS) throw encrypted();
    if (id === BOUNDSHEET && at + 10 <= content.length)
      sheets.push({
        hidden: ((content[at + 8] ?? 0) & 3) !== 0,
        worksheet: content[at + 9] === 0,
        ...unseenIn(content, content.readUInt32LE(at + 4)),
      });
    if (id === XF && at + 8 <= content.length && isChineseDate(content.readUInt16LE(at + 6))) {
      copy[fileOffset(at + 6)] = PLAIN_DATE;
      copy[fileOffset(at + 7)] = 0;
    }
  }
  return { bytes: copy, sheets };
}

const HIDDEN_ROW = 0x20;
const HIDDEN_COLUMNS = 1;
const LAST_COLUMN = 255;

/** Rows and columns that are not shown in the sheet that begins at a place of the stream. */
function unseenIn(content: Buffer, start: number): Pick<SheetData, 'unseen'> {
  const unseen = { rows: [] as number[], columns: [] as number[] };
  // A chart inside a sheet begins and ends in its own right.
  let depth = 0;
  for (let at = start; at + 4 <= content.length; at += 4 + content.readUInt16LE(at + 2)) {
    const id = content.readUInt16LE(at);
    if (id === BOF) depth += 1;
    if (id === EOF) depth -= 1;
    if (depth <= 0) break;
    if (depth > 1 || at + 18 > content.length) continue;
    if (id === ROW && content.readUInt16LE(at + 16) & HIDDEN_ROW) unseen.rows.push(content.readUInt16LE(at + 4));
    if (id === COLINFO && content.readUInt16LE(at + 12) & HIDDEN_COLUMNS) {
      const last = Math.min(content.readUInt16LE(at + 6), LAST_COLUMN);
      for (let column = content.readUInt16LE(at + 4); column <= last; column++) unseen.columns.push(column);
    }
  }
  return unseen.rows.length > 0 || unseen.columns.length > 0 ? { unseen } : {};
}
