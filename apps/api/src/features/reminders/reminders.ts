import { problemDetail, type ProblemCode, type Reminder } from '@nuanxin/contract';
import { instantText, isOwed, obligationStatusLabel } from '@nuanxin/domain';
import { and, eq, gt, isNull, max } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations, reminderItems, reminders } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { readObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';
import { remindersByIds } from './list.ts';

/** Within this nobody is reminded of the same thing again: two clerks, or two clicks. */
const MINUTES_BETWEEN = 60;

interface Left {
  obligationId: string;
  unit: { code: string; name: string } | null;
  code: string;
  detail: string;
}

/**
 * Reminds units of what they owe: one reminder for each unit, in its inbox at once. What is owed no more, and what it was
 * reminded of within the hour, is left, with the reason.
 */
export async function remind(
  ctx: Context,
  { obligationIds, note }: { obligationIds: string[]; note?: string },
): Promise<{ items: Reminder[]; left: Left[] }> {
  refusePersonalInfo('附言', { '/note': note });
  return ctx.db.transaction(async (tx) => {
    const these = anyOf(obligations.id, obligationIds);
    // Two callers at once: the second finds what the first has sent.
    await tx.select({ id: obligations.id }).from(obligations).where(these).orderBy(obligations.id).for('update');
    const rows = await readObligations({ ...ctx, db: tx }, these);
    const [calendar, now] = [await loadCalendar(tx), ctx.clock()];
    const recent = await remindedSince(tx, obligationIds, new Date(+now - MINUTES_BETWEEN * 60_000));
    const left: Left[] = [];
    const owed = rows.flatMap((row) => {
      const view = viewOf(row, now, calendar);
      const last = recent.get(row.obligation.id);
      if (!isOwed(view.status))
        left.push(leave(row, 'reminder_not_owed', { status: obligationStatusLabel[view.status] }));
      else if (last) left.push(leave(row, 'reminder_too_soon', { at: clockOf(last) }));
      else return [{ row, view }];
      return [];
    });
    const known = new Set(rows.map(({ obligation: { id } }) => id));
    for (const id of obligationIds)
      if (!known.has(id))
        left.push({ obligationId: id, unit: null, code: 'not_found', detail: problemDetail('not_found', {}) });

    const text = note?.trim() || null;
    const sent = [...Map.groupBy(owed, ({ row }) => row.unit.id)].map(([unitId, all]) => ({
      reminder: { id: uuidv7(), unitId, note: text, createdBy: ctx.actor.id, createdAt: now },
      all,
    }));
    await insertMany(
      tx,
      reminders,
      sent.map(({ reminder }) => reminder),
    );
    await insertMany(
      tx,
      reminderItems,
      sent.flatMap(({ reminder, all }) =>
        all.map(({ row, view }) => ({
          reminderId: reminder.id,
          obligationId: row.obligation.id,
          dueOn: view.correctionDueOn ?? view.dueOn,
          status: view.status,
        })),
      ),
    );
    await audit(
      tx,
      ctx,
      ...sent.map(({ reminder, all }) => ({
        action: 'reminder.send',
        entity: 'reminder',
        entityId: reminder.id,
        after: {
          unit: all[0]?.row.unit.code,
          note: text,
          about: all.map(({ row: { task, deadline } }) => `${task.code} ${deadline.period}`),
        },
      })),
    );
    const ids = sent.map(({ reminder }) => reminder.id);
    return { items: await remindersByIds(ctx, tx, ids), left };
  });
}

/** When each was last reminded of after an instant. */
async function remindedSince(tx: Tx, ids: string[], since: Date): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ id: reminderItems.obligationId, last: max(reminders.createdAt) })
    .from(reminderItems)
    .innerJoin(reminders, eq(reminders.id, reminderItems.reminderId))
    .where(and(anyOf(reminderItems.obligationId, ids), gt(reminders.createdAt, since)))
    .groupBy(reminderItems.obligationId);
  return new Map(rows.flatMap(({ id, last }) => (last ? [[id, last]] : [])));
}

function leave({ obligation, unit }: ObligationRow, code: ProblemCode, details: Record<string, string>): Left {
  return {
    obligationId: obligation.id,
    unit: { code: unit.code, name: unit.name },
    code,
    detail: problemDetail(code, details),
  };
}

const clockOf = (at: Date): string => instantText(at).slice(11, 16);

/** The unit has seen it. @throws ProblemError not_found */
export async function readReminder(ctx: Context, id: string): Promise<Reminder> {
  return ctx.db.transaction(async (tx) => {
    const own = and(eq(reminders.id, id), inWriteScope(ctx.actor, reminders.unitId));
    const [found] = await tx.select({ id: reminders.id }).from(reminders).where(own);
    if (!found) throw new ProblemError('not_found');
    const [read] = await tx
      .update(reminders)
      .set({ readAt: ctx.clock(), readBy: ctx.actor.id })
      .where(and(own, isNull(reminders.readAt)))
      .returning({ id: reminders.id });
    if (read) await audit(tx, ctx, { action: 'reminder.read', entity: 'reminder', entityId: id });
    const [reminder] = await remindersByIds(ctx, tx, [id]);
    if (!reminder) throw new ProblemError('not_found');
    return reminder;
  });
}
