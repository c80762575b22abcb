import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import {
  deadlines,
  exemptions,
  extensionRequests,
  extensions,
  groupUnits,
  obligations,
  reminderItems,
  submissions,
  tasks,
  taskUnits,
  units,
} from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import type { Planned } from './planned.ts';

/** One unit × one deadline, as it is told. */
export interface Owed {
  obligationId: string;
  deadlineId: string;
  unit: { code: string; name: string };
}

/** The leading units owe; supporting units help but nothing falls due for them. A unit named twice owes once, a closed one nothing new. */
export async function addOwed(tx: Db, deadlineIds: string[]): Promise<Owed[]> {
  if (deadlineIds.length === 0) return [];
  const unitId = sql<string>`coalesce(${groupUnits.unitId}, ${taskUnits.unitId})`;
  const owed = await tx
    .selectDistinct({
      deadlineId: deadlines.id,
      unitId,
      unit: { code: units.code, name: units.name },
      sort: units.sort,
    })
    .from(deadlines)
    .innerJoin(taskUnits, and(eq(taskUnits.taskId, deadlines.taskId), eq(taskUnits.role, 'lead')))
    .leftJoin(groupUnits, eq(groupUnits.groupId, taskUnits.groupId))
    .innerJoin(units, and(eq(units.id, unitId), eq(units.active, true)))
    .leftJoin(obligations, and(eq(obligations.deadlineId, deadlines.id), eq(obligations.unitId, unitId)))
    .where(and(inArray(deadlines.id, deadlineIds), isNull(obligations.id)))
    .orderBy(units.sort);
  if (owed.length === 0) return [];
  const added = await tx
    .insert(obligations)
    .values(owed.map(({ deadlineId, unitId: unit }) => ({ deadlineId, unitId: unit })))
    .returning({ id: obligations.id });
  return owed.map(({ deadlineId, unit }, i) => ({ obligationId: added[i]?.id ?? '', deadlineId, unit }));
}

/** Who owes what falls due at deadlines. */
export async function owedBy(tx: Db, deadlineIds: string[]): Promise<Owed[]> {
  return tx
    .select({
      obligationId: obligations.id,
      deadlineId: obligations.deadlineId,
      unit: { code: units.code, name: units.name },
    })
    .from(obligations)
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(anyOf(obligations.deadlineId, deadlineIds));
}

/** What is in the books though the plan does not ask for it any more. */
export interface NotPlanned extends Owed {
  facts: boolean;
  over: boolean;
}

/** Something was handed in, begun, granted, noted, asked for or reminded of. */
export const hasFacts = sql<boolean>`(${obligations.version} > 1 or ${obligations.settledOn} is not null
  or exists (select 1 from ${submissions} where ${submissions.obligationId} = ${obligations.id})
  or exists (select 1 from ${extensions} where ${extensions.obligationId} = ${obligations.id})
  or exists (select 1 from ${exemptions} where ${exemptions.obligationId} = ${obligations.id})
  or exists (select 1 from ${extensionRequests} where ${extensionRequests.obligationId} = ${obligations.id})
  or exists (select 1 from ${reminderItems} where ${reminderItems.obligationId} = ${obligations.id}))`;

/**
 * Obligations of a plan that nobody would owe by it now: the task is retired, the schedule no longer gives the deadline,
 * or the unit no longer leads. They are locked, so that nobody hands in meanwhile.
 */
export async function notPlanned(
  tx: Db,
  campaignId: string | undefined,
  planned: Planned[],
  now: Date,
): Promise<NotPlanned[]> {
  const keys = sql`unnest(${sql.param(planned.map(({ task }) => task.id))}::uuid[],
    ${sql.param(planned.map(({ dates }) => dates.period))}::text[]) as k(task_id, period)`;
  const locked = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .where(
      and(
        campaignId ? eq(tasks.campaignId, campaignId) : undefined,
        sql`(not exists (select 1 from ${keys} where k.task_id = ${deadlines.taskId} and k.period = ${deadlines.period})
          or not exists (select 1 from task_units tu left join group_units gu on gu.group_id = tu.group_id
            where tu.task_id = ${deadlines.taskId} and tu.role = 'lead' and coalesce(gu.unit_id, tu.unit_id) = ${obligations.unitId}))`,
      ),
    )
    .for('update', { of: obligations });
  if (locked.length === 0) return [];
  // Read under the locks: a draft that was being begun is there now.
  return tx
    .select({
      obligationId: obligations.id,
      deadlineId: obligations.deadlineId,
      unit: { code: units.code, name: units.name },
      facts: hasFacts,
      over: sql<boolean>`${deadlines.dueAt} <= ${now.toISOString()}::timestamptz`,
    })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(
      anyOf(
        obligations.id,
        locked.map(({ id }) => id),
      ),
    )
    .orderBy(deadlines.dueAt, units.sort);
}

/** Takes out what lies ahead and of which nothing is known. @returns what went */
export async function removeOwed(tx: Db, found: NotPlanned[]): Promise<Owed[]> {
  const gone = found.filter(({ facts, over }) => !facts && !over);
  if (gone.length > 0)
    await tx.delete(obligations).where(
      anyOf(
        obligations.id,
        gone.map(({ obligationId }) => obligationId),
      ),
    );
  return gone;
}
