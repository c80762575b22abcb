import type { Client } from '@nuanxin/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article, publications, publish } from './publications.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('many records at once, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], TANGKOU);
  });
  afterAll(() => service.close());

  it('saves thirty rows at once, in their order, and changes rows with the version that was seen', async () => {
    const days = Array.from({ length: 30 }, (_, i) => `2025-04-${String(i + 1).padStart(2, '0')}`);
    const rows = days.map((date, i) => ({ date, values: { kind: 'household', households: i } }));
    const visits = { kind: 'visits' } as const;
    const { data } = await township.saveRecords({ params: visits, body: { rows } });
    expect(data.items.map(({ date, values }) => [date, values.households])).toEqual(days.map((day, i) => [day, i]));
    const [first, second] = data.items;
    const changed = await township.saveRecords({
      params: visits,
      body: {
        rows: [
          { id: second?.id ?? '', version: 1, values: { kind: 'return', households: 5 } },
          { date: '2025-05-01', values: { kind: 'household', households: 7 } },
          // Nothing new in it: it is not written again.
          { id: first?.id ?? '', version: 1, values: first?.values ?? {} },
        ],
      },
    });
    expect(changed.data.items).toMatchObject([
      { id: second?.id, date: '2025-04-02', values: { kind: 'return', households: 5 }, version: 2 },
      { date: '2025-05-01', version: 1 },
      { id: first?.id, version: 1 },
    ]);
    const stale = township.saveRecords({
      params: visits,
      body: {
        rows: [
          { date: '2025-05-02', values: { kind: 'household', households: 1 } },
          { id: second?.id ?? '', version: 1, values: { kind: 'return', households: 6 } },
        ],
      },
    });
    expect(await problemOf(stale)).toMatchObject({ code: 'precondition_failed', errors: [{ pointer: '/rows/1' }] });
    const { data: list } = await township.listRecords({ params: visits, query: { from: '2025-05-02' } });
    expect(list.items).toEqual([]);
  });

  it('writes none when one row is wrong, and names its place', async () => {
    const rows = [
      { date: '2025-06-01', values: { kind: 'household', households: 3 } },
      { date: '2025-06-02', values: { kind: 'household', households: -3 } },
      { values: { kind: 'household', households: 3 } },
    ];
    const problem = await problemOf(township.saveRecords({ params: { kind: 'visits' }, body: { rows } }));
    expect(problem.errors).toMatchObject([
      { pointer: '/rows/1/values/households', code: 'out_of_range' },
      { pointer: '/rows/2/date', code: 'required' },
    ]);
    const { data } = await township.listRecords({
      params: { kind: 'visits' },
      query: { from: '2025-06-01', count: true },
    });
    expect(data.total).toBe(0);
  });

  it('costs as many statements for two hundred rows as for two', async () => {
    let statements = 0;
    // oxlint-disable-next-line typescript/unbound-method -- put back as it was
    const { query } = pg.Client.prototype;
    pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
      statements += 1;
      return (query as (...all: unknown[]) => unknown).apply(this, args);
    } as typeof query;
    try {
      const cost = async (count: number, day: string): Promise<number[]> => {
        const rows = Array.from({ length: count }, (_, i) => ({ date: day, values: article(`稿件${day}${i}`) }));
        const of = async (run: () => Promise<unknown>): Promise<number> => {
          statements = 0;
          await run();
          return statements;
        };
        let items: { id: string; version: number; values: object }[] = [];
        const created = await of(async () => {
          items = (await township.saveRecords({ params: publications, body: { rows } })).data.items;
        });
        const changed = await of(() =>
          township.saveRecords({
            params: publications,
            body: { rows: items.map(({ id, version }, i) => ({ id, version, values: article(`改${day}${i}`) })) },
          }),
        );
        const ids = items.map(({ id }) => id);
        const bulk = await of(() =>
          township.changeRecords({ params: publications, body: { ids, values: { level: 'city' } } }),
        );
        const listed = await of(() => township.listRecords({ params: publications, query: { limit: count } }));
        const deleted = await of(() => township.deleteRecords({ params: publications, body: { ids } }));
        const restored = await of(() => township.restoreRecords({ params: publications, body: { ids } }));
        await township.deleteRecords({ params: publications, body: { ids } });
        return [created, changed, bulk, listed, deleted, restored];
      };
      expect(await cost(200, '2025-02-02')).toEqual(await cost(2, '2025-02-03'));
    } finally {
      pg.Client.prototype.query = query;
    }
  });

  it('many records get the same change, all or none', async () => {
    const ids = [];
    for (const title of ['批量一', '批量二']) ids.push((await publish(township, '2025-05-22', title)).data.id);
    const { data } = await township.changeRecords({
      params: publications,
      body: { ids, values: { level: 'province', outlet: '安徽日报' } },
    });
    expect(data.items.map(({ id, values }) => [id, values.level])).toEqual(ids.map((id) => [id, 'province']));
    const foreign = (await publish(other, '2025-05-22', '汤口的')).data.id;
    const bulk = (of: string[]) =>
      township.changeRecords({ params: publications, body: { ids: of, values: { level: 'nation' } } });
    expect(await problemOf(bulk([...ids, foreign]))).toMatchObject({
      code: 'not_found',
      errors: [{ pointer: '/ids/2' }],
    });
    const wrong = office.changeRecords({ params: publications, body: { ids, values: { project: 77 } } });
    expect((await problemOf(wrong)).errors).toMatchObject([
      { pointer: '/ids/0/values/project' },
      { pointer: '/ids/1/values/project' },
    ]);
  });
});
