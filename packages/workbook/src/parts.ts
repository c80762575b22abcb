import { unzipSync } from 'fflate';
import { SAVE_AS, WorkbookRefused } from './refused.ts';

/**
 * Parts of a package (.xlsx, .docx, .pptx), inflated, by their path. How much that may be is checked before (`scanZip`).
 * @param wanted by path; the others are not inflated
 * @throws WorkbookRefused file_damaged
 */
export function partsOf(
  bytes: Uint8Array,
  wanted: (path: string) => boolean,
  remedy = SAVE_AS,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name }) => wanted(name) });
  } catch {
    throw new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${remedy}`);
  }
}

/** Text of a part, in the encoding that its first bytes tell. */
export function textOfPart(content: Uint8Array): string {
  const utf16 =
    content[0] === 0xff && content[1] === 0xfe ? 'le' : content[0] === 0xfe && content[1] === 0xff ? 'be' : '';
  return new TextDecoder(utf16 === '' ? 'utf-8' : `utf-16${utf16}`).decode(content);
}
