import { dateOf } from './dates.ts';
import type { MonthDay } from './schedule.ts';

export interface Phase {
  code: string;
  name: string;
  from: MonthDay;
  to: MonthDay;
}

/** Where a phase of a year stands at an instant; its last day belongs to it. */
export function phaseState(phase: Phase, year: number, now: Date): 'past' | 'current' | 'future' {
  const today = dateOf(now);
  if (today < `${year}-${phase.from}`) return 'future';
  return today > `${year}-${phase.to}` ? 'past' : 'current';
}
