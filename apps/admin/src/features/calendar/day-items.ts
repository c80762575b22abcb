import type { Deadline, Obligation } from '@nuanxin/client';
import { dueNow } from '@nuanxin/domain';
import type { RouteLocationRaw } from 'vue-router';

/** Something that falls due on a day. */
export interface DayItem {
  key: string;
  task: { code: string; title: string };
  period: string;
  window: string | null;
  provisional: boolean;
  to: RouteLocationRaw;
  /** What one unit owes has a lamp; a deadline of all has none. */
  owed: Obligation | null;
}

function deadlineItem({ id, task, period, window, provisional }: Deadline): DayItem {
  const to = { path: '/tasks', query: { year: period.slice(0, 4), task: task.code, period } };
  return { key: id ?? `${task.code} ${period}`, task, period, window, provisional, to, owed: null };
}

function obligationItem(owed: Obligation, readsAll: boolean): DayItem {
  const { id, task, period, window, unit, submissionId } = owed;
  const year = period.slice(0, 4);
  const list = readsAll
    ? { path: '/tasks', query: { year, view: 'obligations', unit: unit.code, period } }
    : { path: '/my', query: { year } };
  const to = submissionId ? `${readsAll ? '/submissions' : '/my'}/${submissionId}` : list;
  return { key: id, task, period, window, provisional: owed.provisional && owed.correctionDueOn === null, to, owed };
}

/**
 * What falls due, by day.
 * @param readsAll whether the reader has the pages of the office or those of a unit
 */
export function itemsByDay(
  { deadlines, obligations }: { deadlines: Deadline[] | null; obligations: Obligation[] | null },
  readsAll: boolean,
): Map<string, DayItem[]> {
  const all = [
    ...(deadlines ?? []).map((each) => ({ on: each.dueOn, item: deadlineItem(each) })),
    ...(obligations ?? []).map((each) => ({ on: dueNow(each), item: obligationItem(each, readsAll) })),
  ];
  return new Map([...Map.groupBy(all, ({ on }) => on)].map(([on, each]) => [on, each.map(({ item }) => item)]));
}
