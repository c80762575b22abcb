import { addDays, datesBetween, monthRange, weekdayOf, type IsoDate } from './dates.ts';

/** The weeks of a month (1–12), Monday to Sunday, with the days of the neighbouring months that fill them up. */
export function monthGrid(year: number, month: number): IsoDate[][] {
  const { from, to } = monthRange(year, month);
  const days = datesBetween(addDays(from, 1 - weekdayOf(from)), addDays(to, 7 - weekdayOf(to)));
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
