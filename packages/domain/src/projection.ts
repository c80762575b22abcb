import type { CalendarYear } from './calendar.ts';
import { addDays, datesBetween, startOfDay, type IsoDate } from './dates.ts';

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
});

/** Lunar month/day of each festival, and the days of the year between which it always falls. */
const festivals = {
  春节: { on: '1/1', from: '01-20', to: '02-22' },
  端午节: { on: '5/5', from: '05-25', to: '06-28' },
  中秋节: { on: '8/15', from: '09-05', to: '10-10' },
} as const;

/**
 * Where ICU is a day off: it takes new moons within minutes of midnight for the wrong day (2027-02-06 23:56, 2030-02-03
 * 00:07, Beijing time).
 */
const corrections: Record<string, IsoDate> = { 春节2027: '2027-02-06', 春节2030: '2030-02-03' };

/** Formatting lunar days is slow, and a calendar is made with every request. */
const found = new Map<string, IsoDate>();

/** The day of a year on which a festival falls; leap months (`5bis`) never match. */
function festival(name: keyof typeof festivals, year: number): IsoDate {
  const key = `${name}${year}`;
  const known = corrections[key] ?? found.get(key);
  if (known !== undefined) return known;
  const { on, from, to } = festivals[name];
  const date = datesBetween(`${year}-${from}`, `${year}-${to}`).find((day) => lunar.format(startOfDay(day)) === on);
  if (date === undefined) throw new RangeError(`no lunar ${on} in ${year}`);
  found.set(key, date);
  return date;
}

/** 清明, the solar term near 4 April; the formula holds for 2000–2099. */
function qingming(year: number): IsoDate {
  const y = year % 100;
  return `${year}-04-0${Math.floor(y * 0.2422 + 4.81) - Math.floor(y / 4)}`;
}

/** 国庆 and 中秋; when one falls within the other they are one holiday of eight days, as the notice of 2025 has it. */
function autumn(year: number): CalendarYear['holidays'] {
  const from = `${year}-10-01`;
  const to = `${year}-10-07`;
  const moon = festival('中秋节', year);
  if (moon >= from && moon <= to) return [{ name: '国庆节、中秋节', from, to: addDays(to, 1) }];
  return [
    { name: '中秋节', from: moon, to: moon },
    { name: '国庆节', from, to },
  ];
}

/**
 * What the statutory rules (2024 revision) let one expect of a year whose notice is not out: days off, no make-up days.
 * Never fact: everything computed from it is provisional.
 * @throws RangeError when ICU does not know the lunar calendar of the year
 */
export function projectYear(year: number): CalendarYear {
  const one = (name: string, date: IsoDate) => ({ name, from: date, to: date });
  const spring = festival('春节', year);
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
      one('端午节', festival('端午节', year)),
      ...autumn(year),
    ],
    makeup: [],
  };
}
