import { decodeText } from '../csv.ts';
import { WorkbookRefused } from '../refused.ts';

/** What an attachment is at first sight; of `zip` and `ole` only their content says whether they are documents. */
export type AttachedKind = 'jpeg' | 'png' | 'webp' | 'pdf' | 'zip' | 'ole' | 'text';

/** Bytes of the beginning that are looked at. */
export const SNIFFED_BYTES = 4096;

const HEIC =
  '苹果手机的 HEIC 照片不能上传，请另存为 JPG 后上传（手机“设置”—“相机”—“格式”选“兼容性最佳”，以后拍的就是 JPG）';
const PICTURE = '这种格式的图片不能上传，请另存为 JPG 或 PNG 后上传';
const FILM = '视频和音频不能上传，请上传截图，或填写链接';
const ARCHIVE = '压缩包不能作为附件，请解压后逐个上传';
const PROGRAM = '程序文件不能上传';
const PAGE = '网页和 SVG 文件可能带有程序，不能上传；请截图，或另存为 PDF 后上传';
const UNKNOWN = '不认识的文件格式，请另存为 PDF 后上传';

/* oxlint-disable no-control-regex -- signatures are bytes */
/** Signatures of what is refused, as text of one byte a character. */
const refusedBy: [RegExp, string][] = [
  [/^....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)/s, HEIC],
  [/^....ftypavi[fs]/s, PICTURE],
  [/^....ftyp/s, FILM],
  [/^(?:GIF8|BM|8BPS|II\*\0|MM\0\*|\0\0\x01\0|\xff\x0a|\0\0\0\x0cJXL )/, PICTURE],
  [/^(?:RIFF|ID3|OggS|FLV|fLaC|#!AMR|\x1aE\xdf\xa3|\0\0\x01[\xba\xb3]|0&\xb2u|\xff[\xf2\xf3\xfa\xfb])/, FILM],
  [/^(?:Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MSCF|\(\xb5\/\xfd)/, ARCHIVE],
  [/^.{257}ustar/s, ARCHIVE],
  [/^(?:MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|#!|dex\n|L\0\0\0\x01\x14\x02\0)/, PROGRAM],
];
/* oxlint-enable no-control-regex */

/** Of text that a browser or another program would carry out, wherever it was said to be plain. */
const markup = /<\s*(?:!doctype|\?xml|html|head|body|svg|script|iframe|meta)\b|^\s*MIME-Version:/i;

/**
 * @param head the first `SNIFFED_BYTES` of the file
 * @throws WorkbookRefused file_empty, file_type_unsupported with the way out
 */
export function sniffAttached(head: Buffer): AttachedKind {
  if (head.length === 0) throw new WorkbookRefused('file_empty', '文件是空的，请重新选择');
  const start = head.toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^RIFF....WEBP/s.test(start)) return 'webp';
  if (start.startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('PK\x03\x04')) return 'zip';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole';
  for (const [signature, why] of refusedBy) if (signature.test(start)) throw unsupported(why);
  const wide = start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff');
  const letters = wide ? decodeText(head) : start;
  // oxlint-disable-next-line no-control-regex -- text has no control characters but tab, line ends and a final ^Z
  if (start.startsWith('{\\rtf') || /[\0-\x08\x0e-\x19\x1b-\x1f]/.test(letters)) throw unsupported(UNKNOWN);
  if (markup.test(letters)) throw unsupported(PAGE);
  return 'text';
}

export function unsupported(detail: string): WorkbookRefused {
  return new WorkbookRefused('file_type_unsupported', detail);
}

export const attachedRefusals = { archive: ARCHIVE, unknown: UNKNOWN };
