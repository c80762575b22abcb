import type { DeadlineChange } from '@nuanxin/contract';
import { deadlinesOf, type DeadlineDates, type WorkCalendar } from '@nuanxin/domain';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  deadlines,
  exemptions,
  extensions,
  groupUnits,
  obligations,
  phases,
  tasks,
  taskUnits,
  units,
} from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { toDeadline } from './deadlines.ts';

/** What a calendar does to the deadlines that there are. */
interface Changes {
  /** The last day is another. */
  moved: DeadlineChange[];
  /** The last day is the same and no longer provisional. */
  confirmed: DeadlineChange[];
}

/** The deadlines of every task as a calendar gives them, and the changes that makes to those that there are. */
async function compute(db: Db, calendar: WorkCalendar, campaignId?: string) {
  const planned = await db
    .select({ task: tasks, year: campaigns.year, opensOn: phases.fromDay })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .leftJoin(phases, eq(phases.id, tasks.phaseId))
    .where(campaignId ? eq(tasks.campaignId, campaignId) : undefined)
    .orderBy(asc(campaigns.year), asc(tasks.sort));
  const computed = planned.flatMap(({ task, year, opensOn }) =>
    deadlinesOf(task.schedule, year, calendar, opensOn ? { opensOn } : {}).map((dates) => ({ task, dates })),
  );
  const before = await db
    .select()
    .from(deadlines)
    .where(
      anyOf(
        deadlines.taskId,
        computed.map(({ task }) => task.id),
      ),
    );
  const old = new Map(before.map((row) => [`${row.taskId} ${row.period}`, row]));
  const all = computed.flatMap(({ task, dates }) => {
    const was = old.get(`${task.id} ${dates.period}`);
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
  return { computed, changes: { moved: moved.map(told), confirmed: confirmed.map(told) } };
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

/** What `recomputeDeadlines` would change; nothing is written. */
export async function previewDeadlines(db: Db, calendar: WorkCalendar): Promise<Changes> {
  return (await compute(db, calendar)).changes;
}

/**
 * Computes the deadlines of every task anew and creates what units owe for them. Doing it again changes nothing; a
 * deadline keeps its id when it moves, so that submissions stay with it.
 * @param campaignId only this plan; all of them when absent
 */
export async function recomputeDeadlines(tx: Db, calendar: WorkCalendar, campaignId?: string): Promise<Changes> {
  const { computed, changes } = await compute(tx, calendar, campaignId);
  if (computed.length === 0) return changes;
  const rows = await tx
    .insert(deadlines)
    .values(computed.map(({ task, dates }) => ({ taskId: task.id, ...columns(dates) })))
    .onConflictDoUpdate({
      target: [deadlines.taskId, deadlines.period],
      set: {
        opensAt: sql`excluded.opens_at`,
        dueAt: sql`excluded.due_at`,
        dueOn: sql`excluded.due_on`,
        coversFrom: sql`excluded.covers_from`,
        coversTo: sql`excluded.covers_to`,
        provisional: sql`excluded.provisional`,
      },
    })
    .returning({ id: deadlines.id });
  await createObligations(
    tx,
    rows.map(({ id }) => id),
  );
  return changes;
}

function columns({ period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional }: DeadlineDates) {
  return { period, opensAt, dueAt, dueOn, coversFrom, coversTo, provisional };
}

/** The leading units owe; supporting units help but nothing falls due for them. A unit named twice owes once, a closed one nothing new. */
async function createObligations(tx: Db, deadlineIds: string[]): Promise<void> {
  const unitId = sql<string>`coalesce(${groupUnits.unitId}, ${taskUnits.unitId})`;
  const owed = await tx
    .selectDistinct({ deadlineId: deadlines.id, unitId })
    .from(deadlines)
    .innerJoin(taskUnits, and(eq(taskUnits.taskId, deadlines.taskId), eq(taskUnits.role, 'lead')))
    .leftJoin(groupUnits, eq(groupUnits.groupId, taskUnits.groupId))
    .innerJoin(units, and(eq(units.id, unitId), eq(units.active, true)))
    .leftJoin(obligations, and(eq(obligations.deadlineId, deadlines.id), eq(obligations.unitId, unitId)))
    .where(and(inArray(deadlines.id, deadlineIds), isNull(obligations.id)));
  if (owed.length > 0) await tx.insert(obligations).values(owed).onConflictDoNothing();
}
