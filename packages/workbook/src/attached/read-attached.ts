import type { SheetData } from '@nuanxin/domain';
import { checkSheets } from '../check-sheet.ts';
import { decodeText } from '../csv.ts';
import { readDoc, readDocx } from '../document/read-document.ts';
import { readExcel } from '../excel.ts';
import { firstCell, firstText } from '../first-text.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import { contentOf, oleStreams, type OleStream } from '../ole.ts';
import { partsOf, textOfPart } from '../parts.ts';
import { encrypted, macro } from '../refused.ts';
import { prepareXls } from '../xls-facts.ts';
import { scanZip } from '../zip-scan.ts';
import { attachedRefusals, unsupported, type AttachedKind } from './sniff.ts';

export interface AttachedDocument {
  /** Media type. */
  type: string;
  /** Endings that a file of this type may have, the usual one first. */
  endings: string[];
  /** First paragraph of a document, first filled cell of a table: what the heading rule looks at (R88). */
  heading: string | null;
  /** Everything that is written in it, to look for personal data. */
  texts: string[];
  /** Places beside those texts in which an identity number stands: comments, properties, drawings. */
  identities: string[];
}

/** `application/vnd.openxmlformats-officedocument.` and this. */
const OPEN_XML = 'application/vnd.openxmlformats-officedocument.';

/**
 * The text of a document that is attached, with the same limits and refusals as an import: macros, passwords, bombs.
 * @throws WorkbookRefused
 */
export async function readAttached(
  bytes: Buffer,
  kind: Extract<AttachedKind, 'zip' | 'ole' | 'text'>,
): Promise<AttachedDocument> {
  const limits = { ...defaultLimits, fileBytes: Infinity };
  switch (kind) {
    case 'zip':
      return readOpenXml(bytes, limits);
    case 'ole':
      return readOle(bytes, limits);
    case 'text': {
      const lines = decodeText(bytes).split(/\r\n?|\n/);
      return {
        type: 'text/plain; charset=utf-8',
        endings: ['txt'],
        heading: firstText(lines) || null,
        texts: lines,
        identities: [],
      };
    }
  }
}

async function readOpenXml(bytes: Buffer, limits: Limits): Promise<AttachedDocument> {
  const names = await scanZip(bytes, limits);
  if (names.includes('OFD.xml')) throw unsupported('OFD 文件不能在此打开，请另存为 PDF 后上传');
  if (names.includes('xl/workbook.xml')) {
    const { sheets, identities } = await readExcel(bytes, 'xlsx');
    return {
      type: `${OPEN_XML}spreadsheetml.sheet`,
      endings: ['xlsx'],
      identities,
      ...cellsOf(checkSheets(sheets, limits)),
    };
  }
  if (names.includes('ppt/presentation.xml'))
    return {
      type: `${OPEN_XML}presentationml.presentation`,
      endings: ['pptx'],
      heading: null,
      texts: slideTexts(bytes),
      identities: [],
    };
  const document = await readDocx(bytes, limits);
  if (!document) throw unsupported(attachedRefusals.archive);
  const texts = [...document.paragraphs, ...document.rest];
  return {
    type: `${OPEN_XML}wordprocessingml.document`,
    endings: ['docx'],
    heading: firstText(document.paragraphs) || null,
    texts,
    identities: document.identities ?? [],
  };
}

/** .doc, .xls and .ppt, which .wps, .et and .dps are inside. */
async function readOle(bytes: Buffer, limits: Limits): Promise<AttachedDocument> {
  const streams = oleStreams(bytes);
  if (streams.has('EncryptedPackage')) throw encrypted();
  if (streams.has('_VBA_PROJECT')) throw macro();
  const word = readDoc(bytes);
  if (word)
    return {
      type: 'application/msword',
      endings: ['doc', 'wps'],
      heading: null,
      texts: word.rest,
      identities: word.identities ?? [],
    };
  if (streams.has('Workbook') || streams.has('Book')) {
    const { sheets, identities } = await readExcel(prepareXls(bytes).bytes, 'xls');
    return {
      type: 'application/vnd.ms-excel',
      endings: ['xls', 'et'],
      identities,
      ...cellsOf(checkSheets(sheets, limits)),
    };
  }
  const slides = streams.get('PowerPoint Document');
  if (!slides) throw unsupported(attachedRefusals.unknown);
  return {
    type: 'application/vnd.ms-powerpoint',
    endings: ['ppt', 'dps'],
    heading: null,
    texts: rawTexts(bytes, slides),
    identities: [],
  };
}

/** As text stands in the old formats: one byte or two a character, at even or odd places. */
function rawTexts(bytes: Buffer, stream: OleStream): string[] {
  const { content } = contentOf(bytes, stream);
  const wide = new TextDecoder('utf-16le');
  return [content.toString('latin1'), wide.decode(content), wide.decode(content.subarray(1))];
}

/** Paragraphs of slides, their notes and comments. */
function slideTexts(bytes: Buffer): string[] {
  const wanted = /^ppt\/(?:slides|notesSlides|comments|charts|diagrams)\/[^/]+\.xml$/i;
  const parts = Object.values(partsOf(bytes, (path) => wanted.test(path)));
  return parts.flatMap((part) =>
    textOfPart(part)
      .split(/<\/(?:\w+:)?p>/)
      .map((paragraph) => paragraph.replace(/<[^>]*>/g, '').trim())
      .filter((text) => text !== ''),
  );
}

function cellsOf(sheets: SheetData[]): { heading: string | null; texts: string[] } {
  const texts = sheets.flatMap(({ rows }) => rows.flatMap((row) => row.flatMap((cell) => (cell ? [cell.text] : []))));
  return { heading: firstCell(sheets) || null, texts };
}
