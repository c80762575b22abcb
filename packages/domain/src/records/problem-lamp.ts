import { addWorkingDays, workingDaysBetween, type WorkCalendar } from '../calendar.ts';
import type { IsoDate } from '../dates.ts';
import type { Lamp } from '../obligation.ts';
import type { ProblemState } from './problem.ts';

/** Working days to rectify a problem, counted from the day of its assignment, unless the office sets another day. */
export const RECTIFICATION_DAYS = 10;
/** Working days that a unit has at least, once its result was sent back: as for a returned report (DESIGN §3). */
export const SENT_BACK_DAYS = 3;
/** The lamp is yellow from this many working days before the due day. */
const DUE_SOON_DAYS = 5;

/** What the lamp means: beside its colour there is always a word. */
export const problemSigns = [
  'unassigned',
  'in_time',
  'due_soon',
  'sent_back',
  'overdue',
  'submitted',
  'verified',
  'closed',
  'void',
] as const;
export type ProblemSign = (typeof problemSigns)[number];

export const problemSignLabel: Record<ProblemSign, string> = {
  unassigned: '未交办',
  in_time: '整改中',
  due_soon: '将到期',
  sent_back: '退回整改',
  overdue: '逾期',
  submitted: '待核验',
  verified: '待销号',
  closed: '已销号',
  void: '已作废',
};

const lamps: Record<ProblemSign, Lamp> = {
  unassigned: 'grey',
  in_time: 'grey',
  due_soon: 'yellow',
  sent_back: 'yellow',
  overdue: 'red',
  submitted: 'green',
  verified: 'green',
  closed: 'green',
  void: 'green',
};

export interface ProblemFacts {
  state: ProblemState;
  /** Last day for the result; null until it is assigned. */
  dueOn: IsoDate | null;
  /** Day of the last hand-in; null until there is one. */
  submittedOn: IsoDate | null;
}

export interface ProblemView {
  sign: ProblemSign;
  lamp: Lamp;
  /** Working days past the due day, of the last hand-in or, while it is still owed, of today; null while in time. */
  lateWorkingDays: number | null;
}

/**
 * Lamp and lateness of a problem on a day: derived, never stored. Green: the unit has done its part, or nothing is to be
 * done; yellow: due within five working days, or sent back; red: past its due day; grey: not assigned yet, or time left.
 */
export function problemView(facts: ProblemFacts, today: IsoDate, calendar: WorkCalendar): ProblemView {
  const sign = signOf(facts, today, calendar);
  const { dueOn, submittedOn } = facts;
  const until = facts.state === 'rectifying' ? today : submittedOn;
  const late = sign !== 'void' && dueOn !== null && until !== null && until > dueOn;
  return {
    sign,
    lamp: lamps[sign],
    // On the weekend after a Friday it is late by one, though no working day has passed: as a report is.
    lateWorkingDays: late ? Math.max(1, workingDaysBetween(calendar, dueOn, until)) : null,
  };
}

function signOf({ state, dueOn, submittedOn }: ProblemFacts, today: IsoDate, calendar: WorkCalendar): ProblemSign {
  if (state !== 'registered' && state !== 'rectifying') return state;
  if (dueOn === null) return 'unassigned';
  if (today > dueOn) return 'overdue';
  if (submittedOn !== null) return 'sent_back';
  return dueOn < problemDaysOn(today, calendar).notSoon ? 'due_soon' : 'in_time';
}

/**
 * The days from which lamps follow, for who has to find problems by their lamp in a database: due before `today` is red,
 * due before `notSoon` is yellow.
 */
export function problemDaysOn(today: IsoDate, calendar: WorkCalendar): { today: IsoDate; notSoon: IsoDate } {
  return { today, notSoon: addWorkingDays(calendar, today, DUE_SOON_DAYS + 1) };
}

/** The due day of a problem that is assigned on a day without another being set. */
export function rectificationDueOn(assignedOn: IsoDate, calendar: WorkCalendar): IsoDate {
  return addWorkingDays(calendar, assignedOn, RECTIFICATION_DAYS);
}

/** The due day after a result was sent back: the one that was set, when there is still time. */
export function sentBackDueOn(dueOn: IsoDate, sentBackOn: IsoDate, calendar: WorkCalendar): IsoDate {
  const day = addWorkingDays(calendar, sentBackOn, SENT_BACK_DAYS);
  return day < dueOn ? dueOn : day;
}
