import type { DeadlineChange } from '@nuanxin/contract';
import type { WorkCalendar } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { exemptions, extensions, obligations } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { toDeadline } from './deadlines.ts';
import { taskNames, type Recomputed, type TaskNames } from './recompute.ts';

/** What a calendar does to the deadlines that there are. */
export interface CalendarChanges {
  /** The last day is another. */
  moved: DeadlineChange[];
  /** The last day is the same and no longer provisional. */
  confirmed: DeadlineChange[];
}

/** What a calendar changed in the deadlines that there were. */
export async function calendarChanges(
  db: Db,
  { before, after }: Recomputed,
  calendar: WorkCalendar,
  now: Date,
): Promise<CalendarChanges> {
  const all = after.flatMap((row) => {
    const was = before.get(row.id);
    return was ? [{ row, was }] : [];
  });
  const moved = all.filter(({ row, was }) => row.dueOn !== was.dueOn);
  const confirmed = all.filter(({ row, was }) => row.dueOn === was.dueOn && was.provisional && !row.provisional);
  const changed = [...moved, ...confirmed];
  const reached = await unitsMoved(
    db,
    changed.map(({ row, was }) => ({ id: was.id, latest: later(was.dueOn, row.dueOn) })),
  );
  const names = await taskNames(
    db,
    changed.map(({ row }) => row.taskId),
  );
  const nameOf = (id: string): TaskNames => names.get(id) ?? { code: '', title: '', schedule: { kind: 'continuous' } };
  const told = ({ row, was }: (typeof all)[number]): DeadlineChange => ({
    deadline: toDeadline({ deadline: row, task: nameOf(row.taskId) }, calendar),
    from: was.dueOn,
    to: row.dueOn,
    over: was.dueAt <= now || row.dueAt <= now,
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
