import { problemDetail, type ProblemCode, type Reminder } from '@nuanxin/contract';
import { instantText, isOwed, obligationStatusLabel } from '@nuanxin/domain';
import { and, eq, gt, isNull, max } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations, reminderItems, reminders } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { lockObligations } from '../obligations/change.ts';
import { readObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';
import { remindersByIds } from './list.ts';
import { inOwnInbox } from './readers.ts';
import { planReminders, sendReminders, type Means, type Plan } from './send.ts';

/** Within this nobody is reminded of the same thing again: two clerks, or two clicks. */
const MINUTES_BETWEEN = 60;

interface Left {
  obligationId: string;
  unit: { code: string; name: string } | null;
  code: string;
  detail: string;
}

interface Asked {
  obligationIds: string[];
  note?: string;
  /** Channels to use besides the inbox; all that are enabled when absent. */
  channels?: string[];
}

/**
 * Reminds units of what they owe: one reminder for each unit, in its inbox at once, with the messages that tell of it. What
 * is owed no more, and what it was reminded of within the hour, is left, with the reason.
 */
export async function remind(ctx: Context, means: Means, asked: Asked): Promise<{ items: Reminder[]; left: Left[] }> {
  refusePersonalInfo('附言', { '/note': asked.note });
  return ctx.db.transaction(async (tx) => {
    await lockObligations(tx, asked.obligationIds);
    const { plan, left } = await planOf(ctx, tx, asked);
    const ids = await sendReminders(tx, ctx, means, plan);
    return { items: await remindersByIds(ctx, tx, ids), left };
  });
}

/** What `remind` would do now. */
export async function previewReminders(ctx: Context, means: Means, asked: Asked) {
  refusePersonalInfo('附言', { '/note': asked.note });
  return ctx.db.transaction(async (tx) => {
    const { plan, left } = await planOf(ctx, tx, asked);
    const { reminders: planned, messages, channels } = await planReminders(tx, means, plan);
    const named = ({ code, name }: { code: string; name: string }) => ({ code, name });
    return {
      left,
      units: planned.map(({ unit, accounts, emails }) => ({ unit: named(unit), accounts, emails: emails.length })),
      messages: messages.flatMap(({ channelId, reminders: about, subject, body }) => {
        const channel = channels.find(({ id }) => id === channelId);
        const [only, ...others] = about;
        return channel ? [{ channel, unit: only && others.length === 0 ? named(only.unit) : null, subject, body }] : [];
      }),
    };
  });
}

async function planOf(
  ctx: Context,
  tx: Tx,
  { obligationIds, note, channels }: Asked,
): Promise<{ plan: Plan; left: Left[] }> {
  const rows = await readObligations({ ...ctx, db: tx }, anyOf(obligations.id, obligationIds));
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
  return { plan: { owed, note: note?.trim() || null, calendar, now, ...(channels ? { channels } : {}) }, left };
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

/** The unit has seen it; what went to the office itself, whoever works there. @throws ProblemError not_found */
export async function readReminder(ctx: Context, id: string): Promise<Reminder> {
  return ctx.db.transaction(async (tx) => {
    const own = and(eq(reminders.id, id), inOwnInbox(ctx.actor, reminders.unitId));
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
