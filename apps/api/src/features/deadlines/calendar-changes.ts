import type { DeadlineChange } from '@nuanxin/contract';
import type { WorkCalendar } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, exemptions, extensions, obligations } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { toDeadline } from './deadlines.ts';
import { deadlineKey, plannedDeadlines } from './planned.ts';

/** What a calendar does to the deadlines that there are. */
export interface CalendarChanges {
  /** The last day is another. */
  moved: DeadlineChange[];
  /** The last day is the same and no longer provisional. */
  confirmed: DeadlineChange[];
}

/** What a calendar changes in the deadlines that there are; nothing is written. */
export async function calendarChanges(db: Db, calendar: WorkCalendar): Promise<CalendarChanges> {
  const computed = await plannedDeadlines(db, calendar);
  const before = await db
    .select()
    .from(deadlines)
    .where(
      anyOf(
        deadlines.taskId,
        computed.map(({ task }) => task.id),
      ),
    );
  const old = new Map(before.map((row) => [deadlineKey(row), row]));
  const all = computed.flatMap(({ task, dates }) => {
    const was = old.get(deadlineKey({ taskId: task.id, period: dates.period }));
    return was ? [{ task, dates, was }] : [];
  });
  const moved = all.filter(({ dates, was }) => dates.dueOn !== was.dueOn);
  const confirmed = all.filter(({ dates, was }) => dates.dueOn === was.dueOn && was.provisional && !dates.provisional);
  const reached = await unitsMoved(
    db,
    [...moved, ...confirmed].map(({ dates, was }) => ({ id: was.id, latest: later(was.dueOn, dates.dueOn) })),
  );
  const told = ({ task, dates, was }: (typeof all)[number]): DeadlineChange => ({
    deadline: toDeadline({ deadline: { ...dates, id: was.id }, task }, calendar),
    from: was.dueOn,
    to: dates.dueOn,
    wasProvisional: was.provisional,
    units: reached.get(was.id) ?? 0,
  });
  return { moved: moved.map(told), confirmed: confirmed.map(told) };
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** How many units a deadline's change reaches: who was given a later day keeps it, who is exempt owes nothing. */
async function unitsMoved(db: Db, changed: { id: string; latest: string }[]): Promise<Map<string, number>> {
  if (changed.length === 0) return new Map();
  const latest = new Map(changed.map((each) => [each.id, each.latest]));
  const owed = await db
    .select({ deadlineId: obligations.deadlineId, extendedTo: extensions.dueOn })
    .from(obligations)
    .leftJoin(extensions, eq(extensions.obligationId, obligations.id))
    .leftJoin(exemptions, eq(exemptions.obligationId, obligations.id))
    .where(and(anyOf(obligations.deadlineId, [...latest.keys()]), isNull(exemptions.obligationId)));
  const reached = owed.filter(
    ({ deadlineId, extendedTo }) => extendedTo === null || extendedTo < (latest.get(deadlineId) ?? ''),
  );
  return new Map([...Map.groupBy(reached, ({ deadlineId }) => deadlineId)].map(([id, each]) => [id, each.length]));
}
