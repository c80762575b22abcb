import type { Finding } from '../form.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import { measureOf, scaleOf } from './measures.ts';

export interface NumberFinding {
  level: Finding['level'];
  code: string;
  /** The number that was read; null with an error. */
  readsAs: number | null;
}

export interface NormalisedNumber {
  /** Null when the text is blank or no number may be used. */
  value: number | null;
  findings: NumberFinding[];
}

/** What is invisible but not white space. */
const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;

/** What most texts are made of, and folding leaves as it is. */
const folded = /^[\x21-\x7e\u4e00-\u9fff]*$/;

/** Full-width to half-width, and every kind of space removed (D16, D23, D38). For comparing texts. */
export function tidy(text: string): string {
  if (folded.test(text)) return text;
  return text.normalize('NFKC').replace(invisible, '').replace(/\s+/gu, '');
}

/**
 * Folded by `tidy` without becoming another figure: spaces, full-width forms, small and vertical ones, radicals that PDF
 * programs give for characters. Anything else that folds (`¹`, `①`, `½`, `㎡`) is a mark beside the figure or a figure of its
 * own.
 */
const sameFigure = /[\s\uff00-\uffef\ufe30-\ufe6f\u2e80-\u2fdf\uf900-\ufaff]/u;
const plainCharacters = /^[\x20-\x7e\u3000-\u3002\u4e00-\u9fff\uff01-\uff5e]*$/;

/** A footnote mark or the like, which would become digits of the number or day that it stands at: `35①` is not 351. */
export function holdsMark(text: string): boolean {
  if (plainCharacters.test(text)) return false;
  return [...text].some((char) => !sameFigure.test(char) && char.normalize('NFKC') !== char);
}

const zeroMarks = /^(?:[/\\\-—–―─]{1,2}|无)$/;
const formulaErrors = /^#(?:DIV\/0!|REF!|N\/A|VALUE!|NAME\?|NUM!|NULL!)$/;
const pattern = new RegExp(
  [
    '^(?:共计?|总计)?(?<before>大约|约|将近|近|超过|超|逾)?',
    '(?:(?<sign>[+-]?)(?<whole>\\d{1,3}(?:,\\d{3})+|\\d+)(?<fraction>\\.\\d+)?(?<exponent>[eE][+-]?\\d{1,2})?',
    '|(?<chinese>[〇零一二两三四五六七八九十百千万亿]+))',
    // 20多万, 3万余份, 300条左右: the word that makes it approximate may stand in three places.
    '(?<inside>[余多])?(?<scale>[百千]?[万亿]|[百千])?(?<past>[余多])?(?<word>\\D*?)(?<after>左右|以上|上下|[余多])?$',
  ].join(''),
);

/**
 * Reads a number as people write it in reports. Never guesses: what is not exact has to be confirmed, what cannot be
 * read is an error, and a blank stays blank (D23, D25–D31, D36, D38). Limits of the field are the caller's.
 * @param text as it stands in the cell
 * @param measure measure word of the field, e.g. `份`
 * @param times the figure counts so many of them, as in a column of 万份
 */
export function normaliseNumber(text: string, measure = '', times = 1): NormalisedNumber {
  const shown = text
    .normalize('NFKC')
    .replace(invisible, '')
    .trim()
    .replace(/^['’‘]/, '');
  if (shown === '') return { value: null, findings: [] };
  if (holdsMark(text)) return refuse('not_numeric');
  // `3 4` may be two numbers.
  if (/\d\s+\d/.test(shown)) return refuse('not_numeric');
  const tidied = shown.replace(/\s+/gu, '').replaceAll('−', '-');
  if (formulaErrors.test(tidied)) return refuse('formula');
  if (zeroMarks.test(tidied)) return accept(0, [['warning', 'empty_as_zero']]);

  const parts = pattern.exec(tidied)?.groups;
  const number = parts ? numberOf(parts, times) : null;
  const measured = measureOf(parts?.word ?? '', measure);
  if (!parts || number === null || measured === 'unreadable') return refuse('not_numeric');
  // 2万 in a column of 万份 may be either.
  if (times > 1 && (parts.scale || /[百千万亿]/.test(parts.chinese ?? ''))) return refuse('unit');
  if (number < 0) return refuse('negative');
  if (!Number.isInteger(number)) return refuse('not_integer');
  const notes: [Finding['level'], string][] = [];
  if (parts.before || parts.inside || parts.past || parts.after) notes.push(['confirm', 'approximate']);
  else if (times > 1 && number !== 0) notes.push(['confirm', 'unit']);
  else if (parts.chinese) notes.push(['warning', 'cn_numeral']);
  if (measured === 'other') notes.push(['warning', 'unit']);
  if (parts.exponent) notes.push(['warning', 'scientific']);
  return accept(number, notes);
}

function numberOf(parts: Record<string, string | undefined>, given: number): number | null {
  const { sign, whole = '', fraction = '', exponent = '', chinese, scale = '' } = parts;
  const base = chinese ? chineseNumeral(chinese) : Number(`${whole.replaceAll(',', '')}${fraction}${exponent}`);
  if (base === null) return null;
  const times = scaleOf(scale) * given;
  // 1.1 万 is 11000.000000000002 in binary.
  const value = Number((base * times).toPrecision(15));
  if (!Number.isFinite(value)) return null;
  return sign === '-' && value !== 0 ? -value : value;
}

function accept(value: number, notes: [Finding['level'], string][]): NormalisedNumber {
  return { value, findings: notes.map(([level, code]) => ({ level, code, readsAs: value })) };
}

function refuse(code: string): NormalisedNumber {
  return { value: null, findings: [{ level: 'error', code, readsAs: null }] };
}
