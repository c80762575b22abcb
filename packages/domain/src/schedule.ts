import { firstWorkingDayOnOrAfter, isProjected, lastWorkingDayOnOrBefore, type WorkCalendar } from './calendar.ts';
import { addDays, startOfDay, type IsoDate } from './dates.ts';
import { quarterPeriod, quarterRange, windowPeriod, type Quarter } from './period.ts';

/** `MM-DD` */
export type MonthDay = string;

/** When a task falls due, as data. */
export type Schedule =
  | { kind: 'once'; due: MonthDay; opens?: MonthDay }
  | {
      kind: 'quarterly';
      due: 'by_first_workday_of_next_quarter';
      /** The first working day itself counts (default); `false` ends the working day before. */
      inclusive?: boolean;
      /** Due day of the first quarter, in place of the computed one: no second report on 1 April (R106). */
      first?: MonthDay;
      covers?: 'quarter';
    }
  | { kind: 'quarterly'; due: 'quarter_end' }
  | { kind: 'continuous' }
  /** Windows that the office opens as they are announced (R79); none until then. */
  | { kind: 'adhoc'; windows?: ScheduleWindow[] };

/** A span of days in which a task is to be done, such as that of the provincial survey (省民调). */
export interface ScheduleWindow {
  /** Counts within the year and is never given again: the window's period is `2025W1`. */
  no: number;
  name: string;
  opens: IsoDate;
  due: IsoDate;
}

export interface DeadlineDates {
  period: string;
  opensAt: Date;
  /** First instant after the last allowed day (half-open). */
  dueAt: Date;
  opensOn: IsoDate;
  /** Last day on which it is on time. */
  dueOn: IsoDate;
  coversFrom: IsoDate;
  coversTo: IsoDate;
  /** It falls into a year whose notice is not out, or depends on one. */
  provisional: boolean;
}

const quarters: Quarter[] = [1, 2, 3, 4];

/**
 * Deadlines of a schedule in a year, earliest first; none for continuous tasks, for ad hoc ones those of its windows. Pure: the same schedule, year
 * and calendar always give the same.
 * @param options `opensOn`: first day of the task's phase, for schedules that do not say when they open
 */
export function deadlinesOf(
  schedule: Schedule,
  year: number,
  calendar: WorkCalendar,
  options: { opensOn?: MonthDay } = {},
): DeadlineDates[] {
  switch (schedule.kind) {
    case 'continuous':
      return [];
    case 'adhoc':
      return (schedule.windows ?? [])
        .toSorted((a, b) => a.opens.localeCompare(b.opens) || a.no - b.no)
        .map(({ no, opens, due }) =>
          deadline(windowPeriod(year, no), opens, due, { from: opens, to: due }, calendar.day(due).projected),
        );
    case 'once': {
      // The calendar day counts even when it is a day off: the notice names the day (R87).
      const opensOn = `${year}-${schedule.opens ?? options.opensOn ?? '01-01'}`;
      const dueOn = `${year}-${schedule.due}`;
      return [deadline(String(year), opensOn, dueOn, { from: opensOn, to: dueOn }, calendar.day(dueOn).projected)];
    }
    case 'quarterly':
      return quarters.map((quarter) => quarterly(schedule, year, quarter, calendar));
  }
}

function quarterly(
  schedule: Schedule & { kind: 'quarterly' },
  year: number,
  quarter: Quarter,
  calendar: WorkCalendar,
): DeadlineDates {
  const covers = quarterRange(year, quarter);
  const period = quarterPeriod(year, quarter);
  if (schedule.due === 'quarter_end') {
    return deadline(period, covers.from, covers.to, covers, calendar.day(covers.to).projected);
  }
  if (quarter === 1 && schedule.first !== undefined) {
    const dueOn = `${year}-${schedule.first}`;
    return deadline(period, covers.from, dueOn, covers, calendar.day(dueOn).projected);
  }
  const next = addDays(covers.to, 1);
  const firstWorkday = firstWorkingDayOnOrAfter(calendar, next);
  if (schedule.inclusive ?? true) {
    return deadline(period, covers.from, firstWorkday, covers, isProjected(calendar, next, firstWorkday));
  }
  // 前 read strictly: the working day before, since nobody hands in on a day off.
  const dueOn = lastWorkingDayOnOrBefore(calendar, addDays(firstWorkday, -1));
  return deadline(period, covers.from, dueOn, covers, isProjected(calendar, dueOn, firstWorkday));
}

function deadline(
  period: string,
  opensOn: IsoDate,
  dueOn: IsoDate,
  covers: { from: IsoDate; to: IsoDate },
  provisional: boolean,
): DeadlineDates {
  return {
    period,
    opensAt: startOfDay(opensOn),
    dueAt: startOfDay(addDays(dueOn, 1)),
    opensOn,
    dueOn,
    coversFrom: covers.from,
    coversTo: covers.to,
    provisional,
  };
}

function monthDayWords(day: MonthDay): string {
  return `${Number(day.slice(0, 2))}月${Number(day.slice(3))}日`;
}

/** `省民调（2025-09-01 至 2025-09-20）` */
export function windowWords({ name, opens, due }: ScheduleWindow): string {
  return `${name}（${opens} 至 ${due}）`;
}

/** Name of the window whose deadline has this period, such as 省民调; null for what is no window of the schedule. */
export function windowName(schedule: Schedule, period: string): string | null {
  const windows = schedule.kind === 'adhoc' ? (schedule.windows ?? []) : [];
  return windows.find(({ no }) => windowPeriod(Number(period.slice(0, 4)), no) === period)?.name ?? null;
}

/** The schedule in the office's words. */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'continuous':
      return '长期开展，不设时限';
    case 'adhoc':
      return ['由区民生办另行通知', ...(schedule.windows ?? []).map(windowWords)].join('；');
    case 'once':
      return schedule.opens
        ? `${monthDayWords(schedule.opens)}至${monthDayWords(schedule.due)}`
        : `${monthDayWords(schedule.due)}前`;
    case 'quarterly': {
      if (schedule.due === 'quarter_end') return '每季度末前';
      const last = (schedule.inclusive ?? true) ? '首个工作日（含当日）前' : '首个工作日前（不含当日）';
      const first = schedule.first ? `第一季度${monthDayWords(schedule.first)}前，其后` : '';
      return `每季度一次：${first}下季度${last}`;
    }
  }
}
