import { holdsIdentity } from '@nuanxin/domain';
import { Parser } from 'htmlparser2';
import { localName } from './document/names.ts';
import { contentOf, oleStreams } from './ole.ts';
import { partsOf, textOfPart } from './parts.ts';

/** What a part of a package is to people; the first that fits. */
const places: [RegExp, string][] = [
  [/comment|person/i, '批注'],
  [/^docProps\//i, '文件属性'],
  [/(?:header|footer)\d*\.xml$/i, '页眉页脚'],
  [/drawing|diagram|chart/i, '图形'],
  [/externalLink/i, '外部链接'],
  [/pivot/i, '数据透视表'],
];
const placeOf = (path: string): string => places.find(([pattern]) => pattern.test(path))?.[1] ?? '其他部分';

const SHARED_STRINGS = 'xl/sharedStrings.xml';
/** Looked for first: to fold the characters of a long text takes time. */
const digits = /[\d０-９](?:[^\p{L}\d０-９]{0,3}[\d０-９]){16}/u;

/**
 * Parts of a package (.xlsx, .docx) in which an identity number stands, as people name them.
 * @param read whether the part's text is looked at elsewhere
 * @throws WorkbookRefused file_damaged
 */
export function identitiesInParts(bytes: Uint8Array, read: (path: string) => boolean): string[] {
  const parts = partsOf(bytes, (path) => /\.(?:xml|vml|rels)$/i.test(path) && !read(path));
  return Object.entries(parts).flatMap(([path, content]) => {
    const xml = textOfPart(content);
    // Strings of the cells, and those that no cell shows any more: they are many.
    if (path === SHARED_STRINGS && !digits.test(xml)) return [];
    return holdsIdentity(textsOf(xml)) ? [placeOf(path)] : [];
  });
}

const decimal = /^-?\d*\.\d+(?:E[+-]?\d+)?$/i;
/** Elements whose end is no end of a word. */
const inWord = new Set(['t', 'r', 'instrText', 'delText']);

/** Texts and attributes of a part, one a line; runs of one paragraph are one text. */
function textsOf(xml: string): string {
  const lines: string[] = [];
  let line = '';
  const starts: number[] = [];
  const endLine = (): void => {
    if (line !== '' && !decimal.test(line)) lines.push(line);
    line = '';
  };
  const parser = new Parser(
    {
      onopentag(_, attributes) {
        starts.push(line.length);
        lines.push(...Object.values(attributes).filter((value) => !decimal.test(value)));
      },
      ontext: (text) => void (line += text),
      oncomment: (text) => void lines.push(text),
      onclosetag(name) {
        // Marks of proofreaders and the like hold nothing and stand in the middle of words.
        if (line.length > (starts.pop() ?? 0) && !inWord.has(localName(name))) endLine();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  endLine();
  return lines.join('\n');
}

const inLine = /<\/?(?:a|b|big|del|em|font|i|ins|s|small|span|strong|sub|sup|u|wbr)\b[^>]*>/gi;

/** A web page outside its tables, and what its tags say. */
export function identitiesInPage(html: string): string[] {
  return holdsIdentity(html) || holdsIdentity(html.replace(inLine, '')) ? ['其他部分'] : [];
}

/**
 * The same for an OLE2 container (.xls, .doc), in whose streams text stands in one byte or two a character.
 * @throws WorkbookRefused file_damaged, encrypted
 */
export function identitiesInStreams(bytes: Buffer): string[] {
  // Not by the buffer's own utf16le: Node 24 corrupts its memory when both place and length are odd.
  const wide = new TextDecoder('utf-16le');
  return [...oleStreams(bytes)].flatMap(([name, stream]) => {
    const { content } = contentOf(bytes, stream);
    const texts = [content.toString('latin1'), wide.decode(content), wide.decode(content.subarray(1))];
    if (!texts.some((text) => digits.test(text) && holdsIdentity(text))) return [];
    return [name.endsWith('SummaryInformation') ? '文件属性' : '批注或其他部分'];
  });
}
