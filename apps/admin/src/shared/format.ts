import { dateOf, weekdayOf } from '@nuanxin/domain';
import { common } from '../texts/common.ts';

/** `周四` */
export function weekday(date: string): string {
  return common.weekday(common.weekdays[weekdayOf(date) - 1] ?? '');
}

/** `2025-10-09 周四` */
export function day(date: string): string {
  return `${date} ${weekday(date)}`;
}

/** `15:00`, in Shanghai whatever the machine's own zone is. */
export function clock(time: Date): string {
  return time.toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

/** `2025-07-03 15:00` */
export function moment(instant: string | null): string {
  if (!instant) return common.none;
  const time = new Date(instant);
  return `${dateOf(time)} ${clock(time)}`;
}

/** The day in Shanghai on which an instant falls. */
export function dayOf(instant: string): string {
  return dateOf(new Date(instant));
}

export function number(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('zh-CN');
}

/** `二季度` for 2025Q2, `全年` for 2025. */
export function period(code: string): string {
  return code.length > 4 ? (common.quarters[Number(code.slice(5)) - 1] ?? code) : common.wholeYear;
}

/** `2025年二季度` */
export function periodOfYear(code: string): string {
  return common.quarterOfYear(code.slice(0, 4), period(code));
}

/** Quarters of a year for a select. */
export function quarterOptions(year: number): { value: string; label: string }[] {
  return common.quarters.map((quarter, index) => ({
    value: `${year}Q${index + 1}`,
    label: common.quarterOfYear(year, quarter),
  }));
}
