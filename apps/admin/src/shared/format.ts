import { dateOf, parsePeriod, weekdayOf } from '@nuanxin/domain';
import { common } from '../texts/common.ts';

/** `周四` */
export function weekday(date: string): string {
  return common.weekday(common.weekdays[weekdayOf(date) - 1] ?? '');
}

/** `2025-10-09 周四` */
export function day(date: string): string {
  return `${date} ${weekday(date)}`;
}

/** `7月4日`, with its year only where that is another than the period's: the fourth quarter is due in January. */
function dayIn(date: string, of: string): string {
  const year = date.slice(0, 4);
  const short = common.monthDay(Number(date.slice(5, 7)), Number(date.slice(8)));
  return of.startsWith(year) ? short : common.dayOfYear(year, short);
}

interface Due {
  period: string;
  dueOn: string;
  /** Its weekday and what is special about it, in the service's words: the browser knows no calendar. */
  dueDay: string;
}

/** `7月10日`: the same where there is little room. */
export function dueDate({ dueOn, period: of }: Pick<Due, 'dueOn' | 'period'>): string {
  return dayIn(dueOn, of);
}

/** `7月10日 周四`, `10月11日 周六（调休上班）`: the last day of the plan or of an extension. */
export function due(each: Due): string {
  return `${dayIn(each.dueOn, each.period)} ${each.dueDay}`;
}

/** The last day that counts now: of the correction while a report is sent back, of the deadline else. */
export function lastDay(each: Due & { correctionDueOn: string | null }): string {
  const correction = each.correctionDueOn;
  return correction === null ? due(each) : `${dayIn(correction, each.period)} ${weekday(correction)}`;
}

/** `7月10日`: the same where there is little room. */
export function lastDate({ dueOn, correctionDueOn, period: of }: Due & { correctionDueOn: string | null }): string {
  return dayIn(correctionDueOn ?? dueOn, of);
}

/** The same where there is no room for a mark: `2027年7月1日 周四（暂定）`. */
export function lastDayWords(each: Due & { correctionDueOn: string | null; provisional: boolean }): string {
  const provisional = each.provisional && each.correctionDueOn === null;
  return provisional ? `${lastDay(each)}${common.provisionalInText}` : lastDay(each);
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

/**
 * `二季度` for 2025Q2, `全年` for 2025, `“省民调”窗口期` for 2025W1, by its number where its name is not known.
 */
export function period(code: string, name: string | null = null): string {
  const { quarter, window } = parsePeriod(code) ?? {};
  if (window) return name === null ? common.window(window) : common.windowOf(name);
  return quarter ? (common.quarters[quarter - 1] ?? code) : common.wholeYear;
}

/** `2025年二季度` */
export function periodOfYear(code: string, name: string | null = null): string {
  return common.quarterOfYear(code.slice(0, 4), period(code, name));
}

/** What a period in an address is called; nothing for what is none. */
export function periodAsked(code: string): string | undefined {
  return parsePeriod(code) ? periodOfYear(code) : undefined;
}

/** `83.2%`; a blank where there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '' : `${(rate * 100).toFixed(1)}%`;
}

/** `35 KB`, `1.2 MB` */
export function fileSize(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1000 ? `${kilobytes} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Quarters of a year for a select. */
export function quarterOptions(year: number): { value: string; label: string }[] {
  return common.quarters.map((quarter, index) => ({
    value: `${year}Q${index + 1}`,
    label: common.quarterOfYear(year, quarter),
  }));
}
