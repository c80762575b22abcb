import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article, publications, publish } from './publications.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('who keeps which records, on $name', (database) => {
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

  it('a unit writes nothing for another unit', async () => {
    const foreign = township.createRecord({
      params: publications,
      body: { unit: TANGKOU, date: '2025-05-08', values: article('代报') },
    });
    expect(await problemOf(foreign)).toMatchObject({
      code: 'record_not_yours',
      detail: '“宣传信息”中的这些记录或内容由“汤口镇”维护，您不能修改',
    });
    const { data, etag } = await publish(township, '2025-05-25', '移交');
    const give = township.updateRecord({
      params: { ...publications, id: data.id },
      body: { unit: TANGKOU },
      ifMatch: etag ?? '',
    });
    expect((await problemOf(give)).code).toBe('record_not_yours');
    const given = await office.updateRecord({
      params: { ...publications, id: data.id },
      body: { unit: TANGKOU },
      ifMatch: etag ?? '',
    });
    expect(given.data.unit.code).toBe(TANGKOU);
  });

  it('the office keeps the sites; their township may say how the works go, and no more', async () => {
    const sites = { kind: 'sites' } as const;
    const values = { title: '农村幸福院', project: 3, works: 'under_construction' };
    const refused = township.createRecord({ params: sites, body: { values } });
    expect(await problemOf(refused)).toMatchObject({
      code: 'record_not_yours',
      detail: expect.stringContaining('区民生办'),
    });
    const { data, etag } = await office.createRecord({ params: sites, body: { unit: XIANYUAN, values } });
    const params = { ...sites, id: data.id };
    const seen = await township.getRecord({ params });
    expect(seen.data).toMatchObject({ mayEdit: true, mayEditFields: expect.arrayContaining(['works', 'logoOn']) });
    const change = (changes: Record<string, string>, ifMatch: string) =>
      township.updateRecord({ params, body: { values: changes }, ifMatch });
    const done = await change({ works: 'finished', permanentSignOn: '2025-06-30' }, etag ?? '');
    expect(done.data.values).toMatchObject({ works: 'finished', title: '农村幸福院' });
    expect((await problemOf(change({ title: '改名' }, done.etag ?? ''))).code).toBe('record_not_yours');
    expect((await problemOf(township.deleteRecords({ params: sites, body: { ids: [data.id] } }))).code).toBe(
      'record_not_yours',
    );
    // Its report counts them wherever they lie (place_or_project), so who leads the project sees them.
    const lead = await service.addUser('minzheng', ['reporter'], 'B05');
    const byLead = await lead.listRecords({ params: sites });
    expect(byLead.data.items).toMatchObject([{ id: data.id, mayEdit: false }]);
    expect((await other.listRecords({ params: sites })).data.items).toEqual([]);
    const counted = await lead.listRecords({
      params: sites,
      query: { figure: 'F0307', period: '2025Q2', unit: 'B05' },
    });
    expect(counted.data.items.map(({ id }) => id)).toEqual([data.id]);
  });

  it('households stand once for a township and year', async () => {
    const households = { kind: 'households' } as const;
    const add = (unit: string, year?: number) =>
      office.createRecord({
        params: households,
        body: { unit, values: { households: 4200 }, ...(year === undefined ? {} : { year }) },
      });
    const { data } = await add(XIANYUAN);
    expect([data.year, data.date]).toEqual([2025, null]);
    expect(await problemOf(add(XIANYUAN))).toMatchObject({
      code: 'record_once',
      detail: '“仙源镇”2025年的乡镇户数已登记，请修改原记录',
    });
    expect((await add(XIANYUAN, 2024)).data.year).toBe(2024);
    expect((await problemOf(add('B05'))).errors).toMatchObject([{ pointer: '/unit', code: 'unknown_unit' }]);
    await office.deleteRecords({ params: households, body: { ids: [data.id] } });
    await add(XIANYUAN);
    expect((await problemOf(office.restoreRecords({ params: households, body: { ids: [data.id] } }))).code).toBe(
      'record_once',
    );
    const rows = [TANGKOU, TANGKOU].map((unit) => ({ unit, values: { households: 1 } }));
    expect((await problemOf(office.saveRecords({ params: households, body: { rows } }))).code).toBe('record_once');
  });

  it('points out what was entered twice, in whatever unit', async () => {
    const link = 'https://www.hsq.gov.cn/news/1';
    const first = (await publish(township, '2025-03-01', '全区推进会', { link })).data;
    const second = (await publish(other, '2025-03-02', '推进会召开', { link })).data;
    expect(second.duplicates).toBe(1);
    // The same link, and the same title on the same day: each record is counted once.
    const third = (await publish(township, '2025-03-01', '全区推进会', { link })).data;
    expect(third.duplicates).toBe(2);
    await publish(township, '2025-03-03', '全区推进会');
    const { data } = await township.listRecords({
      params: publications,
      query: { duplicates: true, from: '2025-03-01', to: '2025-03-31' },
    });
    expect(data.items.map(({ id, duplicates }) => [id, duplicates])).toEqual([
      [third.id, 2],
      [first.id, 2],
    ]);
    const venue = (title: string, client: Client) =>
      client.createRecord({
        params: { kind: 'venues' },
        body: { values: { title, placeKind: 'party_center', since: '2025-01-01' } },
      });
    await venue('党群服务中心', township);
    expect((await venue('党群服务中心', other)).data.duplicates).toBe(0);
    expect((await venue('党群服务中心', township)).data.duplicates).toBe(1);
  });
});
