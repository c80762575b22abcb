import { addWorkingDays, workingDaysBetween, type WorkCalendar } from './calendar.ts';
import { dateOf, type IsoDate } from './dates.ts';
import { isHandedIn, type SubmissionState } from './submission.ts';

/** How a task is judged: by what units hand in, by the records that they keep, or by the office. */
export type Tracking = 'submission' | 'records' | 'office';
export type ObligationStatus = 'upcoming' | 'open' | 'submitted' | 'returned' | 'accepted' | 'overdue' | 'exempt';
export type Lamp = 'green' | 'yellow' | 'red' | 'grey';
export type Timeliness = 'on_time' | 'late';

export interface ObligationFacts {
  tracking: Tracking;
  opensAt: Date;
  /** Last day of the plan. */
  dueOn: IsoDate;
  /** Later last day for this unit. */
  extendedTo: IsoDate | null;
  exempt: boolean;
  /** State of the submission; null when there is none. */
  state: SubmissionState | null;
  firstSubmittedAt: Date | null;
  returnedAt: Date | null;
  /** First hand-in after the newest return. */
  correctedAt: Date | null;
  /** Day on which a task judged by records or by the office was done, as the office noted it. */
  settledOn: IsoDate | null;
}

export interface ObligationView {
  status: ObligationStatus;
  lamp: Lamp;
  /** Judged on the first hand-in, and on the correction of a returned report; null while nothing counts as handed in. */
  timeliness: Timeliness | null;
  lateWorkingDays: number | null;
  /** Last day for this unit, with its extension. */
  dueOn: IsoDate;
  /** Last day of the correction period; only while returned. */
  correctionDueOn: IsoDate | null;
  /** Nothing handed in and due within the next working days. */
  dueSoon: boolean;
}

/** Whether the unit still has to do something: what it can be reminded of. */
export function isOwed(status: ObligationStatus): boolean {
  return status === 'open' || status === 'overdue' || status === 'returned';
}

/**
 * Whether a request for a later due day still waits for an answer: one that was not answered before the report came asks
 * nobody any more.
 */
export function awaitsExtension({
  status,
  correctionDueOn,
  extensionRequest,
}: Pick<ObligationView, 'status' | 'correctionDueOn'> & { extensionRequest: { state: string } | null }): boolean {
  return (
    extensionRequest?.state === 'pending' && (status === 'open' || (status === 'overdue' && correctionDueOn === null))
  );
}

/**
 * Status, lamp and timeliness: a function of facts and an instant, so nothing of it is ever stored (DESIGN §3).
 * @param options `correctionDays`: working days to correct a returned report (3); `dueSoonDays`: working days before the
 *   due day from which the lamp is yellow (5)
 */
export function obligationView(
  facts: ObligationFacts,
  now: Date,
  calendar: WorkCalendar,
  options: { correctionDays?: number; dueSoonDays?: number } = {},
): ObligationView {
  const { correctionDays = 3, dueSoonDays = 5 } = options;
  // Taken back before anybody reviewed the correction: the correction is owed, not the report.
  const state = facts.state === 'withdrawn' && facts.returnedAt !== null ? 'returned' : facts.state;
  const settledOn = settledDay(facts);
  const dueOn = facts.extendedTo !== null && facts.extendedTo > facts.dueOn ? facts.extendedTo : facts.dueOn;
  const correctionDueOn = correctionDay(facts, dueOn, calendar, correctionDays);
  const judged = timeliness({ ...facts, state }, dueOn, correctionDueOn, calendar);
  const base = { ...judged, dueOn, correctionDueOn: null, dueSoon: false };
  const today = dateOf(now);

  if (facts.exempt) return { ...base, timeliness: null, lateWorkingDays: null, status: 'exempt', lamp: 'grey' };
  if (state === 'accepted' || state === 'locked' || settledOn !== null)
    return { ...base, status: 'accepted', lamp: 'green' };
  if (state === 'submitted' || state === 'reopened') return { ...base, status: 'submitted', lamp: 'green' };
  if (state === 'returned') {
    return correctionDueOn !== null && today > correctionDueOn
      ? { ...base, correctionDueOn, status: 'overdue', lamp: 'red' }
      : { ...base, correctionDueOn, status: 'returned', lamp: 'yellow' };
  }
  if (today > dueOn) return { ...base, status: 'overdue', lamp: 'red' };
  if (!isOpen(facts.opensAt, now)) return { ...base, status: 'upcoming', lamp: 'grey' };
  const dueSoon = workingDaysBetween(calendar, today, dueOn) <= dueSoonDays;
  return { ...base, status: 'open', lamp: dueSoon ? 'yellow' : 'grey', dueSoon };
}

/** The day until which the unit has to act now: that of the correction while a report is sent back. */
export function dueNow({ dueOn, correctionDueOn }: Pick<ObligationView, 'dueOn' | 'correctionDueOn'>): IsoDate {
  return correctionDueOn ?? dueOn;
}

/** True from the instant at which units may hand in. */
export function isOpen(opensAt: Date, now: Date): boolean {
  return now >= opensAt;
}

/** A task for which units hand something in is judged by nothing else. */
function settledDay({ tracking, settledOn }: ObligationFacts): IsoDate | null {
  return tracking === 'submission' ? null : settledOn;
}

/** Last day for the correction of a returned report. Who reported early has until the due day all the same. */
function correctionDay(
  { returnedAt }: ObligationFacts,
  dueOn: IsoDate,
  calendar: WorkCalendar,
  correctionDays: number,
): IsoDate | null {
  if (returnedAt === null) return null;
  const day = addWorkingDays(calendar, dateOf(returnedAt), correctionDays);
  return day < dueOn ? dueOn : day;
}

function timeliness(
  facts: ObligationFacts,
  dueOn: IsoDate,
  correctionDueOn: IsoDate | null,
  calendar: WorkCalendar,
): Pick<ObligationView, 'timeliness' | 'lateWorkingDays'> {
  const handedIn =
    facts.state !== null && isHandedIn(facts.state) && facts.firstSubmittedAt ? dateOf(facts.firstSubmittedAt) : null;
  const doneOn = settledDay(facts) ?? handedIn;
  if (doneOn === null) return { timeliness: null, lateWorkingDays: null };
  const correctedOn = facts.correctedAt && dateOf(facts.correctedAt);
  const late = Math.max(
    lateDays(doneOn, dueOn, calendar),
    correctedOn && correctionDueOn ? lateDays(correctedOn, correctionDueOn, calendar) : 0,
  );
  return { timeliness: late > 0 ? 'late' : 'on_time', lateWorkingDays: late };
}

/** Working days past the last day. On the weekend after a Friday it is late by one, though no working day has passed. */
function lateDays(on: IsoDate, lastDay: IsoDate, calendar: WorkCalendar): number {
  return on <= lastDay ? 0 : Math.max(1, workingDaysBetween(calendar, lastDay, on));
}
