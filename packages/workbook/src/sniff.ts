import { WorkbookRefused } from './refused.ts';

export type Kind = 'zip' | 'ole' | 'text';

const starts = (bytes: Buffer, ...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
const SAVE_AS = '请在 WPS 或 Excel 中另存为 .xlsx 后重新导入';

/** What a file is, by its content and not by its name (D01–D07). @throws WorkbookRefused for what cannot be a workbook */
export function sniff(bytes: Buffer): Kind {
  if (bytes.length === 0) throw new WorkbookRefused('file_empty', '文件是空的，请重新选择');
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'ole';
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46))
    throw new WorkbookRefused('file_type_unsupported', '这是 PDF 文件，不能导入；请使用 Excel 表格');
  const picture =
    starts(bytes, 0x89, 0x50, 0x4e, 0x47) ||
    starts(bytes, 0xff, 0xd8, 0xff) ||
    starts(bytes, 0x47, 0x49, 0x46) ||
    starts(bytes, 0x42, 0x4d);
  if (picture) throw new WorkbookRefused('file_type_unsupported', '这是图片，不能导入；请使用 Excel 表格');
  // BIFF2–BIFF5 without an OLE container.
  if (
    starts(bytes, 0x09, 0x00) ||
    starts(bytes, 0x09, 0x02) ||
    starts(bytes, 0x09, 0x04) ||
    starts(bytes, 0x09, 0x08)
  ) {
    throw new WorkbookRefused('old_excel', `文件格式过旧，不能读取；${SAVE_AS}`);
  }
  const utf16 = starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff);
  if (!utf16 && bytes.subarray(0, 4096).includes(0)) {
    throw new WorkbookRefused('file_type_unsupported', `不认识的文件格式；${SAVE_AS}`);
  }
  if (/^\s*<(?:!doctype|html|\?xml|table)/i.test(bytes.subarray(0, 512).toString('latin1'))) {
    throw new WorkbookRefused('file_type_unsupported', `这是网页格式的表格，不能可靠读取；${SAVE_AS}`);
  }
  return 'text';
}
