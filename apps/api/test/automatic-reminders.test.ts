import type { Client } from '@nuanxin/client';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reminderItems } from '../src/db/schema/index.ts';
import { remindAutomatically } from '../src/features/reminders/automatic.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const RULE = { enabled: true, before: [5, 1], after: [1, 3], from: '08:30', to: '17:30' };

describe.each(databases)('a plan that reminds by itself, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-06-20T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
  });
  afterAll(() => service.close());

  /** What the queue does every five minutes, at an instant. */
  const at = async (instant: string) => {
    service.setNow(`${instant}:00+08:00`);
    const { connection, dataDir } = service;
    const clock = () => new Date(`${instant}:00+08:00`);
    return remindAutomatically({ db: connection.db, clock, config: { dataDir, jwtSecret: 'test'.repeat(10) } });
  };
  const inbox = async (unit: string) => {
    const { data } = await office.listReminders({ query: { unit, limit: 200 } });
    return data.items.flatMap(({ at: when, by, items }) =>
      items
        .filter(({ task, period }) => task.code === 'T0.1' && period === '2025Q2')
        .map(({ occasion, statusThen }) => [when.slice(0, 16), by, occasion, statusThen]),
    );
  };
  const report = async (client: Client, unit: string) => {
    const { data } = await office.listObligations({ query: { period: '2025Q2', task: 'T0.1', unit } });
    const { data: draft, etag } = await client.startSubmission({ body: { obligationId: data.items[0]?.id ?? '' } });
    const params = { id: draft.id };
    const saved = await client.saveDraft({ params, body: { values: { F0101: 1 } }, ifMatch: etag ?? '' });
    const { etag: submitted } = await client.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
    return { params, etag: submitted ?? '' };
  };

  it('sends nothing until the office turns it on, and suggests the usual days', async () => {
    const { data, etag } = await office.getReminderRule({ params: { year: 2025 } });
    expect(data).toEqual({ ...RULE, enabled: false });
    expect(await at('2025-06-24T09:00')).toBe(0);
    const wrong = office.putReminderRule({
      params: { year: 2025 },
      body: { ...RULE, to: '08:00' },
      ifMatch: etag ?? '',
    });
    expect((await problemOf(wrong)).errors).toMatchObject([{ pointer: '/to', detail: '结束时间应晚于开始时间' }]);
    const none = office.putReminderRule({
      params: { year: 2025 },
      body: { ...RULE, before: [], after: [] },
      ifMatch: etag ?? '',
    });
    expect((await problemOf(none)).code).toBe('reminder_days_missing');
    const { etag: set } = await office.putReminderRule({ params: { year: 2025 }, body: RULE, ifMatch: etag ?? '' });
    const stale = office.putReminderRule({ params: { year: 2025 }, body: RULE, ifMatch: etag ?? '' });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
    expect(set).not.toBe(etag);
  });

  it('says beforehand whom it would remind next, and makes up for no day from before it was turned on', async () => {
    const params = { year: 2025 };
    const put = async (instant: string, body: typeof RULE) => {
      service.setNow(`${instant}:00+08:00`);
      const { etag } = await office.getReminderRule({ params });
      await office.putReminderRule({ params, body, ifMatch: etag ?? '' });
    };
    const next = async (body: typeof RULE) => (await office.previewReminderRule({ params, body })).data;
    await put('2025-06-25T10:00', { ...RULE, enabled: false });
    const { data: owed } = await office.listObligations({
      query: { period: '2025Q2', task: 'T0.1', limit: 1, count: true },
    });
    const units = owed.total ?? 0;
    const reached = ({ units: each, ...others }: Awaited<ReturnType<typeof next>>) => ({
      ...others,
      units: each.length,
    });
    // Wednesday the 25th is the fourth working day before the last one; the fifth was yesterday.
    expect(await next(RULE)).toEqual({ at: '2025-06-25T10:00:00+08:00', units: [], items: 0 });
    const fourth = await next({ ...RULE, before: [4] });
    expect(reached(fourth)).toEqual({ at: '2025-06-25T10:00:00+08:00', units, items: units });
    expect(fourth.units).toContainEqual({ code: XIANYUAN, name: '仙源镇' });
    expect(await next({ ...RULE, before: [4], enabled: false })).toMatchObject({ units: [] });
    expect(await next({ ...RULE, before: [3], to: '09:00' })).toMatchObject({ at: '2025-06-26T08:30:00+08:00' });
    await put('2025-06-25T10:00', RULE);
    expect(await at('2025-06-25T10:05')).toBe(0);
    // Another day that came before it was asked for is not made up for either.
    await put('2025-06-26T10:00', { ...RULE, before: [5, 4] });
    expect(await at('2025-06-26T10:05')).toBe(0);
    await put('2025-06-20T09:00', { ...RULE, enabled: false });
    await put('2025-06-20T09:00', RULE);
  });

  it('reminds once on each of its days, in its hours, of what is still owed then', async () => {
    // The second quarter is due on Tuesday 1 July.
    for (const quiet of ['2025-06-24T08:29', '2025-06-24T17:30', '2025-06-28T10:00']) expect(await at(quiet)).toBe(0);
    await at('2025-06-23T10:00');
    expect(await inbox(XIANYUAN)).toEqual([]);
    const { data: owed } = await office.listObligations({
      query: { period: '2025Q2', task: 'T0.1', limit: 1, count: true },
    });
    expect(await at('2025-06-24T08:30')).toBe(owed.total);
    expect(await at('2025-06-24T08:35')).toBe(0);
    expect(await at('2025-06-25T08:35')).toBe(0);
    expect(await inbox(XIANYUAN)).toEqual([['2025-06-24T08:30', null, '到期前5个工作日', 'open']]);

    service.setNow('2025-06-26T10:00:00+08:00');
    await report(xianyuan, XIANYUAN);
    await at('2025-06-30T09:00');
    await at('2025-07-02T09:00');
    await at('2025-07-04T09:00');
    await at('2025-07-11T09:00');
    expect(await inbox(XIANYUAN)).toHaveLength(1);
    expect(await inbox(TANGKOU)).toEqual([
      ['2025-07-04T09:00', null, '逾期3个工作日', 'overdue'],
      ['2025-07-02T09:00', null, '逾期1个工作日', 'overdue'],
      ['2025-06-30T09:00', null, '到期前1个工作日', 'open'],
      ['2025-06-24T08:30', null, '到期前5个工作日', 'open'],
    ]);
  });

  it('reminds before the end of a correction, counted from the day after the return', async () => {
    const tanjiaqiao = await service.addUser('tanjiaqiao', ['reporter'], '341003103');
    service.setNow('2025-07-14T10:00:00+08:00');
    const { params, etag } = await report(tanjiaqiao, '341003103');
    await office.returnSubmission({ params, body: { comment: '请核对' }, ifMatch: etag });
    // Sent back on Monday the 14th: due on Thursday the 17th; five days before that nothing was to be corrected.
    expect(await at('2025-07-14T11:00')).toBe(0);
    expect(await at('2025-07-15T09:00')).toBe(0);
    expect(await at('2025-07-16T09:00')).toBe(1);
    expect((await inbox('341003103'))[0]).toEqual(['2025-07-16T09:00', null, '到期前1个工作日', 'returned']);
  });

  it('leaves alone what was reminded of by hand since the day came, and follows a later day', async () => {
    service.setNow('2025-09-25T08:00:00+08:00');
    const { data } = await office.listObligations({ query: { period: '2025Q3', task: 'T0.1', limit: 100 } });
    const [byHand, later] = data.items;
    await office.remind({ body: { obligationIds: [byHand?.id ?? ''] } });
    await office.grantExtension({
      params: { id: later?.id ?? '' },
      body: { dueOn: '2025-10-17', reason: '汇总口径调整' },
      ifMatch: `"${later?.version}"`,
    });
    await at('2025-09-25T09:00');
    const told = async (id: string | undefined) =>
      (
        await service.connection.db
          .select()
          .from(reminderItems)
          .where(eq(reminderItems.obligationId, id ?? ''))
      ).map(({ occasion, dueOn }) => [occasion, dueOn]);
    expect(await told(byHand?.id)).toEqual([[null, '2025-10-09']]);
    expect(await told(later?.id)).toEqual([]);
    await at('2025-10-11T09:00');
    expect(await told(later?.id)).toEqual([['before-5', '2025-10-17']]);
  });

  it('of many that ask at once one reminds', async () => {
    const rows = async () => service.connection.db.select().from(reminderItems);
    const before = (await rows()).length;
    const counts = await Promise.all(Array.from({ length: 4 }, () => at('2025-12-30T09:00')));
    expect(counts.filter((count) => count > 0)).toHaveLength(1);
    const all = await rows();
    expect(all.length).toBeGreaterThan(before);
    const keys = all
      .filter(({ occasion }) => occasion)
      .map((row) => `${row.obligationId} ${row.dueOn} ${row.occasion}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('makes up for a short standstill and leaves what is long past', async () => {
    // The fourth quarter is due on 4 January 2026; three working days past that is the 7th. The machine stood until the 9th.
    expect(await at('2026-01-09T09:00')).toBeGreaterThan(0);
    const past = (await service.connection.db.select().from(reminderItems)).filter(
      ({ dueOn }) => dueOn === '2026-01-04',
    );
    expect(new Set(past.map(({ occasion }) => occasion))).toEqual(new Set(['after-3']));
    // What the unit reads is how long it is overdue on that day.
    const { data } = await office.listReminders({ query: { limit: 1 } });
    expect(data.items[0]?.items[0]?.occasion).toBe('逾期5个工作日');
    expect(await at('2026-01-13T09:00')).toBe(0);
  });
});
