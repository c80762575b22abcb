import { and, eq, sql } from 'drizzle-orm';
import type { Deps } from '../../context.ts';
import { channels, messages } from '../../db/schema/index.ts';
import { send } from './send.ts';
import { sealWith } from './seal.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

type By = Pick<Deps, 'db' | 'clock' | 'config'>;

const waiting = (id: string) => and(eq(messages.id, id), eq(messages.state, 'waiting'));

/**
 * One attempt to send a message. It goes out before it is noted as delivered: who is killed in between sends it once more,
 * under the same id.
 * @throws Undelivered when another attempt may help
 */
export async function deliver({ db, clock, config }: By, id: string): Promise<void> {
  const [row] = await db
    .select({ message: messages, channel: channels })
    .from(messages)
    .innerJoin(channels, eq(channels.id, messages.channelId))
    .where(waiting(id));
  if (!row) return;
  const { message, channel } = row;
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
