import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('lists of records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    await makePlan(office, { year: 2024, copyOf: 2025 });
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], TANGKOU);
  });
  afterAll(() => service.close());

  const activities = { kind: 'activities' } as const;
  beforeAll(async () => {
    const row = (date: string, kind: string, audience: number, more: object = {}) => ({
      date,
      values: { title: `${kind}${date}`, kind, audience, ...more },
    });
    await township.saveRecords({
      params: activities,
      body: {
        rows: [
          row('2025-01-15', 'training', 40),
          row('2025-04-10', 'quiz', 100, { project: 3, placeKind: 'market' }),
          row('2025-04-11', 'training', 60, { place: '文化广场100%' }),
          row('2025-06-30', 'policy_talk', 80, { placeKind: 'school' }),
        ],
      },
    });
    await other.saveRecords({
      params: activities,
      body: { rows: [row('2025-04-10', 'training', 30), row('2024-12-31', 'quiz', 5)] },
    });
  });
  const list = async (query: object = {}, client = office) =>
    (await client.listRecords({ params: activities, query })).data.items.map(({ date, unit, values }) =>
      [date, unit.name, values.kind].join(' '),
    );

  it('newest day first, of the running plan, and of the own unit for a unit', async () => {
    expect(await list({}, township)).toEqual([
      '2025-06-30 仙源镇 policy_talk',
      '2025-04-11 仙源镇 training',
      '2025-04-10 仙源镇 quiz',
      '2025-01-15 仙源镇 training',
    ]);
    expect((await list()).length).toBe(5);
    expect(await list({ year: 2024 })).toEqual(['2024-12-31 汤口镇 quiz']);
    expect(await list({ unit: TANGKOU }, township)).toEqual([]);
    expect(await list({ unit: 'nowhere' })).toEqual([]);
  });

  it.each([
    ['by unit', { unit: TANGKOU }, ['2025-04-10 汤口镇 training']],
    [
      'by days',
      { from: '2025-04-11', to: '2025-06-30' },
      ['2025-06-30 仙源镇 policy_talk', '2025-04-11 仙源镇 training'],
    ],
    [
      'by days across years',
      { from: '2024-12-01', to: '2025-01-31' },
      ['2025-01-15 仙源镇 training', '2024-12-31 汤口镇 quiz'],
    ],
    ['by a text, taken literally', { q: '100%' }, ['2025-04-11 仙源镇 training']],
    ['by a sign that stands for any other', { q: '_' }, ['2025-06-30 仙源镇 policy_talk']],
    ['by project', { project: 3 }, ['2025-04-10 仙源镇 quiz']],
    [
      'by words, alternatives within a field',
      { match: ['kind:quiz', 'kind:policy_talk', 'placeKind:school'] },
      ['2025-06-30 仙源镇 policy_talk'],
    ],
    [
      'by figure, period and unit',
      { figure: 'F0502', period: '2025Q2', unit: XIANYUAN },
      ['2025-04-11 仙源镇 training'],
    ],
    [
      'by figure and year',
      { figure: 'F0502', period: '2025', unit: XIANYUAN },
      ['2025-04-11 仙源镇 training', '2025-01-15 仙源镇 training'],
    ],
  ])('%s', async (_, query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it.each([
    [{ match: ['kind:party'] }, '/match', '“活动培训”没有“kind:party”这一选项'],
    [{ match: ['title:abc'] }, '/match', '“活动培训”没有“title:abc”这一选项'],
    [{ figure: 'F0101', period: '2025Q2', unit: XIANYUAN }, '/figure', '指标 F0101 不由“活动培训”统计'],
    [{ figure: 'F0502', period: '2025Q2' }, '/unit', '按指标查看时请选择单位'],
    [{ figure: 'F0502', unit: XIANYUAN }, '/period', '按指标查看时请选择报送期'],
  ])('refuses %j', async (query, pointer, detail) => {
    const problem = await problemOf(office.listRecords({ params: activities, query }));
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer, detail }] });
  });

  it('pages through without a gap or a repetition, while records come and go', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 9; pages++) {
      const query = { limit: 2, count: true, ...(cursor === undefined ? {} : { cursor }) };
      const { data } = await office.listRecords({ params: activities, query });
      seen.push(...data.items.map(({ date, values }) => `${date} ${String(values.kind)}`));
      if (pages === 0) {
        expect(data.total).toBe(5);
        await township.createRecord({
          params: activities,
          body: { date: '2025-06-30', values: { title: '新到', kind: 'exchange' } },
        });
      }
      if (data.nextCursor === null) break;
      cursor = data.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    const { data } = await office.listRecords({ params: activities, query: { q: '新到' } });
    await office.deleteRecords({ params: activities, body: { ids: data.items.map(({ id }) => id) } });
    const wrong = (query: object) => problemOf(office.listRecords({ params: activities, query }));
    const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
    for (const bad of ['nonsense', cursorOf([1, 'x']), cursorOf(['2025-13-01', data.items[0]?.id])])
      expect((await wrong({ cursor: bad })).code).toBe('invalid_cursor');
  });

  it('a register stands in the order of the units', async () => {
    const add = (client: Client, title: string) =>
      client.createRecord({
        params: { kind: 'liaisons' },
        body: { values: { title, level: 'village', since: '2025-01-01' } },
      });
    await add(other, '汤一');
    await add(township, '仙二');
    await add(other, '汤三');
    const names: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 1, match: ['level:village'], ...(cursor === undefined ? {} : { cursor }) };
      const { data } = await office.listRecords({ params: { kind: 'liaisons' }, query });
      names.push(...data.items.map(({ values }) => values.title));
      cursor = data.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(['仙二', '汤一', '汤三']);
  });

  it('totals answer the same question as the list, in all and by unit, month or word', async () => {
    const totals = async (query: object, client = office) =>
      (await client.getRecordTotals({ params: activities, query })).data;
    expect(await totals({})).toEqual({ count: 5, sums: { audience: 310 }, groups: [] });
    expect((await totals({ by: 'unit' })).groups).toEqual([
      { key: XIANYUAN, label: '仙源镇', count: 4, sums: { audience: 280 } },
      { key: TANGKOU, label: '汤口镇', count: 1, sums: { audience: 30 } },
    ]);
    expect(
      (await totals({ by: 'month', unit: XIANYUAN })).groups.map(({ key, label, count }) => [key, label, count]),
    ).toEqual([
      ['2025-01', '2025年1月', 1],
      ['2025-04', '2025年4月', 2],
      ['2025-06', '2025年6月', 1],
    ]);
    expect(await totals({ by: 'placeKind', match: ['kind:quiz', 'kind:policy_talk', 'kind:training'] })).toEqual({
      count: 5,
      sums: { audience: 310 },
      groups: [
        { key: 'school', label: '各类学校', count: 1, sums: { audience: 80 } },
        { key: 'market', label: '菜市超市', count: 1, sums: { audience: 100 } },
        { key: null, label: '未填', count: 3, sums: { audience: 130 } },
      ],
    });
    expect((await totals({}, other)).count).toBe(1);
    expect(await totals({ q: '没有这样的' })).toEqual({ count: 0, sums: { audience: 0 }, groups: [] });
    expect((await problemOf(totals({ by: 'title' }))).code).toBe('invalid_request');
  });
});
