import type { DocumentData } from '@nuanxin/domain';
import type { Limits } from '../limits.ts';
import { contentOf, oleStreams } from '../ole.ts';
import { partsOf, textOfPart } from '../parts.ts';
import { encrypted, SAVE_AS_DOCX, WorkbookRefused } from '../refused.ts';
import { scanZip } from '../zip-scan.ts';
import { identitiesInParts, identitiesInStreams } from '../identities.ts';
import { numbersOf } from './numbering.ts';
import { paragraphsOf } from './paragraphs.ts';

const MAIN = /^word\/document\d*\.xml$/i;
const OTHERS = /^word\/(?:header|footer|footnotes|endnotes|comments|diagrams\/data)\d*\.xml$/i;
const NOTES = /^word\/(?:footnotes|endnotes)\d*\.xml$/i;
const NUMBERING = 'word/numbering.xml';
const STYLES = 'word/styles.xml';

/**
 * The text of a .docx. Not by a library: those at hand give lists without the numbers that Word shows, and a heading
 * `一、` is mostly such a number.
 * @returns null when the archive holds no Word document
 * @throws WorkbookRefused zip_bomb, file_damaged, too_large
 */
export async function readDocx(bytes: Buffer, limits: Limits): Promise<DocumentData | null> {
  const names = await scanZip(bytes, limits);
  const main = names.find((name) => MAIN.test(name));
  if (main === undefined || names.includes('xl/workbook.xml')) return null;
  const parts = xmlOf(bytes, (name) => name === main || OTHERS.test(name) || name === NUMBERING || name === STYLES);
  const text = parts.get(main) ?? '';
  if (!/<\/(?:\w+:)?document>\s*$/.test(text)) throw damaged();
  const numbers = numbersOf(parts.get(NUMBERING) ?? '', parts.get(STYLES) ?? '');
  const { paragraphs, rest } = paragraphsOf(text, numbers);
  let notes = false;
  for (const [name, xml] of parts) {
    if (!OTHERS.test(name)) continue;
    const other = paragraphsOf(xml, () => '');
    rest.push(...other.paragraphs, ...other.rest);
    if (NOTES.test(name) && other.paragraphs.length > 0) notes = true;
  }
  const characters = [...paragraphs, ...rest].reduce((sum, each) => sum + each.length, 0);
  if (characters > limits.characters)
    throw new WorkbookRefused('too_large', `文档文字过多，超过 ${limits.characters} 个字，请精简后重新导入`);
  const isReadAbove = (name: string): boolean => name === STYLES || (name !== NUMBERING && parts.has(name));
  return { format: 'docx', paragraphs, rest, notes, identities: identitiesInParts(bytes, isReadAbove) };
}

function xmlOf(bytes: Buffer, wanted: (name: string) => boolean): Map<string, string> {
  const parts = partsOf(bytes, wanted, SAVE_AS_DOCX);
  return new Map(Object.entries(parts).map(([name, content]) => [name, plainXml(content)]));
}

/** No program that writes documents declares entities of its own; who does wants to harm the reader. */
function plainXml(content: Uint8Array): string {
  const xml = textOfPart(content);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw damaged();
  // What XML cannot hold no database can.
  return xml.replace(/(?![\t\n\r])\p{Cc}/gu, '');
}

/** FIB: flags in its second word from byte 10 on, of which the ninth says that the text is locked (MS-DOC 2.5.2). */
const FLAGS = 10;
const LOCKED = 0x0100;

/**
 * A .doc, or a .wps, which is the same inside. Its text stays where it is; what may be personal data is found in the bytes
 * all the same: text stands there in one byte or two a character.
 * @returns null when the container holds no Word document
 * @throws WorkbookRefused file_damaged, encrypted
 */
export function readDoc(bytes: Buffer): DocumentData | null {
  const streams = oleStreams(bytes);
  if (streams.has('EncryptedPackage')) throw encrypted();
  const word = streams.get('WordDocument');
  if (!word || streams.has('Workbook')) return null;
  const { content } = contentOf(bytes, word);
  if (content.length < FLAGS + 2) throw damaged();
  if ((content.readUInt16LE(FLAGS) & LOCKED) !== 0) throw encrypted();
  // Not by the buffer's own utf16le: Node 24 corrupts its memory when both place and length are odd.
  const wide = new TextDecoder('utf-16le');
  const rest = [content.toString('latin1'), wide.decode(content), wide.decode(content.subarray(1))];
  return { format: 'doc', paragraphs: [], rest, notes: false, identities: identitiesInStreams(bytes) };
}

/** What a stored document is, for whoever saves it. */
export function documentType(bytes: Uint8Array): string {
  return bytes[0] === 0x50
    ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    : 'application/msword';
}

function damaged(): WorkbookRefused {
  return new WorkbookRefused('file_damaged', `文档已损坏，不能读取；${SAVE_AS_DOCX}`);
}
