import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { reminders, type MovedDay } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';

/**
 * Tells units what has become of their last days: one message for each in its inbox.
 * @param cause why, or the office's answer, as the units read it
 */
export async function tellUnits(
  ctx: Context,
  tx: Tx,
  told: { unit: { id: string; code: string }; moved: MovedDay[] }[],
  cause: string,
): Promise<void> {
  const messages = told.map((each) => ({ id: uuidv7(), ...each }));
  await insertMany(
    tx,
    reminders,
    messages.map(({ id, unit, moved }) => ({
      id,
      unitId: unit.id,
      moved,
      note: cause,
      createdBy: ctx.actor.id,
      createdAt: ctx.clock(),
    })),
  );
  await audit(
    tx,
    ctx,
    ...messages.map(({ id, unit, moved }) => ({
      action: 'reminder.moved',
      entity: 'reminder',
      entityId: id,
      after: {
        unit: unit.code,
        note: cause,
        about: moved.map(({ task, period, from, to }) => `${task.code} ${period} ${from ?? '免报'} → ${to ?? '免报'}`),
      },
    })),
  );
}

/** A last day of which a message tells. */
export const dayKey = (message: string, { task, period }: Pick<MovedDay, 'task' | 'period'>): string =>
  `${message} ${task.code} ${period}`;

/** Last days that are others again since messages told of them; by an answer that moved nothing they are not. */
export async function overtakenOf(db: Db, messages: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ key: string }>(sql`
    select concat_ws(' ', told.id, day #>> '{task,code}', day ->> 'period') as key
    from reminders told cross join jsonb_array_elements(told.moved) day
    where told.id = any(${sql.param(messages)}::uuid[]) and exists (
      select 1 from reminders later cross join jsonb_array_elements(later.moved) new_day
      where later.unit_id = told.unit_id and (later.created_at, later.id) > (told.created_at, told.id)
        and new_day #>> '{task,code}' = day #>> '{task,code}' and new_day ->> 'period' = day ->> 'period'
        and new_day ->> 'from' is distinct from new_day ->> 'to')`);
  return new Set(rows.map(({ key }) => key));
}
