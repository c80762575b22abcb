import { partsOf, textOfPart } from './parts.ts';

const STYLES = 'xl/styles.xml';
const builtInPercents = new Set(['9', '10']);

/** A format by which a cell shows another number than it holds: 1 as 100%, 2 as 2万, 2000 as 2 (`0,`). */
export function showsOtherwise(format: string): boolean {
  return /[%‰万千亿]|[0#?],+(?![0#?,])/.test(format);
}

/**
 * Whether cells of a workbook (.xlsx) may have such a format. Only then are the styles of its cells read, which costs memory
 * for each of them.
 * @throws WorkbookRefused file_damaged
 */
export function mayShowOtherwise(bytes: Buffer): boolean {
  const part = partsOf(bytes, (path) => path === STYLES)[STYLES];
  if (!part) return false;
  const xml = textOfPart(part);
  const own = [...xml.matchAll(/\bformatCode="([^"]*)"/g)].some(([, format = '']) => showsOtherwise(plain(format)));
  // Those of named styles, which nearly every workbook has, stand elsewhere.
  const used = /<(?:\w+:)?cellXfs\b[^]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? '';
  return own || [...used.matchAll(/\bnumFmtId="(\d+)"/g)].some(([, id = '']) => builtInPercents.has(id));
}

function plain(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (all, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    })
    .replaceAll('&quot;', '"');
}
