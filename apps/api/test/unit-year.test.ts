import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../../reports/expected.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';

describe.each(databases)('the year of a unit, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
    const file = report('2025年二季度各乡镇情况汇总表.xlsx');
    await office.createImport({ body: { file, mode: 'atomic', confirm: true } });
    const visits = { params: { kind: 'publications' as const } };
    for (const [date, title] of [
      ['2025-05-08', '甲'],
      ['2025-06-08', '乙'],
    ] as const)
      await office.createRecord({
        ...visits,
        body: { unit: XIANYUAN, date, values: { title, carrier: 'tv', level: 'district' } },
      });
    for (const [title, phone, until] of [
      ['方明', '13855901234', undefined],
      ['离任者', '13855905678', '2025-03-01'],
    ] as const)
      await office.createRecord({
        params: { kind: 'liaisons' },
        body: {
          unit: XIANYUAN,
          values: { title, level: 'township', phone, since: '2025-01-01', ...(until ? { until } : {}) },
        },
      });
    const found = { source: 'visit' as const, foundOn: '2025-06-30', description: '公示牌被遮挡', unit: XIANYUAN };
    const first = await office.registerProblem({ body: found });
    await office.assignProblem({ params: { id: first.data.id }, body: {}, ifMatch: first.etag ?? '' });
    const other = await office.registerProblem({ body: { ...found, unit: '341003102' } });
    const body = { assignee: XIANYUAN };
    await office.assignProblem({ params: { id: other.data.id }, body, ifMatch: other.etag ?? '' });
    await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    const late = (await office.listObligations({ query: { unit: XIANYUAN, status: ['overdue'] } })).data.items;
    await office.remind({ body: { obligationIds: late.map(({ id }) => id) } });
  });
  afterAll(() => service.close());

  const yearOf = async (client: Client, code = XIANYUAN, year?: number) =>
    (await client.getUnitYear({ params: { code }, query: year === undefined ? {} : { year } })).data;

  it('says what the lists say', async () => {
    const year = await yearOf(office);
    const { data: owed } = await office.listObligations({ query: { unit: XIANYUAN, limit: 500 } });
    expect(year.obligations).toEqual(owed.items);
    const late = owed.items.filter(({ status }) => status === 'overdue');
    expect(late.length).toBeGreaterThan(0);
    expect(year.timeliness).toEqual({ onTime: 0, late: 1, overdue: late.length });
    expect(year.records.map(({ kind, count, newest }) => [kind, count, newest])).toEqual([
      ['publications', 2, '2025-06-08'],
      ['liaisons', 2, null],
    ]);
    expect(year.problems).toEqual({ states: [{ state: 'rectifying', found: 1, assigned: 2 }], overdue: 0 });
    for (const filter of [{ unit: XIANYUAN }, { assignee: XIANYUAN }]) {
      const { data } = await office.listProblems({ query: { ...filter, state: ['rectifying'], count: true } });
      expect(data.total).toBe('unit' in filter ? 1 : 2);
    }
    expect(year.reminders).toMatchObject({ count: 1, last: { readAt: null } });
    expect(year.accounts?.map(({ username }) => username)).toEqual(['xianyuan']);
    expect(year.unit).toMatchObject({ name: '仙源镇', kind: 'township' });
  });

  it('names who can be called, and not who has left', async () => {
    const [contact, ...more] = (await yearOf(office)).contacts;
    expect([contact, more]).toMatchObject([{ name: '方明', level: '乡镇级', phone: '13855901234' }, []]);
  });

  it('shows numbers to the unit itself, masked ones to an observer, accounts to neither', async () => {
    const own = await yearOf(await service.as('xianyuan'));
    expect([own.contacts[0]?.phone, own.accounts]).toEqual(['13855901234', null]);
    const seen = await yearOf(await service.addUser('ducha', ['observer']));
    expect([seen.contacts[0]?.phone, seen.accounts]).toEqual(['138****1234', null]);
    expect(seen.obligations).toHaveLength(own.obligations.length);
  });

  it('is found by nobody else', async () => {
    const reporter = await service.as('xianyuan');
    expect((await problemOf(yearOf(reporter, '341003102'))).code).toBe('not_found');
    expect((await problemOf(yearOf(office, 'nowhere'))).code).toBe('not_found');
    // A village of the own township is.
    const [village] = (await office.listUnits({ query: { parent: XIANYUAN, limit: 1 } })).data.items;
    expect((await yearOf(reporter, village?.code)).obligations).toEqual([]);
  });

  it('says of a year without a plan that there is none', async () => {
    expect(await problemOf(yearOf(office, XIANYUAN, 2031))).toMatchObject({
      code: 'no_plan',
      status: 404,
      detail: '没有 2031 年的方案',
    });
  });
});
