import type { Reminder, UnitYear } from '@nuanxin/contract';
import { dayWords, instantText, dateOf, occasionWords, windowName, type WorkCalendar } from '@nuanxin/domain';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { forReader, isOffice, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import {
  channels,
  messageReminders,
  messages,
  obligations,
  reminderItems,
  reminders,
  units,
  users,
} from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { loadCalendar } from '../calendar/load.ts';
import { isProvisional, readObligations, viewOf } from '../obligations/obligations.ts';
import { dayKey, overtakenOf } from './notices.ts';
import { inOwnInbox, readsInboxOf } from './readers.ts';

export interface ReminderFilters {
  unit?: string;
  mine?: boolean;
  unread?: boolean;
  failed?: boolean;
  moved?: boolean;
}

interface Asked extends ReminderFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** Reminders that the caller may see, newest first. */
export async function listReminders(ctx: Context, { limit = 50, ...asked }: Asked) {
  const after = decodeCursor(asked.cursor, ['instant', 'uuid']);
  const filter = and(
    inScope(ctx.actor, reminders.unitId),
    asked.unit === undefined ? undefined : eq(units.code, asked.unit),
    asked.mine ? inOwnInbox(ctx.actor, reminders.unitId) : undefined,
    asked.unread ? isNull(reminders.readAt) : undefined,
    asked.moved === undefined ? undefined : sql`(${reminders.moved} is not null) = ${asked.moved}`,
    asked.failed
      ? sql`${reminders.id} in (select t.reminder_id from message_reminders t
          join messages m on m.id = t.message_id where m.state = 'failed')`
      : undefined,
  );
  const found = await ctx.db
    .select({ id: reminders.id, at: reminders.createdAt })
    .from(reminders)
    .innerJoin(units, eq(units.id, reminders.unitId))
    .where(
      and(
        filter,
        after
          ? sql`(${reminders.createdAt}, ${reminders.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(reminders.createdAt), desc(reminders.id))
    .limit(limit + 1);
  const total = asked.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(reminders)
          .innerJoin(units, eq(units.id, reminders.unitId))
          .where(filter)
      )[0]?.total
    : undefined;
  const rows = await remindersByIds(
    ctx,
    ctx.db,
    found.slice(0, limit).map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const listed = page(
    found,
    limit,
    ({ at, id }) => [instantText(at), id],
    ({ id }) => byId.get(id),
    total,
  );
  return { ...listed, items: listed.items.filter((row) => row !== undefined) };
}

const senders = alias(users, 'senders');
const readers = alias(users, 'readers');

/** Reminders with what each is about, in the order of the ids. Which the caller may see is decided where these come from. */
export async function remindersByIds(ctx: Context, db: Db, ids: string[]): Promise<Reminder[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      reminder: reminders,
      unit: { code: units.code, name: units.name },
      by: senders.displayName,
      readBy: readers.displayName,
      accounts: sql<number>`(select count(*)::int from ${users} where ${readsInboxOf(reminders.unitId)})`,
    })
    .from(reminders)
    .innerJoin(units, eq(units.id, reminders.unitId))
    .leftJoin(senders, eq(senders.id, reminders.createdBy))
    .leftJoin(readers, eq(readers.id, reminders.readBy))
    .where(anyOf(reminders.id, ids));
  const calendar = await loadCalendar(db);
  const at = new Map(rows.map(({ reminder: { id, createdAt } }) => [id, dateOf(createdAt)]));
  const items = await itemsOf(ctx, db, at, calendar);
  const overtaken = await overtakenOf(db, ids);
  const sent = isOffice(ctx.actor) ? await messagesOf(db, ids) : new Map<string, Reminder['messages']>();
  const byId = new Map(rows.map((row) => [row.reminder.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { reminder, unit, by, readBy, accounts } = row;
    return {
      id,
      unit,
      at: instantText(reminder.createdAt),
      by,
      note: forReader(ctx.actor, reminder.note),
      readAt: reminder.readAt && instantText(reminder.readAt),
      readBy,
      accounts,
      items: items.get(id) ?? [],
      moved: (reminder.moved ?? []).map((each) => ({
        ...each,
        window: each.window ?? null,
        fromDay: each.from && dayWords(calendar, each.from),
        toDay: each.to && dayWords(calendar, each.to),
        overtaken: overtaken.has(dayKey(id, each)),
      })),
      messages: sent.get(id) ?? [],
    };
  });
}

/**
 * By reminder, in the order in which what is owed falls due.
 * @param at day of each reminder
 */
async function itemsOf(
  ctx: Context,
  db: Db,
  at: Map<string, string>,
  calendar: WorkCalendar,
): Promise<Map<string, Reminder['items']>> {
  const items = await db
    .select()
    .from(reminderItems)
    .where(anyOf(reminderItems.reminderId, [...at.keys()]));
  const about = [...new Set(items.map(({ obligationId }) => obligationId))];
  const owed = await readObligations({ ...ctx, db }, anyOf(obligations.id, about));
  const place = new Map(owed.map(({ obligation: { id } }, index) => [id, index]));
  const now = ctx.clock();
  const shown = items
    .toSorted((a, b) => (place.get(a.obligationId) ?? 0) - (place.get(b.obligationId) ?? 0))
    .flatMap(({ reminderId, obligationId, dueOn, status, occasion }) => {
      const row = owed[place.get(obligationId) ?? -1];
      if (!row) return [];
      const { task, deadline, submission } = row;
      const item = {
        obligationId,
        submissionId: submission?.id ?? null,
        task: { code: task.code, title: task.title },
        tracking: task.tracking,
        period: deadline.period,
        window: windowName(task.schedule, deadline.period),
        dueOn,
        dueDay: dayWords(calendar, dueOn),
        provisional: isProvisional(row, dueOn),
        statusThen: status,
        statusNow: viewOf(row, now, calendar).status,
        occasion: occasion === null ? null : occasionWords(dueOn, at.get(reminderId) ?? dueOn, calendar),
      };
      return [{ reminderId, item }];
    });
  return new Map(
    [...Map.groupBy(shown, ({ reminderId }) => reminderId)].map(([id, all]) => [id, all.map(({ item }) => item)]),
  );
}

/** What left the house about each reminder. */
async function messagesOf(db: Db, ids: string[]): Promise<Map<string, Reminder['messages']>> {
  const rows = await db
    .select({ reminderId: messageReminders.reminderId, message: messages, kind: channels.kind, name: channels.name })
    .from(messageReminders)
    .innerJoin(messages, eq(messages.id, messageReminders.messageId))
    .innerJoin(channels, eq(channels.id, messages.channelId))
    .where(anyOf(messageReminders.reminderId, ids))
    .orderBy(asc(messages.id));
  const shown = rows.map(({ reminderId, message: { id, state, attempts, fault, deliveredAt }, kind, name }) => ({
    reminderId,
    message: {
      id,
      channel: { kind, name },
      state,
      attempts,
      fault,
      deliveredAt: deliveredAt && instantText(deliveredAt),
    },
  }));
  return new Map(
    [...Map.groupBy(shown, ({ reminderId }) => reminderId)].map(([id, all]) => [id, all.map(({ message }) => message)]),
  );
}

/** How often a unit was reminded, and the last time. */
export async function remindersOf({ db, actor }: Context, unitId: string): Promise<UnitYear['reminders']> {
  const whose = and(inScope(actor, reminders.unitId), eq(reminders.unitId, unitId), isNull(reminders.moved));
  const [last] = await db
    .select({ at: reminders.createdAt, readAt: reminders.readAt, count: sql<number>`(count(*) over ())::int` })
    .from(reminders)
    .where(whose)
    .orderBy(desc(reminders.createdAt), desc(reminders.id))
    .limit(1);
  if (!last) return { count: 0, last: null };
  const { count, at, readAt } = last;
  return { count, last: { at: instantText(at), readAt: readAt && instantText(readAt) } };
}
