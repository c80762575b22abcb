import type { Deadline, Obligation } from '@nuanxin/client';
import { dueNow } from '@nuanxin/domain';
import { due, lastDay, period } from '../../shared/format.ts';
import { common } from '../../texts/common.ts';
import { tasksTexts } from '../../texts/tasks.ts';

const t = tasksTexts.turn;
const settled = new Set<Obligation['status']>(['submitted', 'accepted', 'exempt']);

export interface Turn {
  text: string;
  late: boolean;
  /** The day that it is about: the one that was missed, or else the next one of somebody who still has time. */
  day: string;
  provisional: boolean;
}

/** Whose turn it is: the earliest deadline for which somebody still has to do something. */
export function turnOf(deadlines: Deadline[], owed: Obligation[]): Turn {
  for (const deadline of deadlines) {
    const open = owed.filter((each) => each.period === deadline.period && !settled.has(each.status));
    const [first] = open;
    if (!first) continue;
    const name = period(deadline.period);
    const who = open.length === 1 ? first.unit.name : tasksTexts.unitCount(open.length);
    const late = open.filter((each) => each.status === 'overdue').length;
    const missed = { day: tasksTexts.pastDeadline(due(deadline)), provisional: deadline.provisional };
    if (late === open.length) return { text: t.allLate(name, who), late: true, ...missed };
    if (late > 0) return { text: t.someLate(name, who, late), late: true, ...missed };
    // An extension or a correction may run on when the plan's own day is over.
    const next = open.reduce((a, b) => (dueNow(b) < dueNow(a) ? b : a));
    const day = tasksTexts.nextDeadline(lastDay(next));
    const provisional = next.provisional && next.correctionDueOn === null;
    const upcoming = open.every((each) => each.status === 'upcoming');
    return { text: upcoming ? t.upcoming(name) : t.open(name, who), late: false, day, provisional };
  }
  return { text: owed.length > 0 ? t.done : common.none, late: false, day: '', provisional: false };
}
