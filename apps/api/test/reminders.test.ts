import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const TANJIAQIAO = '341003103';

describe.each(databases)('reminders, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;
  let tangkou: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    tangkou = await service.addUser('tangkou', ['reporter'], TANGKOU);
  });
  afterAll(() => service.close());

  const owedBy = async (unit: string, period = '2025Q2') => {
    const { data } = await office.listObligations({ query: { period, task: 'T0.1', unit } });
    const [only] = data.items;
    if (!only) throw new Error(`no obligation of ${unit}`);
    return only;
  };
  const inbox = async (client: Client) => (await client.listReminders({ query: { unread: true } })).data.items;

  it('one click reminds each unit once of all that it owes, and it stands in its inbox until it was seen', async () => {
    const ids = await Promise.all([
      owedBy(XIANYUAN).then(({ id }) => id),
      owedBy(XIANYUAN, '2025Q1').then(({ id }) => id),
      owedBy(TANGKOU).then(({ id }) => id),
    ]);
    const { data } = await office.remind({ body: { obligationIds: ids, note: '请今天报来' } });
    expect(data.left).toEqual([]);
    expect(data.items.map(({ unit, items }) => [unit.name, items.length]).toSorted()).toEqual([
      ['仙源镇', 2],
      ['汤口镇', 1],
    ]);
    const [reminder, ...others] = await inbox(xianyuan);
    expect(others).toEqual([]);
    expect(reminder).toMatchObject({
      unit: { code: XIANYUAN, name: '仙源镇' },
      by: '管理员',
      note: '请今天报来',
      readAt: null,
      accounts: 1,
      items: [
        { period: '2025Q1', dueOn: '2025-03-31', statusThen: 'overdue', statusNow: 'overdue' },
        { period: '2025Q2', dueOn: '2025-07-01', dueDay: '周二', statusThen: 'overdue', submissionId: null },
      ],
    });
    expect(await owedBy(XIANYUAN)).toMatchObject({ reminded: { times: 1, lastAt: '2025-07-03T09:00:00+08:00' } });
    expect(await owedBy(TANJIAQIAO)).toMatchObject({ reminded: null });

    service.setNow('2025-07-03T10:30:00+08:00');
    const { data: seen } = await xianyuan.readReminder({ params: { id: reminder?.id ?? '' } });
    expect(seen).toMatchObject({ readAt: '2025-07-03T10:30:00+08:00', readBy: 'xianyuan' });
    service.setNow('2025-07-03T10:40:00+08:00');
    expect((await xianyuan.readReminder({ params: { id: reminder?.id ?? '' } })).data).toEqual(seen);
    expect(await inbox(xianyuan)).toEqual([]);
    expect(await inbox(tangkou)).toHaveLength(1);
    expect((await xianyuan.listReminders()).data.items).toHaveLength(1);
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: trail } = await auditor.listAudit({ query: { entity: 'reminder', entityId: reminder?.id ?? '' } });
    expect(trail.items.map(({ action, label }) => [action, label])).toEqual([
      ['reminder.read', '仙源镇'],
      ['reminder.send', '仙源镇'],
    ]);
  });

  it('leaves and names what is owed no more, and what was reminded of within the hour', async () => {
    service.setNow('2025-07-03T10:45:00+08:00');
    const owed = await owedBy(TANGKOU);
    const { data: draft, etag } = await tangkou.startSubmission({ body: { obligationId: owed.id } });
    const params = { id: draft.id };
    const saved = await tangkou.saveDraft({ params, body: { values: { F0101: 1 } }, ifMatch: etag ?? '' });
    await tangkou.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
    const other = await owedBy(TANJIAQIAO);
    const send = async () => {
      const { data } = await office.remind({ body: { obligationIds: [owed.id, other.id] } });
      return {
        reminded: data.items.map(({ unit }) => unit.name),
        left: data.left.map(({ unit, code }) => [unit?.name, code]),
      };
    };
    expect(await send()).toEqual({ reminded: ['谭家桥镇'], left: [['汤口镇', 'reminder_not_owed']] });
    service.setNow('2025-07-03T11:30:00+08:00');
    expect(await send()).toEqual({
      reminded: [],
      left: expect.arrayContaining([
        ['汤口镇', 'reminder_not_owed'],
        ['谭家桥镇', 'reminder_too_soon'],
      ]),
    });
    service.setNow('2025-07-03T11:50:00+08:00');
    expect((await send()).reminded).toEqual(['谭家桥镇']);
    // Nobody there can see it: the office has to call.
    const { data: unseen } = await office.listReminders({ query: { unit: TANJIAQIAO } });
    expect(unseen.items[0]).toMatchObject({ accounts: 0, readAt: null });
    expect(await owedBy(TANJIAQIAO)).toMatchObject({ reminded: { times: 2 } });
    // What was done after it is told along with the reminder.
    const { data } = await tangkou.listReminders();
    expect(data.items[0]?.items).toMatchObject([{ statusThen: 'overdue', statusNow: 'submitted' }]);
  });

  it('of two clerks at once one reminds', async () => {
    service.setNow('2025-07-04T09:00:00+08:00');
    const { id } = await owedBy('341003104');
    const both = await Promise.all([1, 2].map(() => office.remind({ body: { obligationIds: [id] } })));
    expect(both.flatMap(({ data }) => data.items)).toHaveLength(1);
    expect(both.flatMap(({ data }) => data.left)).toMatchObject([{ code: 'reminder_too_soon' }]);
  });

  it('names the day of the correction for what was sent back', async () => {
    service.setNow('2025-07-04T09:00:00+08:00');
    const before = await owedBy(TANGKOU);
    const params = { id: before.submissionId ?? '' };
    const { etag } = await office.getSubmission({ params });
    await office.returnSubmission({ params, body: { comment: '请核对' }, ifMatch: etag ?? '' });
    const { data } = await office.remind({ body: { obligationIds: [before.id] } });
    expect(data.items[0]?.items).toMatchObject([{ dueOn: '2025-07-09', statusThen: 'returned' }]);
  });

  it('shows a unit only its own, and lets nobody else say that it has seen them', async () => {
    const { data } = await tangkou.listReminders();
    expect([...new Set(data.items.map(({ unit }) => unit.name))]).toEqual(['汤口镇']);
    const id = data.items[0]?.id ?? '';
    expect(await problemOf(xianyuan.readReminder({ params: { id } }))).toMatchObject({ code: 'not_found' });
    expect((await xianyuan.listReminders({ query: { unit: TANGKOU } })).data.items).toEqual([]);
    expect((await office.listReminders({ query: { unit: TANGKOU, count: true } })).data.total).toBe(2);
    const pages: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = { limit: 1, ...(cursor ? { cursor } : {}) };
      const { data: page }: Awaited<ReturnType<Client['listReminders']>> = await office.listReminders({ query });
      pages.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual((await office.listReminders()).data.items.map((each) => each.id));
  });

  it('what the office itself owes reaches whoever works for it, and nobody else says that it was seen', async () => {
    service.setNow('2025-07-05T09:00:00+08:00');
    const { data: offices } = await office.listUnits({ query: { kind: ['office'] } });
    const [own] = offices.items;
    const query = { year: 2025, unit: own?.code ?? '', status: ['open' as const, 'overdue' as const], limit: 1 };
    const [owed] = (await office.listObligations({ query })).data.items;
    const body = { obligationIds: [owed?.id ?? '', (await owedBy('341003106')).id] };
    const { data: planned } = await office.previewReminders({ body });
    expect(planned.units.map(({ unit, accounts }) => [unit.name, accounts])).toEqual([
      [own?.name, 1],
      ['耿城镇', 0],
    ]);
    const clerk = await service.addUser('banyuan', ['office']);
    const { data: sent } = await office.remind({ body });
    const reminder = sent.items.find(({ unit }) => unit.code === own?.code);
    expect(reminder).toMatchObject({ accounts: 2, readAt: null });
    const mine = async (client: Client) =>
      (await client.listReminders({ query: { mine: true, unread: true } })).data.items;
    expect((await mine(clerk)).map(({ id }) => id)).toEqual([reminder?.id]);
    const other = sent.items.find(({ unit }) => unit.code === '341003106');
    expect(await problemOf(clerk.readReminder({ params: { id: other?.id ?? '' } }))).toMatchObject({
      code: 'not_found',
    });
    expect(await problemOf(tangkou.readReminder({ params: { id: reminder?.id ?? '' } }))).toMatchObject({
      code: 'not_found',
    });
    expect((await clerk.readReminder({ params: { id: reminder?.id ?? '' } })).data.readBy).toBe('banyuan');
    expect(await mine(office)).toEqual([]);
    expect((await mine(tangkou)).every(({ unit }) => unit.code === TANGKOU)).toBe(true);
  });

  it('refuses an identity number in the note, and masks a mobile number for who reads only', async () => {
    service.setNow('2025-07-07T09:00:00+08:00');
    const { id } = await owedBy('341003105');
    const body = { obligationIds: [id] };
    expect(await problemOf(office.remind({ body: { ...body, note: '见 34100319900307421X' } }))).toMatchObject({
      code: 'personal_info',
    });
    await office.remind({ body: { ...body, note: '请与 13905590000 联系' } });
    const observer = await service.addUser('ducha', ['observer']);
    const { data } = await observer.listReminders({ query: { unit: '341003105' } });
    expect(data.items[0]?.note).not.toContain('13905590000');
  });
});
