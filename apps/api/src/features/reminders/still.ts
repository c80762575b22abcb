import { isOwed, nextNotQuiet } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/connect.ts';
import { messageReminders, obligations, reminderItems } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { loadCalendar } from '../calendar/load.ts';
import { readAllObligations, viewOf } from '../obligations/obligations.ts';
import { ruleOf } from './rules.ts';

/** Whether anything of what a message reminds of is owed now. */
export async function isStillOwed(db: Db, clock: Clock, messageId: string): Promise<boolean> {
  const items = await db
    .select({ id: reminderItems.obligationId })
    .from(messageReminders)
    .innerJoin(reminderItems, eq(reminderItems.reminderId, messageReminders.reminderId))
    .where(eq(messageReminders.messageId, messageId));
  const about = items.map(({ id }) => id);
  const rows = await readAllObligations(db, clock, anyOf(obligations.id, about));
  const calendar = await loadCalendar(db);
  return rows.some((row) => isOwed(viewOf(row, clock(), calendar).status));
}

/**
 * The instant from which a message may leave: now, unless the plan reminds by itself and this is outside its hours.
 */
export async function mayLeaveAt(db: Db, clock: Clock, messageId: string): Promise<Date> {
  const rule = await ruleOf(db, messageId);
  return rule ? nextNotQuiet(clock(), rule, await loadCalendar(db)) : clock();
}
