import type { Channel, ChannelKind } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Deps } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { channels, messages } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { isStillOwed } from '../reminders/still.ts';
import type { Seal } from './seal.ts';
import { send } from './send.ts';
import { settingsOf, type Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

type Row = typeof channels.$inferSelect;
const present = isNull(channels.deletedAt);

/** Channels that send, in the order in which they were set up. */
export async function enabledChannels(db: Db): Promise<Pick<Row, 'id' | 'kind' | 'name'>[]> {
  return db
    .select({ id: channels.id, kind: channels.kind, name: channels.name })
    .from(channels)
    .where(and(present, eq(channels.enabled, true)))
    .orderBy(asc(channels.id));
}

/** What a reader may see of where a channel leads: the address of a robot is a password. */
function shownUrl(kind: ChannelKind, url: string | undefined): string | null {
  if (url === undefined) return null;
  const { origin, pathname } = new URL(url);
  // What stands behind the path may be a key as well.
  return kind === 'webhook' ? `${origin}${pathname}` : `${origin}/…${url.slice(-4)}`;
}

export async function listChannels(ctx: Context, seal: Seal): Promise<{ items: Channel[]; nextCursor: null }> {
  return { items: await readChannels(ctx, ctx.db, seal), nextCursor: null };
}

async function readChannels(ctx: Context, db: Db, seal: Seal, id?: string): Promise<Channel[]> {
  const since = new Date(+ctx.clock() - 30 * 86_400_000);
  const rows = await db
    .select({
      channel: channels,
      waiting: sql<number>`count(*) filter (where ${messages.state} = 'waiting')::int`,
      failed: sql<number>`count(*) filter (where ${messages.state} = 'failed' and ${messages.createdAt} > ${since.toISOString()}::timestamptz)::int`,
      last: sql<string | null>`max(${messages.deliveredAt})::text`,
    })
    .from(channels)
    .leftJoin(messages, eq(messages.channelId, channels.id))
    .where(and(present, id === undefined ? undefined : eq(channels.id, id)))
    .groupBy(channels.id)
    .orderBy(asc(channels.id));
  return rows.map(({ channel, waiting, failed, last }) => {
    const settings = seal.open(channel.settings) as Settings | null;
    const { host = null, port = null, security = null, user = null, from = null, url, secret } = settings ?? {};
    return {
      id: channel.id,
      kind: channel.kind,
      name: channel.name,
      enabled: channel.enabled,
      host,
      port,
      security,
      user,
      from,
      url: shownUrl(channel.kind, url),
      hasSecret: secret !== undefined,
      readable: settings !== null,
      waiting,
      failed,
      lastDeliveredAt: last === null ? null : instantText(new Date(last)),
      version: channel.version,
    };
  });
}

async function readChannel(ctx: Context, db: Db, seal: Seal, id: string): Promise<{ data: Channel; version: number }> {
  const [data] = await readChannels(ctx, db, seal, id);
  if (!data) throw new ProblemError('not_found');
  return { data, version: data.version };
}

/** What the audit keeps: everything but the secrets. */
const told = ({ kind, name, enabled, host, port, security, user, from, url }: Channel) => ({
  kind,
  name,
  enabled,
  host,
  port,
  security,
  user,
  from,
  url,
});

type Given = Settings & { name?: string; enabled?: boolean };

/** @throws ProblemError channel_setting_needed, channel_setting_invalid, channel_name_taken */
export async function createChannel(
  ctx: Context,
  seal: Seal,
  { config }: Pick<Deps, 'config'>,
  input: Given & { kind: ChannelKind; name: string },
) {
  const { kind, name, enabled = true, ...given } = input;
  const settings = seal.close(settingsOf(kind, given, config.allowInside ?? false));
  return namedOnce(name, async () =>
    ctx.db.transaction(async (tx) => {
      const id = uuidv7();
      await tx.insert(channels).values({ id, kind, name: name.trim(), enabled, settings, createdAt: ctx.clock() });
      const created = await readChannel(ctx, tx, seal, id);
      await audit(tx, ctx, { action: 'channel.create', entity: 'channel', entityId: id, after: told(created.data) });
      return created;
    }),
  );
}

/** @throws ProblemError not_found, precondition_failed and those of `createChannel` */
export async function updateChannel(
  ctx: Context,
  seal: Seal,
  { config }: Pick<Deps, 'config'>,
  id: string,
  input: Given,
  ifMatch: number,
) {
  const { name, enabled, ...given } = input;
  return namedOnce(name ?? '', async () =>
    ctx.db.transaction(async (tx) => {
      const row = await lock(tx, id, ifMatch);
      const before = await readChannel(ctx, tx, seal, id);
      const kept = (seal.open(row.settings) as Settings | null) ?? {};
      const settings = settingsOf(row.kind, given, config.allowInside ?? false, kept);
      await tx
        .update(channels)
        .set({
          name: name?.trim() ?? row.name,
          enabled: enabled ?? row.enabled,
          settings: seal.close(settings),
          version: row.version + 1,
        })
        .where(eq(channels.id, id));
      const after = await readChannel(ctx, tx, seal, id);
      await audit(tx, ctx, {
        action: 'channel.update',
        entity: 'channel',
        entityId: id,
        before: told(before.data),
        after: { ...told(after.data), ...(given.secret ? { secret: '（已更换）' } : {}) },
      });
      return after;
    }),
  );
}

/** @throws ProblemError not_found, precondition_failed */
export async function deleteChannel(ctx: Context, seal: Seal, id: string, ifMatch: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { version } = await lock(tx, id, ifMatch);
    const before = await readChannel(ctx, tx, seal, id);
    // The way is forgotten, passwords and all; its name stays with what went by it.
    await tx
      .update(channels)
      .set({ enabled: false, settings: '', deletedAt: ctx.clock(), version: version + 1 })
      .where(eq(channels.id, id));
    await audit(tx, ctx, { action: 'channel.delete', entity: 'channel', entityId: id, before: told(before.data) });
  });
}

/** Sends a message of no account now. @throws ProblemError not_found, channel_setting_needed */
export async function testChannel(
  ctx: Context,
  seal: Seal,
  { config }: Pick<Deps, 'config'>,
  id: string,
  to: string | undefined,
): Promise<{ delivered: boolean; fault: string | null }> {
  const [row] = await ctx.db
    .select()
    .from(channels)
    .where(and(eq(channels.id, id), present));
  if (!row) throw new ProblemError('not_found');
  if (row.kind === 'email' && to === undefined) throw problemAt('/to', 'channel_setting_needed', { what: '收件地址' });
  const settings = seal.open(row.settings) as Settings | null;
  if (!settings) return { delivered: false, fault: '渠道的设置无法读取，请重新填写' };
  const at = instantText(ctx.clock());
  const message = {
    id: uuidv7(),
    recipients: to === undefined ? [] : [to],
    subject: '暖心：测试消息',
    body: `这是民生实事宣传系统（暖心）由${ctx.actor.name}发出的测试消息，收到即表示渠道“${row.name}”可用。`,
    data: { type: 'channel.test', timestamp: at, data: { channel: row.name } },
  };
  let fault: string | null = null;
  try {
    await send({ kind: row.kind, settings }, message, config.allowInside ?? false);
  } catch (error) {
    if (!(error instanceof Undelivered)) throw error;
    fault = error.message;
  }
  await audit(ctx.db, ctx, {
    action: 'channel.test',
    entity: 'channel',
    entityId: id,
    after: { name: row.name, delivered: fault === null, ...(fault ? { fault } : {}) },
  });
  return { delivered: fault === null, fault };
}

/**
 * The same message, under its id, once more, where anything that it reminds of is still owed.
 * @throws ProblemError not_found, message_not_failed
 */
export async function retryMessage(
  ctx: Context,
  { jobs }: Pick<Deps, 'jobs'>,
  id: string,
): Promise<{ state: 'waiting' | 'unneeded' }> {
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ state: messages.state, enabled: channels.enabled, deletedAt: channels.deletedAt, name: channels.name })
      .from(messages)
      .innerJoin(channels, eq(channels.id, messages.channelId))
      .where(eq(messages.id, id))
      .for('update');
    if (!row) throw new ProblemError('not_found');
    if (row.state !== 'failed' || !row.enabled || row.deletedAt) throw new ProblemError('message_not_failed');
    const state = (await isStillOwed(tx, ctx.clock, id)) ? 'waiting' : 'unneeded';
    await tx
      .update(messages)
      .set({ state, ...(state === 'unneeded' && { fault: null }) })
      .where(eq(messages.id, id));
    if (state === 'waiting') await jobs?.deliver(tx, [id], { byHand: true });
    const action = state === 'waiting' ? 'message.retry' : 'message.unneeded';
    await audit(tx, ctx, { action, entity: 'message', entityId: id, after: { name: row.name } });
    return { state };
  });
}

async function lock(tx: Db, id: string, ifMatch: number): Promise<Row> {
  const [row] = await tx
    .select()
    .from(channels)
    .where(and(eq(channels.id, id), present))
    .for('update');
  if (!row) throw new ProblemError('not_found');
  checkVersion(row, ifMatch);
  return row;
}

async function namedOnce<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isUniqueViolation(error, 'channels_name') ? problemAt('/name', 'channel_name_taken', { name }) : error;
  }
}
