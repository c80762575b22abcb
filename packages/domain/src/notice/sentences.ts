import type { IsoDate } from '../dates.ts';
import { daysIn, type SaidRange } from './days.ts';

/** What a line of a notice gives. */
export interface Read {
  holidays: ({ name: string } & SaidRange)[];
  makeup: IsoDate[];
  faults: string[];
}

/** `一、元旦:`, `7. 国庆节、中秋节:`, `元旦:`. The colon tells an item from the sentences before and after the list. */
const head = /^\s*(?:[一二三四五六七八九十]+[、.]|[(]?\d{1,2}[)、.](?!\d))?\s*([^\d:。,]{2,30}?)\s*:(.*)$/s;

/** Name and text of an item of the list; null for any other sentence. */
export function itemOf(text: string): { name: string; text: string } | null {
  const [, name, rest = ''] = head.exec(text) ?? [];
  return name === undefined || !/放假|上班|连休/.test(rest) ? null : { name, text: rest };
}

/**
 * One item: `1月28日(农历除夕、周二)至2月4日(周二)放假调休,共8天。1月26日(周日)、2月8日(周六)上班。`
 * Days belong to the verb that follows them.
 */
export function readItem({ name, text }: { name: string; text: string }, year: number): Read {
  const read: Read = { holidays: [], makeup: [], faults: [] };
  // 元旦 may begin in the old year; its days are those nearest to New Year.
  let anchor: number | IsoDate = name.includes('元旦') ? `${year}-01-01` : year;
  let rest = 0;
  for (const match of text.matchAll(/放假|上班/g)) {
    const { ranges, faults } = daysIn(text.slice(rest, match.index), anchor);
    rest = match.index + match[0].length;
    read.faults.push(...faults);
    if (match[0] === '上班') read.makeup.push(...ranges.map(({ from }) => from));
    else read.holidays.push(...ranges.map((range) => ({ name, ...range })));
    anchor = read.holidays[0]?.from ?? anchor;
  }
  if (read.holidays.length === 0) read.faults.push(`没有读出“${name}”的放假日期`);
  // 鼓励…在除夕（2月9日）休息: leave that units may give, no day off.
  const left = text
    .slice(rest)
    .split('。')
    .filter((sentence) => !/^\s*鼓励/.test(sentence));
  if (left.some((sentence) => daysIn(sentence, year).ranges.length > 0))
    read.faults.push('句末的日期没有写明放假还是上班');
  const count = /放假[^。]*?(\d+)\s*天/.exec(text)?.[1];
  return { ...read, faults: [...read.faults, ...countFault(read.holidays, count)] };
}

/** The notice says how many days it is: a slip in either is told. */
export function countFault(holidays: Read['holidays'], said: string | undefined): string[] {
  const days = holidays.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1, 0);
  return said === undefined || holidays.length === 0 || Number(said) === days
    ? []
    : [`日期合计 ${days} 天，文中写作 ${said} 天`];
}
