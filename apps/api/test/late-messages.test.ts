import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliver } from '../src/features/channels/deliver.ts';
import { remindAutomatically } from '../src/features/reminders/automatic.ts';
import { startReceiver } from './receivers.ts';
import { databases, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const RULE = { enabled: true, before: [5, 1], after: [1, 3], from: '08:30', to: '17:30' };

/** The second quarter is due on Tuesday 1 July; three working days later it is Friday. */
describe.each(databases)('messages that did not leave at once, on $name', (database) => {
  let service: Service;
  let office: Client;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;

  beforeAll(async () => {
    // By its own clock it is evening throughout: what the plan reminds of by itself is asked for here alone.
    service = await startService(database, '2025-07-04T18:00:00+08:00', { jobs: true });
    receiver = await startReceiver();
    office = await service.as('admin');
    const hook = { kind: 'webhook' as const, name: '数据平台', enabled: true, url: `${receiver.url}/hook` };
    await office.createChannel({ body: hook });
    const { etag } = await office.getReminderRule({ params: { year: 2025 } });
    await office.putReminderRule({ params: { year: 2025 }, body: RULE, ifMatch: etag ?? '' });
  });
  beforeEach(() => {
    receiver.posts.length = 0;
    receiver.answerWith(() => ({}));
  });
  afterAll(async () => {
    await service.close();
    await receiver.close();
  });

  const clock = (instant: string) => () => new Date(`${instant}:00+08:00`);
  /** What the queue does with a message at an instant; what it puts off goes into the queue. */
  const attempt = async (instant: string, id: string) => {
    const { connection, dataDir, jobs } = service;
    const config = { dataDir, jwtSecret: 'test'.repeat(10), allowInside: true };
    await deliver({ db: connection.db, clock: clock(instant), config, ...(jobs ? { jobs } : {}) }, id, false);
  };
  /** Without the queue: a message waits until it is attempted here. */
  const remindByItself = async (instant: string) => {
    const { connection, dataDir } = service;
    await remindAutomatically({
      db: connection.db,
      clock: clock(instant),
      config: { dataDir, jwtSecret: 'test'.repeat(10) },
    });
  };
  const messageOf = async (unit: string) => {
    const { data } = await office.listReminders({ query: { unit, moved: false, limit: 1 } });
    const [message] = data.items[0]?.messages ?? [];
    if (!message) throw new Error(`no message to ${unit}`);
    return message;
  };
  const jobsAhead = async (id: string): Promise<number[]> => {
    const { rows } = await service.connection.pool.query<{ ahead: number }>(
      `select round(extract(epoch from start_after - created_on))::int as ahead from jobs.job
       where name = 'deliver' and state = 'created' and data ->> 'id' = $1`,
      [id],
    );
    return rows.map(({ ahead }) => ahead);
  };
  const exempt = async (unit: string) => {
    const { data } = await office.listObligations({
      query: { year: 2025, unit, status: ['open', 'overdue'], limit: 100 },
    });
    for (const { id, version } of data.items)
      await office.grantExemption({ params: { id }, body: { reason: '机构改革' }, ifMatch: `"${version}"` });
    return data.items;
  };

  it('one of a plan that reminds by itself is tried again within its hours only, under its one id', async () => {
    await remindByItself('2025-07-04T17:00');
    const { id } = await messageOf(XIANYUAN);
    receiver.answerWith(() => ({ status: 503 }));
    await expect(attempt('2025-07-04T17:29', id)).rejects.toThrow('503');
    receiver.answerWith(() => ({}));
    await attempt('2025-07-04T17:30', id);
    // On Friday evening it waits for half past eight on Monday.
    expect(await jobsAhead(id)).toEqual([63 * 3600]);
    await attempt('2025-07-05T10:00', id);
    expect(receiver.posts).toHaveLength(1);
    expect(await messageOf(XIANYUAN)).toMatchObject({ state: 'waiting', attempts: 1 });
    await attempt('2025-07-07T08:30', id);
    expect(await messageOf(XIANYUAN)).toMatchObject({ id, state: 'delivered', attempts: 2 });
    expect(receiver.posts.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  });

  it('one of which nothing is owed any more is not sent again, and the history says so', async () => {
    const { id } = await messageOf(TANGKOU);
    receiver.answerWith(() => ({ status: 503 }));
    await expect(attempt('2025-07-07T09:00', id)).rejects.toThrow('503');
    receiver.answerWith(() => ({}));
    await exempt(TANGKOU);
    await attempt('2025-07-07T09:01', id);
    expect(receiver.posts).toHaveLength(1);
    expect(await messageOf(TANGKOU)).toMatchObject({ state: 'unneeded', fault: null, deliveredAt: null });
  });

  it('what somebody sends by hand goes at any hour, and again only while anything of it is owed', async () => {
    service.setNow('2025-07-07T20:00:00+08:00');
    receiver.answerWith(() => ({ status: 400 }));
    const unit = '341003103';
    const { data } = await office.listObligations({ query: { year: 2025, unit, status: ['overdue'] } });
    await office.remind({ body: { obligationIds: data.items.map((each) => each.id) } });
    await vi.waitFor(async () => expect(await messageOf(unit)).toMatchObject({ state: 'failed' }), { timeout: 15_000 });
    const { id } = await messageOf(unit);
    const again = async () => (await office.retryMessage({ params: { id } })).data;
    expect(await again()).toEqual({ state: 'waiting' });
    await vi.waitFor(async () => expect(await messageOf(unit)).toMatchObject({ state: 'failed', attempts: 2 }), {
      timeout: 15_000,
    });
    receiver.answerWith(() => ({}));
    await exempt(unit);
    expect(await again()).toEqual({ state: 'unneeded' });
    expect(await messageOf(unit)).toMatchObject({ state: 'unneeded', attempts: 2 });
    expect(receiver.posts).toHaveLength(2);
  });

  it('one of a plan that reminds by itself goes in the evening when somebody sends it again', async () => {
    const unit = '341003104';
    const { id } = await messageOf(unit);
    receiver.answerWith(() => ({ status: 400 }));
    await attempt('2025-07-07T17:00', id);
    expect(await messageOf(unit)).toMatchObject({ state: 'failed' });
    receiver.answerWith(() => ({}));
    service.setNow('2025-07-07T21:00:00+08:00');
    await office.retryMessage({ params: { id } });
    await vi.waitFor(async () => expect(await messageOf(unit)).toMatchObject({ state: 'delivered' }), {
      timeout: 15_000,
    });
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
  });
});
