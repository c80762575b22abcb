import { SAVE_AS, WorkbookRefused } from './refused.ts';

export type Kind = 'zip' | 'ole' | 'text';

const starts = (bytes: Buffer, ...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

const pictures = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x52, 0x49, 0x46, 0x46],
];

/** What a file is, by its content and not by its name (D01–D07). @throws WorkbookRefused for what cannot be read */
export function sniff(bytes: Buffer): Kind {
  if (bytes.length === 0) throw new WorkbookRefused('file_empty', '文件是空的，请重新选择');
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'ole';
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46))
    throw new WorkbookRefused('file_type_unsupported', '这是 PDF 文件，不能导入；请使用 Excel 表格或 Word 文档');
  if (pictures.some((magic) => starts(bytes, ...magic)))
    throw new WorkbookRefused('file_type_unsupported', '这是图片，不能导入；请使用 Excel 表格或 Word 文档');
  // BIFF2–BIFF5 without an OLE container.
  if ([0x00, 0x02, 0x04, 0x08].some((version) => starts(bytes, 0x09, version)))
    throw new WorkbookRefused('old_excel', `文件格式过旧，不能读取；${SAVE_AS}`);
  const utf16 = starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff);
  if (!utf16 && bytes.subarray(0, 4096).includes(0))
    throw new WorkbookRefused('file_type_unsupported', `不认识的文件格式；${SAVE_AS}`);
  return 'text';
}
