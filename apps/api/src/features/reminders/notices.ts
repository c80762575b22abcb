import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { reminders, type MovedDay } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';

/**
 * Tells units which of their last days are others now: one message for each in its inbox.
 * @param cause why they moved, as the units read it
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
