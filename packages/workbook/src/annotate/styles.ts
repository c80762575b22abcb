import { append, edited, elements, withAttributes, type Edit } from './xml.ts';

/** Worst first. */
export const levels = ['error', 'confirm', 'warning'] as const;
export type Level = (typeof levels)[number];

const colours: Record<Level, string> = { error: 'FFFFC7CF', confirm: 'FFFFE69A', warning: 'FFDDEBF8' };
const own = new Set<string>(Object.values(colours));

/** Further formats for cells: the format that a cell has, with another ground. Nothing else of it changes. */
export interface Styles {
  marked(style: number, level: Level): number;
  /** The format that a cell had before an earlier mark; the same when it has none. */
  unmarked(style: number): number;
  xml(): string;
}

/** @param xml part of the styles */
export function stylesOf(xml: string): Styles {
  const all = elements(xml, 'fills', 'fill', 'fgColor', 'cellXfs', 'xf');
  const fills = all.find(({ name }) => name === 'fills');
  const formats = all.find(({ name }) => name === 'cellXfs');
  if (!fills || !formats) throw new Error('styles without fills or formats');
  const fillList = all.filter(
    ({ name, start, end }) => name === 'fill' && start >= fills.inner && end <= fills.innerEnd,
  );
  const xfs = all.filter(({ name, start, end }) => name === 'xf' && start >= formats.inner && end <= formats.innerEnd);
  /** Grounds of earlier marks, by their colour. */
  const earlier = new Map(
    fillList.flatMap((fill, index) => {
      const colour = all.find(({ name, start, end }) => name === 'fgColor' && start > fill.start && end < fill.end);
      const rgb = colour?.attributes.rgb ?? '';
      return own.has(rgb) ? [[rgb, index] as const] : [];
    }),
  );
  const ownFills = new Set(earlier.values());
  const texts = xfs.map(({ start, end }) => xml.slice(start, end));
  const newFills: string[] = [];
  const newFormats: string[] = [];
  const made = new Map<string, number>();
  const { prefix } = formats;

  function fillOf(level: Level): number {
    const known = earlier.get(colours[level]);
    if (known !== undefined) return known;
    const text = `<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="${colours[level]}"/><${prefix}bgColor indexed="64"/></${prefix}patternFill></${prefix}fill>`;
    const at = newFills.indexOf(text);
    return fillList.length + (at < 0 ? newFills.push(text) - 1 : at);
  }

  /** A format like another but for its ground. */
  function withFill(style: number, fill: number): number {
    const text = texts[style] ?? texts[0] ?? `<${prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`;
    const [xf] = elements(text, 'xf');
    if (!xf) throw new Error('a format that is none');
    const changed = edited(text, [withAttributes(text, xf, { fillId: String(fill), applyFill: '1' })]);
    const known = texts.indexOf(changed);
    if (known >= 0) return known;
    const index = made.get(changed) ?? xfs.length + newFormats.push(changed) - 1;
    made.set(changed, index);
    return index;
  }

  function unmarked(style: number): number {
    const fill = Number(xfs[style]?.attributes.fillId ?? 0);
    if (!ownFills.has(fill)) return style;
    // The format that it was made from differs in its ground only.
    const bare = (text: string): string => text.replace(/\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
    const mine = bare(texts[style] ?? '');
    const before = texts.findIndex(
      (text, at) => bare(text) === mine && !ownFills.has(Number(xfs[at]?.attributes.fillId ?? 0)),
    );
    return before >= 0 ? before : withFill(style, 0);
  }

  return {
    unmarked,
    marked: (style, level) => withFill(unmarked(style), fillOf(level)),
    xml() {
      const edits: Edit[] = [];
      if (newFills.length > 0) edits.push(...grown(xml, fills, fillList.length + newFills.length, newFills));
      if (newFormats.length > 0) edits.push(...grown(xml, formats, xfs.length + newFormats.length, newFormats));
      return edited(xml, edits);
    },
  };
}

function grown(xml: string, list: ReturnType<typeof elements>[number], count: number, texts: string[]): Edit[] {
  return [withAttributes(xml, list, { count: String(count) }), append(xml, list, texts.join(''))];
}
