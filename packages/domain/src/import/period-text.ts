import { tidy } from './numbers.ts';

const quarters: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4' };
const quarterNumber = (text: string): string => quarters[text] ?? text;

/** The text with its years in four digits: 二〇二五年 and 25年 before a quarter are 2025年. */
function inDigits(text: string): string {
  return tidy(text)
    .replace(
      /二[〇○零0]([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)/g,
      (_, tens: string, ones: string) => {
        return `20${digitOf(tens)}${digitOf(ones)}`;
      },
    )
    .replace(/(?<![\d.])(2\d)(?=年度?第?[一二三四1-4]季度)/g, '20$1');
}

const digitOf = (char: string): number => Math.max(0, '零一二三四五六七八九'.indexOf(char));

/** `2025Q2` from 2025年二季度, 2025年第2季度, 2025Q2 anywhere in a text; null when none is named. */
export function periodIn(text: string): string | null {
  const match = /(\d{4})年?度?(?:第?([一二三四1-4])季度?|[-_]?q([1-4]))/i.exec(inDigits(text));
  return match ? `${match[1]}Q${quarterNumber(match[2] ?? match[3] ?? '')}` : null;
}

/** The number of a quarter named without its year: 第2季度, 三季度, Q4. */
export function quarterIn(text: string): string | null {
  const match = /(?:第?([一二三四1-4])季度|(?<![a-z0-9])q([1-4])(?![a-z0-9]))/i.exec(tidy(text));
  return match ? quarterNumber(match[1] ?? match[2] ?? '') : null;
}

/** The year in 2025年民生实事…; null when none is named. */
export function yearIn(text: string): string | null {
  return /(?<!\d)(20\d{2})年/.exec(inDigits(text))?.[1] ?? null;
}

/** The rest of a tidy text once years, quarters, halves of a year and months are taken out. */
export function withoutPeriod(text: string): string {
  return text.replace(
    /(?<!\d)20\d{2}(?:年度?)?[-_]?(?:q[1-4])?|第?[一二三四1-4]季度|[上下]半年|全年|\d{1,2}[-—~至]\d{1,2}月份?|\d{1,2}月份?/gi,
    '',
  );
}

/**
 * A year named in a text that is not the period's. The year after may be that of the day on which a last quarter was
 * reported.
 */
export function statedYears(text: string, year: number): string | null {
  const named = [...tidy(text).matchAll(/(?<!\d)(20\d{2})(?:年|[-./](?=\d{1,2}(?!\d)))(\d{1,2}(?!\d))?/g)].map(
    ([, stated = '', month]) => ({ stated, dated: month !== undefined }),
  );
  // 与2024年相比 in a title that names the right year is no slip.
  if (named.some(({ stated }) => Number(stated) === year)) return null;
  return named.find(({ stated, dated }) => Number(stated) < year || !dated)?.stated ?? null;
}

/** 1-6月 or 累计 in a title: figures from January on (D48); in the first quarter they are those of the quarter. */
export function saysCumulative(text: string, period: string): boolean {
  if (period.endsWith('Q1')) return false;
  return /累计|(?<!\d)1月?[-—–~至到](?:[4-9]|1[0-2])月/.test(tidy(text));
}
