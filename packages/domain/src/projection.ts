import type { CalendarYear } from './calendar.ts';
import { addDays, startOfDay, type IsoDate } from './dates.ts';

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
});

/** The day of a year on which a day of the lunar calendar falls; leap months (`6bis`) never match. */
function lunarDay(year: number, month: number, day: number): IsoDate {
  for (let date = `${year}-01-15`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    if (lunar.format(startOfDay(date)) === `${month}/${day}`) return date;
  }
  throw new RangeError(`no lunar ${month}/${day} in ${year}`);
}

/** 清明, the solar term near 4 April; the formula holds for 2000–2099. */
function qingming(year: number): IsoDate {
  const y = year % 100;
  return `${year}-04-0${Math.floor(y * 0.2422 + 4.81) - Math.floor(y / 4)}`;
}

/**
 * What the statutory rules (2024 revision) let one expect of a year whose notice is not out: days off, no make-up days.
 * Never fact: everything computed from it is provisional.
 */
export function projectYear(year: number): CalendarYear {
  const known = projections.get(year);
  if (known) return known;
  const projected = project(year);
  projections.set(year, projected);
  return projected;
}

/** Looking for lunar days takes a thousand formattings, and a year's projection never changes. */
const projections = new Map<number, CalendarYear>();

function project(year: number): CalendarYear {
  const one = (name: string, date: IsoDate) => ({ name, from: date, to: date });
  const spring = lunarDay(year, 1, 1);
  return {
    year,
    status: 'projected',
    notice: null,
    issuedOn: null,
    holidays: [
      one('元旦', `${year}-01-01`),
      { name: '春节', from: addDays(spring, -1), to: addDays(spring, 6) },
      one('清明节', qingming(year)),
      { name: '劳动节', from: `${year}-05-01`, to: `${year}-05-05` },
      one('端午节', lunarDay(year, 5, 5)),
      one('中秋节', lunarDay(year, 8, 15)),
      { name: '国庆节', from: `${year}-10-01`, to: `${year}-10-07` },
    ],
    makeup: [],
  };
}
