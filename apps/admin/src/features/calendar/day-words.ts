import type { CalendarDay } from '@nuanxin/client';
import { day as dayText } from '../../shared/format.ts';
import { daysTexts as t } from '../../texts/calendar.ts';

/** What the service knows days of. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;

/** 休 or 班, where a day is other than its weekday says. */
export function signOf(day: CalendarDay | undefined): string {
  if (day?.kind === 'holiday') return t.off;
  return day?.kind === 'makeup' ? t.work : '';
}

/** A day with all that is special about it, for who does not see it. */
export function spokenDay(date: string, day: CalendarDay | undefined, count: number, owed: boolean): string {
  const off = day?.kind === 'holiday' ? (day.projected ? t.offProjected : t.offLong(day.name)) : '';
  const work = day?.kind === 'makeup' ? t.workLong : '';
  const due = count > 0 ? (owed ? t.owed(count) : t.deadlines(count)) : '';
  return [dayText(date), off, work, due].filter(Boolean).join('，');
}
