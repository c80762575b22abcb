import { Parser } from 'htmlparser2';
import { attribute, localName } from './names.ts';

/** What a paragraph says of its number; null where it says nothing and its style counts. */
export interface NumberOf {
  style: string | null;
  list: string | null;
  level: number | null;
}

interface Level {
  start: number;
  format: string;
  /** `%1、`, `（%2）` */
  text: string;
  style: string | null;
}

/**
 * The number that Word shows before a paragraph and that stands nowhere in its text: headings of summaries are often
 * numbered so. Called for each paragraph in turn.
 */
export type Numbers = (paragraph: NumberOf) => string;

export function numbersOf(numberingXml: string, stylesXml: string): Numbers {
  const { lists, abstracts } = listsOf(numberingXml);
  const styles = stylesOf(stylesXml);
  const counters = new Map<string, number[]>();
  const restarted = new Set<string>();

  return (paragraph) => {
    const { list, level, style } = withStyle(paragraph, styles);
    const entry = lists.get(list ?? '');
    const levels = abstracts.get(entry?.abstract ?? '');
    if (!entry || !levels) return '';
    const byStyle = levels.findIndex((each: Level | undefined) => style !== null && each?.style === style);
    const at = level ?? Math.max(0, byStyle);
    const own = levels[at];
    if (!own) return '';
    const counts = counters.get(entry.abstract) ?? [];
    counters.set(entry.abstract, counts);
    const restart = entry.starts.get(at);
    const first = restart !== undefined && !restarted.has(`${list} ${at}`);
    restarted.add(`${list} ${at}`);
    counts[at] = first ? restart : counts[at] === undefined ? (restart ?? own.start) : counts[at] + 1;
    // What is counted below begins anew.
    counts.length = at + 1;
    if (own.format === 'bullet' || own.format === 'none') return '';
    return own.text.replace(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      return shown(counts[index] ?? levels[index]?.start ?? 1, levels[index]?.format ?? 'decimal');
    });
  };
}

interface List {
  abstract: string;
  /** Level and the number that the list begins with there, though another of the same kind was counted before. */
  starts: Map<number, number>;
}

function listsOf(xml: string): { lists: Map<string, List>; abstracts: Map<string, Level[]> } {
  const lists = new Map<string, List>();
  const abstracts = new Map<string, Level[]>();
  let abstract: Level[] | null = null;
  let level: Level | null = null;
  let list: List | null = null;
  let overridden = 0;
  walk(xml, (name, attributes) => {
    const value = attribute(attributes, 'val') ?? '';
    switch (name) {
      case 'abstractNum':
        abstracts.set(attribute(attributes, 'abstractNumId') ?? '', (abstract = []));
        break;
      case 'num':
        [abstract, level] = [null, null];
        lists.set(attribute(attributes, 'numId') ?? '', (list = { abstract: '', starts: new Map() }));
        break;
      case 'abstractNumId':
        if (list) list.abstract = value;
        break;
      case 'lvlOverride':
        overridden = levelIn(attribute(attributes, 'ilvl'));
        break;
      case 'startOverride':
        list?.starts.set(overridden, Number(value));
        break;
      case 'lvl':
        level = { start: 1, format: 'decimal', text: '', style: null };
        if (abstract) abstract[levelIn(attribute(attributes, 'ilvl'))] = level;
        break;
      case 'start':
        if (level) level.start = Number(value);
        break;
      case 'numFmt':
        if (level) level.format = value;
        break;
      case 'lvlText':
        if (level) level.text = value;
        break;
      case 'pStyle':
        if (level) level.style = value;
        break;
    }
  });
  return { lists, abstracts };
}

const LEVELS = 9;

function levelIn(text: string | undefined): number {
  const level = Number(text ?? 0);
  return Number.isInteger(level) && level >= 0 && level < LEVELS ? level : 0;
}

interface Style {
  basedOn: string | null;
  list: string | null;
  level: number | null;
}

function stylesOf(xml: string): Map<string, Style> {
  const styles = new Map<string, Style>();
  let style: Style | null = null;
  walk(xml, (name, attributes) => {
    const value = attribute(attributes, 'val') ?? '';
    if (name === 'style') {
      style = { basedOn: null, list: null, level: null };
      styles.set(attribute(attributes, 'styleId') ?? '', style);
    } else if (!style) return;
    else if (name === 'basedOn') style.basedOn = value;
    else if (name === 'numId') style.list = value;
    else if (name === 'ilvl') style.level = levelIn(value);
  });
  return styles;
}

/** What a paragraph does not say itself its style says, or the one that the style is based on. */
function withStyle({ style, list, level }: NumberOf, styles: Map<string, Style>): NumberOf {
  if (list !== null) return { style, list, level: level ?? 0 };
  const seen = new Set<string>();
  for (let name = style; name !== null && !seen.has(name); name = styles.get(name)?.basedOn ?? null) {
    seen.add(name);
    const found = styles.get(name);
    if (found?.list) return { style: name, list: found.list, level: level ?? found.level };
  }
  return { style, list: null, level };
}

function walk(xml: string, open: (name: string, attributes: Record<string, string>) => void): void {
  const parser = new Parser(
    { onopentag: (name, attributes) => open(localName(name), attributes) },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
}

const digits = '零一二三四五六七八九';
const legalDigits = '零壹贰叁肆伍陆柒捌玖';

function shown(number: number, format: string): string {
  if (/^(?:chinese|taiwanese|japanese)(?:Counting|Digital)/.test(format)) return chinese(number, digits, '十');
  if (format.includes('Legal')) return chinese(number, legalDigits, '拾');
  if (format.startsWith('ideographDigital')) return [...String(number)].map((each) => digits[Number(each)]).join('');
  if (format.startsWith('decimalEnclosedCircle') && number >= 1 && number <= 20)
    return String.fromCodePoint(0x245f + number);
  if (/^(?:upper|lower)Letter$/.test(format) && number >= 1 && number <= 26)
    return String.fromCodePoint((format === 'upperLetter' ? 64 : 96) + number);
  if (format === 'decimalZero') return String(number).padStart(2, '0');
  return String(number);
}

/** Up to 99, as far as anybody numbers headings. */
function chinese(number: number, names: string, ten: string): string {
  if (number < 0 || number > 99) return String(number);
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  if (tens === 0) return names[ones] ?? '';
  return `${tens === 1 ? '' : names[tens]}${ten}${ones === 0 ? '' : names[ones]}`;
}
