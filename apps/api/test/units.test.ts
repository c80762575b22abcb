import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

describe.each(databases)('units, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, '2025-10-10T09:00:00+08:00');
  });
  afterAll(() => service.close());

  it('one text means one unit', async () => {
    const office = await service.as('admin');
    const { data } = await office.listUnits({ query: { q: '341003200' } });
    const unit = data.items[0];
    const { etag } = await office.getUnit({ params: { id: unit?.id ?? '' } });
    const call = office.updateUnit({
      params: { id: unit?.id ?? '' },
      body: { aliases: [{ text: '新华' }] },
      ifMatch: etag ?? '',
    });
    expect(await problemOf(call)).toMatchObject({ code: 'unit_alias_taken', detail: '“新华”已是“新华乡”的名称或别名' });
  });

  it('an alias is one text however it is typed', async () => {
    const office = await service.as('admin');
    const { data } = await office.listUnits({ query: { q: '341003201' } });
    const id = data.items[0]?.id ?? '';
    const change = async (texts: string[]) => {
      const { etag } = await office.getUnit({ params: { id } });
      const aliases = texts.map((text) => ({ text }));
      return office.updateUnit({ params: { id }, body: { aliases }, ifMatch: etag ?? '' });
    };
    const { data: unit } = await change([' 龙门 ', '龙　门', '龙门街道']);
    expect(unit.aliases.map(({ text }) => text)).toEqual(['龙　门', '龙门街道']);
    expect((await problemOf(change(['新 华']))).code).toBe('unit_alias_taken');
  });

  it('of two that give the same name at once the second is told', async () => {
    const office = await service.as('admin');
    const unit = { name: '区数据资源局', kind: 'department' as const, parent: '341003' };
    const both = await Promise.allSettled(
      ['B81', 'B82'].map(async (code) => office.createUnit({ body: { ...unit, code } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [Promise.reject(each.reason)] : []));
    expect((await problemOf(refused[0] ?? Promise.resolve())).code).toBe('unit_alias_taken');
  });

  it('no name of a unit holds an identity number', async () => {
    const office = await service.as('admin');
    const unit = { code: 'B70', name: '区某局', kind: 'department' as const, parent: '341003' };
    const call = office.createUnit({ body: { ...unit, aliases: [{ text: '34100319800101123X' }] } });
    expect(await problemOf(call)).toMatchObject({ code: 'personal_info', errors: [{ pointer: '/aliases' }] });
  });

  it('a closed unit owes nothing new', async () => {
    const office = await service.as('admin');
    const { data } = await office.listUnits({ query: { q: '341003205' } });
    const id = data.items[0]?.id ?? '';
    const { etag } = await office.getUnit({ params: { id } });
    await office.updateUnit({ params: { id }, body: { active: false }, ifMatch: etag ?? '' });
    await office.createCampaign({ body: { year: 2027, copyOf: 2025 } });
    const owed = async (year: number) =>
      (await office.listObligations({ query: { year, unit: '341003205', count: true } })).data.total;
    expect(await owed(2025)).toBeGreaterThan(0);
    expect(await owed(2027)).toBe(0);
  });

  it('a unit is moved, sorted and made another kind, but never the district', async () => {
    const office = await service.as('admin');
    const { data: made, etag } = await office.createUnit({
      body: { code: 'B60', name: '区数据局', kind: 'department', parent: '341003', sort: 0 },
    });
    expect((await office.listUnits({ query: { kind: ['department'], limit: 1 } })).data.items[0]).toMatchObject({
      code: 'B60',
      sort: 0,
    });
    const params = { id: made.id };
    const body = { kind: 'media' as const, parent: 'B02', sort: 500 };
    const { data: moved } = await office.updateUnit({ params, body, ifMatch: etag ?? '' });
    expect(moved).toMatchObject({ kind: 'media', parent: { code: 'B02' }, sort: 500, version: 2 });
    expect((await problemOf(office.updateUnit({ params, body, ifMatch: etag ?? '' }))).code).toBe(
      'precondition_failed',
    );
    expect((await problemOf(office.updateUnit({ params, body: { parent: 'B60' }, ifMatch: '"2"' }))).code).toBe(
      'unit_parent_invalid',
    );
    const [district] = (await office.listUnits({ query: { kind: ['district'] } })).data.items;
    const top = { params: { id: district?.id ?? '' }, ifMatch: `"${district?.version}"` };
    for (const change of [{ active: false }, { kind: 'township' as const }, { parent: 'B02' }])
      expect((await problemOf(office.updateUnit({ ...top, body: change }))).code).toBe('unit_is_district');
    expect((await office.updateUnit({ ...top, body: { fullName: '黄山市黄山区人民政府' } })).data.version).toBe(2);
  });
});
