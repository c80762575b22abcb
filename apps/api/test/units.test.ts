import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

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
    expect(await problemOf(call)).toMatchObject({
      code: 'unit_alias_taken',
      detail: '“新华”已是“新华乡”的名称或别名',
      errors: [{ pointer: '/aliases' }],
    });
    const renamed = office.updateUnit({
      params: { id: unit?.id ?? '' },
      body: { name: '新华' },
      ifMatch: etag ?? '',
    });
    expect((await problemOf(renamed)).errors).toMatchObject([{ pointer: '/name' }]);
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
    await makePlan(office, { year: 2027, copyOf: 2025 });
    const owed = async (year: number) =>
      (await office.listObligations({ query: { year, unit: '341003205', count: true } })).data.total;
    expect(await owed(2025)).toBeGreaterThan(0);
    expect(await owed(2027)).toBe(0);
  });

  it('villages stand below townships, and a township that has some becomes nothing else', async () => {
    const office = await service.as('admin');
    const village = { code: 'V1', name: '新村', kind: 'village' as const };
    const call = office.createUnit({ body: { ...village, parent: '341003' } });
    expect(await problemOf(call)).toMatchObject({ code: 'unit_parent_invalid', errors: [{ pointer: '/parent' }] });
    const { data } = await office.createUnit({ body: { ...village, parent: '341003101' } });
    const params = { id: data.id };
    const { data: moved } = await office.updateUnit({ params, body: { parent: '341003102' }, ifMatch: '"1"' });
    expect(moved.parent?.code).toBe('341003102');
    const [township] = (await office.listUnits({ query: { q: '341003102', kind: ['township'] } })).data.items;
    const change = office.updateUnit({
      params: { id: township?.id ?? '' },
      body: { kind: 'department' },
      ifMatch: `"${township?.version}"`,
    });
    expect(await problemOf(change)).toMatchObject({ code: 'unit_has_villages', errors: [{ pointer: '/kind' }] });
  });

  it.each([
    ['a line break', '甲局\n乙局'],
    ['a control character', '甲\u0007局'],
    ['a sign that turns the text around', '甲\u202e局'],
    ['a sign that nobody sees', '甲\u200b局'],
    ['nothing but blanks', '  '],
  ])('no name of a unit or a user holds %s', async (_, name) => {
    const office = await service.as('admin');
    const detail = expect.stringContaining('不能有换行和看不见的控制符号') as string;
    const unit = { code: 'B71', kind: 'department' as const, parent: '341003' };
    for (const [body, pointer] of [
      [{ ...unit, name }, '/name'],
      [{ ...unit, name: '甲局', fullName: name }, '/fullName'],
    ] as const)
      expect(await problemOf(office.createUnit({ body }))).toMatchObject({ errors: [{ pointer, detail }] });
    const user = { username: 'jia', displayName: name, roles: ['observer' as const] };
    expect(await problemOf(office.createUser({ body: user }))).toMatchObject({
      errors: [{ pointer: '/displayName', detail }],
    });
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
    const body = { kind: 'media' as const, parent: '341003', sort: 500 };
    const { data: moved } = await office.updateUnit({ params, body, ifMatch: etag ?? '' });
    expect(moved).toMatchObject({ kind: 'media', parent: { code: '341003' }, sort: 500, version: 2 });
    expect((await problemOf(office.updateUnit({ params, body, ifMatch: etag ?? '' }))).code).toBe(
      'precondition_failed',
    );
    for (const parent of ['B60', 'B02'])
      expect(await problemOf(office.updateUnit({ params, body: { parent }, ifMatch: '"2"' }))).toMatchObject({
        code: 'unit_parent_invalid',
        errors: [{ pointer: '/parent', detail: '宣传媒体单位的上级应为全区' }],
      });
    const [district] = (await office.listUnits({ query: { kind: ['district'] } })).data.items;
    const top = { params: { id: district?.id ?? '' }, ifMatch: `"${district?.version}"` };
    for (const change of [{ active: false }, { kind: 'township' as const }, { parent: 'B02' }])
      expect((await problemOf(office.updateUnit({ ...top, body: change }))).code).toBe('unit_is_district');
    expect((await office.updateUnit({ ...top, body: { fullName: '黄山市黄山区人民政府' } })).data.version).toBe(2);
  });
});
