import { Parser } from 'htmlparser2';

/** An element by its place in the text: what is not edited stays as the sender's program wrote it, byte for byte. */
export interface Element {
  /** Without its prefix. */
  name: string;
  /** `x:` or empty. */
  prefix: string;
  attributes: Record<string, string>;
  start: number;
  /** Just behind the start tag. */
  inner: number;
  /** Just before the end tag; the same as `inner` when there is none. */
  innerEnd: number;
  end: number;
  /** `<a/>` */
  selfClosing: boolean;
  /** Name of the element that it stands in. */
  parent: string;
}

/** Elements of the names wanted, in the order in which they begin. */
export function elements(xml: string, ...wanted: string[]): Element[] {
  const names = new Set(wanted);
  const found: Element[] = [];
  const open: (Element | string)[] = [];
  const parser = new Parser(
    {
      onopentag(qname, attributes) {
        const [name, prefix] = split(qname);
        const above = open.at(-1);
        if (!names.has(name)) {
          open.push(name);
          return;
        }
        const inner = parser.endIndex + 1;
        const element: Element = {
          name,
          prefix,
          attributes,
          start: parser.startIndex,
          inner,
          innerEnd: inner,
          end: inner,
          selfClosing: xml[inner - 2] === '/',
          parent: above === undefined ? '' : typeof above === 'string' ? above : above.name,
        };
        found.push(element);
        open.push(element);
      },
      onclosetag() {
        const element = open.pop();
        if (!element || typeof element === 'string' || element.selfClosing) return;
        element.innerEnd = parser.startIndex;
        element.end = parser.endIndex + 1;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  return found;
}

function split(qname: string): [name: string, prefix: string] {
  const colon = qname.indexOf(':');
  return colon < 0 ? [qname, ''] : [qname.slice(colon + 1), qname.slice(0, colon + 1)];
}

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with its edits, which must not overlap. What is put at a place comes before what is changed there. */
export function edited(xml: string, edits: Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(xml.slice(at, start), text);
    at = end;
  }
  return [...parts, xml.slice(at)].join('');
}

/** Adds to the end of what an element holds. */
export function append(xml: string, element: Element, text: string): Edit {
  if (!element.selfClosing) return { start: element.innerEnd, end: element.innerEnd, text };
  const opened = xml.slice(element.start, element.inner).replace(/\s*\/>$/, '>');
  const closing = `</${element.prefix}${element.name}>`;
  return { start: element.start, end: element.end, text: opened + text + closing };
}

/** The start tag with other attributes; null takes one away. */
export function withAttributes(xml: string, element: Element, changes: Record<string, string | null>): Edit {
  let tag = xml.slice(element.start, element.inner);
  for (const [name, value] of Object.entries(changes)) {
    const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`);
    tag = tag.replace(pattern, '');
    if (value !== null) tag = tag.replace(/\s*(\/?)>$/, ` ${name}="${escapeXml(value)}"$1>`);
  }
  return { start: element.start, end: element.inner, text: tag };
}

/** Text for XML: what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
