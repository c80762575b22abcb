import { isIsoDate } from './dates.ts';
import { windowWords, type MonthDay, type Schedule, type ScheduleWindow } from './schedule.ts';

/**
 * What keeps a schedule from giving deadlines in a year.
 * @param opensOn first day of the task's phase, for schedules that do not say when they open
 * @returns the field and a Chinese sentence; null when it can be used
 */
export function scheduleFault(
  schedule: Schedule,
  year: number,
  opensOn?: MonthDay,
): { at: 'due' | 'opens' | 'first' | `windows/${number}`; detail: string } | null {
  if (schedule.kind === 'adhoc') return windowsFault(schedule.windows ?? [], year);
  if (schedule.kind === 'once') {
    if (schedule.opens !== undefined && !isDay(year, schedule.opens)) return noDay('opens', year, schedule.opens);
    if (!isDay(year, schedule.due)) return noDay('due', year, schedule.due);
    if (schedule.opens !== undefined)
      return schedule.opens <= schedule.due ? null : { at: 'opens', detail: '开始日期不能晚于最后一天' };
    if (opensOn === undefined || opensOn <= schedule.due) return null;
    return {
      at: 'due',
      detail: `最后一天 ${schedule.due} 早于所属阶段的第一天 ${opensOn}；请改最后一天，或另定开始日期`,
    };
  }
  if (schedule.kind !== 'quarterly' || schedule.due !== 'by_first_workday_of_next_quarter') return null;
  if (schedule.first === undefined) return null;
  if (!isDay(year, schedule.first)) return noDay('first', year, schedule.first);
  return null;
}

/** Days on which the report of the first quarter can sensibly be due: when the quarter is nearly over, or just over (R106). */
const FIRST_QUARTER = { from: '03-01', to: '04-30' } as const;

/** The same for what is entered anew: a day that gives deadlines, but hardly those that are meant. */
export function scheduleDoubt(schedule: Schedule): { at: 'first'; detail: string } | null {
  const first = schedule.kind === 'quarterly' && 'first' in schedule ? schedule.first : undefined;
  if (first === undefined || (first >= FIRST_QUARTER.from && first <= FIRST_QUARTER.to)) return null;
  return { at: 'first', detail: '第一季度的最后一天应在3月1日至4月30日之间' };
}

/** A window belongs into its year, each has a number and a name of its own, and no day is in two of them. */
function windowsFault(windows: ScheduleWindow[], year: number) {
  for (const [index, window] of windows.entries()) {
    const { no, name, opens, due } = window;
    const fault = (detail: string) => ({ at: `windows/${index}` as const, detail: `窗口期“${name}”${detail}` });
    if (!isIsoDate(opens) || !isIsoDate(due)) return fault('的日期不存在');
    if (opens > due) return fault('的开始日期不能晚于最后一天');
    if (!opens.startsWith(`${year}-`) || !due.startsWith(`${year}-`)) return fault(`应在${year}年之内`);
    if (windows.filter((other) => other.no === no).length > 1) return fault(`的编号 ${no} 重复`);
    const above = windows.slice(0, index);
    if (above.some((other) => other.name.trim() === name.trim())) return fault('已有，请换一个名称');
    const both = above.find((other) => other.opens <= due && opens <= other.due);
    if (both) return fault(`与窗口期${windowWords(both)}的日期重叠`);
  }
  return null;
}

function isDay(year: number, day: MonthDay): boolean {
  return isIsoDate(`${year}-${day}`);
}

function noDay(at: 'due' | 'opens' | 'first', year: number, day: MonthDay) {
  return { at, detail: `${year}年没有 ${day} 这一天` };
}
