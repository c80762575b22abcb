import { and, eq, sql } from 'drizzle-orm';
import type { Deps } from '../../context.ts';
import { channels, messages } from '../../db/schema/index.ts';
import { isStillOwed, mayLeaveAt } from '../reminders/still.ts';
import { send } from './send.ts';
import { sealWith } from './seal.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

type By = Pick<Deps, 'db' | 'clock' | 'config' | 'jobs'>;

const waiting = (id: string) => and(eq(messages.id, id), eq(messages.state, 'waiting'));

/**
 * One attempt to send a message. It goes out before it is noted as delivered: who is killed in between sends it once more,
 * under the same id. What nobody owes any more is not sent, and what a plan sends by itself waits for its hours.
 * @param byHand somebody asks for it, at whatever hour
 * @throws Undelivered when another attempt may help
 */
export async function deliver({ db, clock, config, jobs }: By, id: string, byHand: boolean): Promise<void> {
  const [row] = await db
    .select({ message: messages, channel: channels })
    .from(messages)
    .innerJoin(channels, eq(channels.id, messages.channelId))
    .where(waiting(id));
  if (!row) return;
  const { message, channel } = row;
  // What was made just now was owed and within its hours.
  const fresh = message.attempts === 0 && +clock() - +message.createdAt < 60_000;
  if (!fresh && !(await isStillOwed(db, clock, id))) {
    await db.update(messages).set({ state: 'unneeded', fault: null }).where(waiting(id));
    return;
  }
  const seconds = byHand || fresh ? 0 : Math.ceil((+(await mayLeaveAt(db, clock, id)) - +clock()) / 1000);
  if (seconds > 0) {
    // A job of its own: the attempts that it has left are for the hours in which it may be made.
    await jobs?.deliver(db, [id], { seconds });
    return;
  }
  try {
    if (channel.deletedAt || !channel.enabled) throw new Undelivered('渠道已停用或删除', { final: true });
    const settings = sealWith(config.jwtSecret).open(channel.settings) as Settings | null;
    if (!settings) throw new Undelivered('渠道的设置无法读取，请管理员重新填写', { final: true });
    await send({ kind: channel.kind, settings }, message, config.allowInside ?? false);
  } catch (error) {
    const final = error instanceof Undelivered && error.final;
    await db
      .update(messages)
      .set({
        attempts: sql`${messages.attempts} + 1`,
        fault: error instanceof Undelivered ? error.message : '系统出错，没有发出',
        ...(final ? { state: 'failed' as const } : {}),
      })
      .where(waiting(id));
    if (!final) throw error;
    return;
  }
  await db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1`, fault: null, state: 'delivered', deliveredAt: clock() })
    .where(waiting(id));
}

/** No attempt is left. */
export async function giveUp({ db }: By, id: string): Promise<void> {
  await db
    .update(messages)
    .set({ state: 'failed', fault: sql`coalesce(${messages.fault}, '多次尝试未能发出')` })
    .where(waiting(id));
}
