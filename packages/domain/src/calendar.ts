import { addDays, datesBetween, isIsoDate, weekdayOf, type IsoDate } from './dates.ts';
import { projectYear } from './projection.ts';

/** One year of the State Council's notice, or the projection that stands in for it. */
export interface CalendarYear {
  year: number;
  status: 'published' | 'projected';
  notice: string | null;
  issuedOn: IsoDate | null;
  holidays: { name: string; from: IsoDate; to: IsoDate }[];
  /** Saturdays and Sundays that are worked (调休上班). */
  makeup: IsoDate[];
}

export interface CalendarDay {
  date: IsoDate;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  working: boolean;
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup';
  name: string | null;
  /** The year's notice is not out: this day is expected, not known. */
  projected: boolean;
}

export interface WorkCalendar {
  year(year: number): CalendarYear;
  day(date: IsoDate): CalendarDay;
  isWorkingDay(date: IsoDate): boolean;
}

/**
 * Working days of Asia/Shanghai. A year that is not given is projected and marked: a missing notice is neither an error
 * nor a fact.
 */
export function createCalendar(years: readonly CalendarYear[]): WorkCalendar {
  const tables = new Map<number, CalendarYear>(years.map((each) => [each.year, each]));
  const named = new Map<number, Map<IsoDate, CalendarDay>>();

  function year(wanted: number): CalendarYear {
    const known = tables.get(wanted);
    if (known) return known;
    const projected = projectYear(wanted);
    tables.set(wanted, projected);
    return projected;
  }

  function special(of: number): Map<IsoDate, CalendarDay> {
    const known = named.get(of);
    if (known) return known;
    const table = year(of);
    const projected = table.status === 'projected';
    const days = new Map<IsoDate, CalendarDay>();
    for (const { name, from, to } of table.holidays) {
      for (const date of datesBetween(from, to)) {
        days.set(date, { date, weekday: weekdayOf(date), working: false, kind: 'holiday', name, projected });
      }
    }
    for (const date of table.makeup) {
      days.set(date, { date, weekday: weekdayOf(date), working: true, kind: 'makeup', name: null, projected });
    }
    named.set(of, days);
    return days;
  }

  function day(date: IsoDate): CalendarDay {
    const of = Number(date.slice(0, 4));
    // A notice may reach over New Year: the neighbour's table counts for the last and first days of a year.
    const neighbour = date.slice(5, 7) === '12' ? of + 1 : date.slice(5, 7) === '01' ? of - 1 : null;
    const declared =
      neighbour !== null && tables.get(neighbour)?.status === 'published' ? special(neighbour).get(date) : undefined;
    const own = special(of).get(date);
    // What a notice says outweighs what is only expected.
    const found = own?.projected ? (declared ?? own) : (own ?? declared);
    if (found) return found;
    const weekday = weekdayOf(date);
    const working = weekday <= 5;
    const projected = year(of).status === 'projected';
    return { date, weekday, working, kind: working ? 'workday' : 'weekend', name: null, projected };
  }

  return { year, day, isWorkingDay: (date) => day(date).working };
}

/** The first working day on or after `date`. */
export function firstWorkingDayOnOrAfter(calendar: WorkCalendar, date: IsoDate): IsoDate {
  let day = date;
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/** The last working day on or before `date`. */
export function lastWorkingDayOnOrBefore(calendar: WorkCalendar, date: IsoDate): IsoDate {
  let day = date;
  while (!calendar.isWorkingDay(day)) day = addDays(day, -1);
  return day;
}

/** The `count`-th working day after `date` (before it when negative); `date` itself for 0. */
export function addWorkingDays(calendar: WorkCalendar, date: IsoDate, count: number): IsoDate {
  const step = Math.sign(count);
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (calendar.isWorkingDay(day)) left--;
  }
  return day;
}

/** Number of working days after `after` up to and including `to`. */
export function workingDaysBetween(calendar: WorkCalendar, after: IsoDate, to: IsoDate): number {
  return datesBetween(addDays(after, 1), to).filter((date) => calendar.isWorkingDay(date)).length;
}

/** True when any day from `from` to `to` belongs to a year whose notice is not out. */
export function isProjected(calendar: WorkCalendar, from: IsoDate, to: IsoDate): boolean {
  return datesBetween(from, to).some((date) => calendar.day(date).projected);
}

/**
 * Faults of a notice as it was typed in.
 * @returns JSON pointer and Chinese sentence for each; empty when it may be used
 */
export function checkCalendarYear({ year, holidays, makeup }: CalendarYear): { path: string; detail: string }[] {
  const faults: { path: string; detail: string }[] = [];
  const off = new Map<IsoDate, string>();
  const near = (date: IsoDate): boolean => date >= `${year - 1}-12-20` && date <= `${year + 1}-01-10`;
  // A holiday may reach over New Year but must touch its year; a make-up day may lie in the weeks beside it.
  const touches = (from: IsoDate, to: IsoDate): boolean => to >= `${year - 1}-12-31` && from <= `${year + 1}-01-01`;
  holidays.forEach(({ name, from, to }, i) => {
    const path = `/holidays/${i}`;
    if (!isIsoDate(from) || !isIsoDate(to)) return faults.push({ path, detail: `“${name}”的日期不存在` });
    if (from > to) return faults.push({ path, detail: `“${name}”的开始日期晚于结束日期` });
    if (!near(from) || !near(to) || !touches(from, to))
      return faults.push({ path, detail: `“${name}”（${from} 至 ${to}）不在${year}年` });
    for (const date of datesBetween(from, to)) {
      const other = off.get(date);
      if (other !== undefined) return faults.push({ path, detail: `${date} 同时属于“${other}”和“${name}”` });
      off.set(date, name);
    }
    return undefined;
  });
  makeup.forEach((date, i) => {
    const path = `/makeup/${i}`;
    if (!isIsoDate(date)) faults.push({ path, detail: `调休上班日 ${date} 不存在` });
    else if (!near(date)) faults.push({ path, detail: `调休上班日 ${date} 不在${year}年` });
    else if (weekdayOf(date) <= 5) faults.push({ path, detail: `调休上班日 ${date} 不是周六或周日` });
    else if (off.has(date)) faults.push({ path, detail: `${date} 既是“${off.get(date)}”放假又是调休上班` });
    else if (makeup.indexOf(date) < i) faults.push({ path, detail: `调休上班日 ${date} 重复` });
  });
  for (const festival of festivals) {
    if (!holidays.some(({ name }) => name.includes(festival)))
      faults.push({ path: '/holidays', detail: `缺少“${festival}”的放假安排` });
  }
  return faults;
}

/** Every notice names them all, two of them together when they meet. */
const festivals = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆'];

const weekdays = ['一', '二', '三', '四', '五', '六', '日'];

/** `周日（调休上班）`: the weekday of a day, with what is odd about it. */
export function dayWords(calendar: WorkCalendar, date: IsoDate): string {
  const day = calendar.day(date);
  const odd = day.kind === 'makeup' ? '（调休上班）' : day.kind === 'holiday' ? `（${day.name ?? '放假'}）` : '';
  return `周${weekdays[day.weekday - 1]}${odd}`;
}
