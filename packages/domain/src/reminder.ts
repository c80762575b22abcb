import { addWorkingDays, lastWorkingDayOnOrBefore, workingDaysBetween, type WorkCalendar } from './calendar.ts';
import { dateOf, instantText, type IsoDate } from './dates.ts';

/** When a plan reminds by itself; working days throughout, hours of Asia/Shanghai as `HH:MM`. */
export interface ReminderRule {
  /** Working days before the last day; 0 is the last day itself. */
  before: number[];
  /** Working days after it. */
  after: number[];
  /** Nothing is sent before this hour or from the other on. */
  from: string;
  to: string;
}

export interface Occasion {
  kind: 'before' | 'after';
  days: number;
  on: IsoDate;
}

/** After a fault of the machine an occasion is made up for within so many working days, then left. */
const MADE_UP_WITHIN = 2;

/** The days on which is reminded of what is due on a day, earliest first. */
export function occasionsOf(
  dueOn: IsoDate,
  rule: Pick<ReminderRule, 'before' | 'after'>,
  calendar: WorkCalendar,
): Occasion[] {
  return [
    ...countedFrom(lastWorkingDayOnOrBefore(calendar, dueOn), 'before', rule, calendar).toReversed(),
    ...countedFrom(dueOn, 'after', rule, calendar),
  ];
}

/** Nearest first, each counted on from the one before: a rule may have very many. */
function countedFrom(
  day: IsoDate,
  kind: 'before' | 'after',
  rule: Pick<ReminderRule, 'before' | 'after'>,
  calendar: WorkCalendar,
): Occasion[] {
  let last = { days: 0, on: day };
  return rule[kind]
    .toSorted((a, b) => a - b)
    .map((days) => {
      const further = days - last.days;
      last = { days, on: addWorkingDays(calendar, last.on, kind === 'before' ? -further : further) };
      return { kind, ...last };
    });
}

/**
 * The occasion for which to remind today: the newest that has come, unless that is too long ago.
 * @param owedFrom first day on which the unit can be reminded: what was owed later is not made up for
 */
export function occasionToday(
  { dueOn, owedFrom, today }: { dueOn: IsoDate; owedFrom: IsoDate; today: IsoDate },
  rule: Pick<ReminderRule, 'before' | 'after'>,
  calendar: WorkCalendar,
): Occasion | null {
  const kind = today > dueOn ? 'after' : 'before';
  const last = occasionsOf(dueOn, rule, calendar).findLast(
    (each) => each.kind === kind && each.on >= owedFrom && each.on <= today,
  );
  return last && workingDaysBetween(calendar, last.on, today) <= MADE_UP_WITHIN ? last : null;
}

/** Nobody is reminded on a day off or outside the hours. */
export function isQuiet(now: Date, rule: Pick<ReminderRule, 'from' | 'to'>, calendar: WorkCalendar): boolean {
  const time = instantText(now).slice(11, 16);
  return !calendar.isWorkingDay(dateOf(now)) || time < rule.from || time >= rule.to;
}

/** The next instant at which reminding is not quiet: now, this morning, or the morning of the next working day. */
export function nextNotQuiet(now: Date, rule: Pick<ReminderRule, 'from' | 'to'>, calendar: WorkCalendar): Date {
  if (!isQuiet(now, rule, calendar)) return now;
  const today = dateOf(now);
  const early = calendar.isWorkingDay(today) && instantText(now).slice(11, 16) < rule.from;
  return new Date(`${early ? today : addWorkingDays(calendar, today, 1)}T${rule.from}:00+08:00`);
}

/**
 * How far a day is from the last day: `到期前5个工作日`. An occasion that is made up for names the day on which that happens, not the
 * one on which it should have.
 */
export function occasionWords(dueOn: IsoDate, on: IsoDate, calendar: WorkCalendar): string {
  if (on > dueOn) return `逾期${Math.max(1, workingDaysBetween(calendar, dueOn, on))}个工作日`;
  const days = workingDaysBetween(calendar, on, lastWorkingDayOnOrBefore(calendar, dueOn));
  return days === 0 ? '到期当天' : `到期前${days}个工作日`;
}
