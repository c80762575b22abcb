import type { Finding } from '../form.ts';

export interface ReadNumber {
  /** Null when the text is blank or no number could be read. */
  value: number | null;
  level?: Finding['level'];
  code?: string;
}

/** Every white space of Unicode, and what is invisible but not white space. */
const blanks = /[\s\u200b-\u200d\u2060\ufeff\u00ad]+/gu;

/** Full-width to half-width, and every kind of space removed (D16, D23, D38). */
export function tidy(text: string): string {
  return text.normalize('NFKC').replace(blanks, '');
}

const digits: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** 三 → 3, 十二 → 12, 二百零五 → 205; null when it is not such a number (D28). */
export function chineseNumeral(text: string): number | null {
  if (!/^[〇零一二两三四五六七八九十百千]+$/.test(text)) return null;
  let total = 0;
  let digit: number | null = null;
  for (const char of text) {
    const unit = tens[char];
    if (unit === undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = digits[char] ?? 0;
    } else {
      // 百余, 百: a bare 百 or 千 is not exact; only 十 stands for itself.
      if (digit === null && (char !== '十' || total > 0)) return null;
      total += (digit ?? 1) * unit;
      digit = null;
    }
  }
  return total + (digit ?? 0);
}

const before = /^(?:大约|约|近|超过|超|逾|共)/;
const after = /(?:余|多|左右|以上|上下)/;
const scales: Record<string, number> = { 万: 10_000, 亿: 100_000_000 };

/**
 * Reads a number as people write it in reports. Never guesses: what is not exact has to be confirmed, what cannot be
 * read is an error, and a blank stays blank (D23, D25–D31, D36, D38).
 * @param text as it stands in the cell
 * @param measure measure word of the field, e.g. `份`
 */
export function readNumber(text: string, measure: string): ReadNumber {
  const tidied = tidy(text).replace(/^['’‘]/, '');
  if (tidied === '') return { value: null };
  if (/^(?:[/\\\-—–]{1,2}|无)$/.test(tidied)) return { value: 0, level: 'warning', code: 'empty_as_zero' };

  const approximate = before.test(tidied) || after.test(tidied);
  const bare = tidied.replace(before, '').replace(after, '');
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(e[+-]?\d{1,2})?([万亿])?(\D*)$/i.exec(bare);
  if (!match) {
    const chinese = readChinese(bare, measure);
    if (chinese === null) return { value: null, level: 'error', code: 'not_numeric' };
    return approximate
      ? { value: chinese, level: 'confirm', code: 'approximate' }
      : { value: chinese, level: 'warning', code: 'cn_numeral' };
  }
  const [, sign, whole = '', fraction = '', exponent = '', scale = '', word = ''] = match;
  const measured = word === '' ? null : measureOf(word, measure);
  if (measured === 'unreadable') return { value: null, level: 'error', code: 'not_numeric' };
  const number = Number(`${whole.replaceAll(',', '')}${fraction}${exponent}`) * (scales[scale] ?? 1);
  // 1.1 万 is 11000.000000000002 in binary.
  const value = (sign === '-' ? -1 : 1) * Number(number.toPrecision(15));
  if (value < 0) return { value, level: 'error', code: 'negative' };
  if (!Number.isInteger(value)) return { value, level: 'error', code: 'not_integer' };
  if (approximate) return { value, level: 'confirm', code: 'approximate' };
  if (measured === 'other') return { value, level: 'warning', code: 'unit' };
  if (exponent !== '') return { value, level: 'warning', code: 'scientific' };
  return { value };
}

/** Measure words seen in such reports (notes §2.1). */
const measures = new Set(
  '篇 期 条 次 场 场次 人 人次 份 册 本 张 幅 块 处 个 套 面 件 台 辆 车次 台次 车(台)次 户 户次 部 家 名 组 批 项 户数'.split(
    ' ',
  ),
);

function measureOf(word: string, measure: string): 'same' | 'other' | 'unreadable' {
  const own = tidy(measure);
  if (word === own || own.startsWith(word) || (word.endsWith('次') && own === word.slice(0, -1))) return 'same';
  return measures.has(word) ? 'other' : 'unreadable';
}

function readChinese(text: string, measure: string): number | null {
  const own = tidy(measure);
  const exact = chineseNumeral(text);
  if (exact !== null) return exact;
  return text.endsWith(own) ? chineseNumeral(text.slice(0, -own.length)) : null;
}
