import { isIsoDate, weekdayOf, type IsoDate } from '../dates.ts';

/** A day or a range of days as a notice says it. */
export interface SaidRange {
  from: IsoDate;
  to: IsoDate;
}

/** `2027年1月1日`, `2027-01-01`, `20270101`, `1月1日`, `1/1`, `3日`; what stands in brackets behind it. */
const day =
  /(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(20\d\d)(\d\d)(\d\d)(?!\d)|(\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{1,2})[日号])(?:\s*\(([^)]*)\))?/g;
const rangeMark = /^[^\d]{0,12}?(?:至|到|—|–|-|~)[^\d]{0,3}$/;
const weekdays = '一二三四五六日';

/**
 * Days in a text whose full-width characters were made plain. A day without a year is the one that is nearest to
 * `anchor`, one without a month is in that of the day before it.
 * @param anchor a year takes the day in that year only
 * @returns ranges in the order of the text, and a sentence for whatever is no day or has another weekday
 */
export function daysIn(text: string, anchor: number | IsoDate): { ranges: SaidRange[]; faults: string[] } {
  const ranges: SaidRange[] = [];
  const faults: string[] = [];
  let before: { date: IsoDate; end: number } | null = null;
  for (const match of text.matchAll(day)) {
    const [said, y1, m1, d1, y2, m2, d2, m3, d3, d4, brackets = ''] = match;
    const month: string | undefined = m1 ?? m2 ?? m3 ?? before?.date.slice(5, 7);
    const year: string | number | undefined =
      y1 ?? y2 ?? (month === undefined ? undefined : yearOf(Number(month), before?.date ?? anchor));
    const date: IsoDate = `${year}-${month?.padStart(2, '0')}-${(d1 ?? d2 ?? d3 ?? d4)?.padStart(2, '0')}`;
    if (!isIsoDate(date)) {
      faults.push(`“${said}”不是一个日期`);
      continue;
    }
    const saidWeekday = /(?:周|星期|礼拜)([一二三四五六日天])/.exec(brackets)?.[1]?.replace('天', '日');
    const weekday = weekdays[weekdayOf(date) - 1];
    if (saidWeekday !== undefined && saidWeekday !== weekday)
      faults.push(`${date} 是周${weekday}，文中写作周${saidWeekday}`);
    const last: SaidRange | undefined = ranges.at(-1);
    if (before && last && rangeMark.test(text.slice(before.end, match.index))) last.to = date;
    else ranges.push({ from: date, to: date });
    before = { date, end: match.index + said.length };
  }
  return { ranges, faults };
}

function yearOf(month: number, anchor: number | IsoDate): number {
  if (typeof anchor === 'number') return anchor;
  const year = Number(anchor.slice(0, 4));
  const distance = month - Number(anchor.slice(5, 7));
  return distance > 6 ? year - 1 : distance < -6 ? year + 1 : year;
}
