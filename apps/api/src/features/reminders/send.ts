import { dueNow, type WorkCalendar } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Deps } from '../../context.ts';
import { audit, type By } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { messageReminders, messages, reminderItems, reminders, units, users } from '../../db/schema/index.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { enabledChannels } from '../channels/channels.ts';
import { compose, type Composed, type Owed, type UnitReminder } from './compose.ts';
import { readsInboxOf } from './readers.ts';
import { readTemplates } from './templates.ts';

/** What reminders need of the service besides the request. */
export type Means = Pick<Deps, 'config' | 'jobs'>;

export interface Plan {
  owed: Owed[];
  note: string | null;
  /** Channels to use; all that are enabled when absent. */
  channels?: string[];
  calendar: WorkCalendar;
  now: Date;
}

export interface Planned {
  reminders: UnitReminder[];
  messages: Composed[];
  channels: Awaited<ReturnType<typeof enabledChannels>>;
}

/** What would be sent: a reminder for each unit, and the messages about them. */
export async function planReminders(tx: Tx, { config }: Means, plan: Plan): Promise<Planned> {
  const readers = await readersOf(tx, [...new Set(plan.owed.map(({ row }) => row.unit.id))]);
  const planned = [...Map.groupBy(plan.owed, ({ row }) => row.unit.id)].flatMap(([unitId, owed]) => {
    const unit = owed[0]?.row.unit;
    return unit ? [{ id: uuidv7(), unit, owed, ...(readers.get(unitId) ?? { accounts: 0, emails: [] }) }] : [];
  });
  const channels = (await enabledChannels(tx)).filter(({ id }) => plan.channels?.includes(id) ?? true);
  const setting = { ...plan, templates: await readTemplates(tx), publicUrl: config.publicUrl ?? null };
  return { reminders: planned, channels, messages: compose(planned, channels, setting) };
}

/** The accounts that read the inbox of each unit: how many, and their addresses. */
async function readersOf(tx: Tx, unitIds: string[]): Promise<Map<string, { accounts: number; emails: string[] }>> {
  const rows = await tx
    .select({
      unitId: units.id,
      accounts: sql<number>`count(*)::int`,
      emails: sql<
        string[]
      >`coalesce(array_agg(distinct ${users.email}) filter (where ${users.email} is not null), '{}')`,
    })
    .from(units)
    .innerJoin(users, readsInboxOf(units.id))
    .where(anyOf(units.id, unitIds))
    .groupBy(units.id);
  return new Map(rows.map(({ unitId, ...readers }) => [unitId, readers]));
}

/**
 * Writes the reminders into the inboxes, and the messages with the jobs that send them, all in the caller's transaction.
 * @returns ids of the reminders
 */
export async function sendReminders(tx: Tx, by: By, means: Means, plan: Plan): Promise<string[]> {
  const planned = await planReminders(tx, means, plan);
  await insertMany(
    tx,
    reminders,
    planned.reminders.map(({ id, unit }) => ({
      id,
      unitId: unit.id,
      note: plan.note,
      createdBy: by.actor?.id ?? null,
      createdAt: plan.now,
    })),
  );
  await insertMany(
    tx,
    reminderItems,
    planned.reminders.flatMap(({ id, owed }) =>
      owed.map(({ row, view, occasion }) => ({
        reminderId: id,
        obligationId: row.obligation.id,
        dueOn: dueNow(view),
        status: view.status,
        occasion: occasion ?? null,
      })),
    ),
  );
  const out = planned.messages.map((message) => ({ ...message, id: uuidv7() }));
  await insertMany(
    tx,
    messages,
    out.map(({ id, channelId, recipients, subject, body, data }) => ({
      id,
      channelId,
      recipients,
      subject,
      body,
      data,
      createdAt: plan.now,
    })),
  );
  await insertMany(
    tx,
    messageReminders,
    out.flatMap(({ id, reminders: about }) => about.map((reminder) => ({ messageId: id, reminderId: reminder.id }))),
  );
  await means.jobs?.deliver(
    tx,
    out.map(({ id }) => id),
  );
  await audit(
    tx,
    by,
    ...planned.reminders.map(({ id, unit, owed }) => ({
      action: 'reminder.send',
      entity: 'reminder',
      entityId: id,
      after: {
        unit: unit.code,
        note: plan.note,
        about: owed.map(({ row: { task, deadline } }) => `${task.code} ${deadline.period}`),
      },
    })),
  );
  return planned.reminders.map(({ id }) => id);
}
