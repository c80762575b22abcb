import type { Deadline, Obligation } from '@nuanxin/client';
import { period } from '../../shared/format.ts';
import { tasksTexts } from '../../texts/tasks.ts';

const t = tasksTexts.turn;
const settled = new Set<Obligation['status']>(['submitted', 'accepted', 'exempt']);

export interface Turn {
  text: string;
  late: boolean;
  /** The deadline that it is about. */
  deadline: Deadline | null;
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
    if (late === open.length) return { text: t.allLate(name, who), late: true, deadline };
    if (late > 0) return { text: t.someLate(name, who, late), late: true, deadline };
    if (open.every((each) => each.status === 'upcoming')) return { text: t.upcoming(name), late: false, deadline };
    return { text: t.open(name, who), late: false, deadline };
  }
  return { text: owed.length > 0 ? t.done : '—', late: false, deadline: null };
}
