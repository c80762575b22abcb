import type { Client } from '@nuanxin/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  let observer: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], TANGKOU);
    observer = await service.addUser('ducha', ['observer', 'auditor']);
  });
  afterAll(() => service.close());

  const publications = { kind: 'publications' } as const;
  const article = (title: string, more: object = {}) => ({
    title,
    carrier: 'wechat_account',
    level: 'district',
    ...more,
  });
  const publish = (client: Client, date: string, title: string, more: object = {}) =>
    client.createRecord({ params: publications, body: { date, values: article(title, more) } });

  it('describes its kinds with fields, words and limits', async () => {
    const { data } = await township.listRecordKinds();
    expect(data.items.map(({ code }) => code)).toContain('households');
    const visits = data.items.find(({ code }) => code === 'visits');
    expect(visits?.fields.find(({ code }) => code === 'households')).toMatchObject({
      label: '户数',
      type: 'integer',
      required: true,
      measure: '户',
    });
    expect(visits?.fields[0]?.words).toContainEqual({ code: 'return', label: '暖心回访' });
  });

  it('a unit keeps a record for itself without naming itself, and it is read back as it was saved', async () => {
    const { data, etag } = await publish(township, '2025-05-08', ' 仙源镇开展 “大白话” 宣讲 ', {
      outlet: '',
      column: true,
    });
    expect(data).toMatchObject({
      kind: 'publications',
      year: 2025,
      unit: { code: XIANYUAN, name: '仙源镇' },
      date: '2025-05-08',
      // Trimmed, and what was left empty is not there.
      values: { title: '仙源镇开展 “大白话” 宣讲', carrier: 'wechat_account', level: 'district', column: true },
      duplicates: 0,
      attachments: 0,
      source: null,
      mayEdit: true,
      mayEditFields: null,
      createdBy: 'xianyuan',
      version: 1,
    });
    const read = await township.getRecord({ params: { ...publications, id: data.id } });
    expect([read.data, read.etag]).toEqual([data, etag]);
    expect((await observer.getRecord({ params: { ...publications, id: data.id } })).data.mayEdit).toBe(false);
    expect((await problemOf(other.getRecord({ params: { ...publications, id: data.id } }))).code).toBe('not_found');
  });

  it('says in Chinese, field by field, what is wrong with a record', async () => {
    const call = township.createRecord({
      params: publications,
      body: {
        values: {
          carrier: '微博',
          level: 'district',
          link: 'www',
          project: 99,
          adoptedOn: '2025-02-30',
          colour: 'red',
        },
      },
    });
    expect(await problemOf(call)).toMatchObject({
      code: 'record_invalid',
      status: 422,
      detail: '有 7 处需要修改，请按提示改正后再保存',
      errors: [
        { pointer: '/date', code: 'required', detail: '请填写“报送日期”' },
        { pointer: '/values/colour', code: 'unknown_field' },
        { pointer: '/values/title', code: 'required', detail: '请填写“标题”' },
        { pointer: '/values/carrier', code: 'unknown_word' },
        { pointer: '/values/adoptedOn', code: 'bad_date' },
        { pointer: '/values/project', code: 'unknown_project' },
        { pointer: '/values/link', code: 'bad_link' },
      ],
    });
    const nowhere = office.createRecord({
      params: publications,
      body: { date: '2025-05-08', values: article('无单位') },
    });
    expect(await problemOf(nowhere)).toMatchObject({ errors: [{ pointer: '/unit', detail: '请选择单位' }] });
  });

  it.each([
    ['title', '张某340104199001011234的困难得到解决'],
    ['outlet', '３４０１０４１９９００１０１１２３Ｘ'],
    ['link', 'https://example.cn/340104199001011234'],
  ])('refuses an identity number in %s', async (field, text) => {
    const problem = await problemOf(publish(township, '2025-05-08', '标题', { [field]: text }));
    expect(problem).toMatchObject({ errors: [{ pointer: `/values/${field}`, code: 'personal_info' }] });
  });

  it('masks mobile numbers for who only reads', async () => {
    const body = { values: { title: '李明', level: 'township', phone: '13855901234', since: '2025-01-01' } };
    const { data } = await township.createRecord({ params: { kind: 'liaisons' }, body });
    expect(data.values.phone).toBe('13855901234');
    const seen = await observer.getRecord({ params: { kind: 'liaisons', id: data.id } });
    expect(seen.data.values.phone).toBe('138****1234');
    const listed = await observer.listRecords({ params: { kind: 'liaisons' } });
    expect(JSON.stringify(listed.data)).not.toContain('13855901234');
  });

  describe('saving a grid', () => {
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
  });

  it('a change keeps what it does not name, clears what is null, and needs the version', async () => {
    const { data, etag } = await publish(township, '2025-05-20', '端午走访', { outlet: '黄山日报', board: 'picture' });
    const params = { ...publications, id: data.id };
    const change = (body: object, ifMatch: string) => township.updateRecord({ params, body, ifMatch });
    const changed = await change({ values: { board: null, level: 'city' } }, etag ?? '');
    expect(changed.data.values).toEqual({
      title: '端午走访',
      carrier: 'wechat_account',
      level: 'city',
      outlet: '黄山日报',
    });
    expect(changed.data.version).toBe(2);
    expect((await problemOf(change({ date: '2025-05-21' }, etag ?? ''))).code).toBe('precondition_failed');
    const moved = await change({ date: '2024-12-30' }, changed.etag ?? '');
    expect([moved.data.year, moved.data.date]).toEqual([2024, '2024-12-30']);
    expect((await problemOf(change({ values: { title: null } }, moved.etag ?? ''))).code).toBe('record_invalid');
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

  it('a deleted record is nowhere, and comes back as it was within thirty days', async () => {
    const { data } = await publish(township, '2025-05-23', '误删的稿件');
    const body = { ids: [data.id] };
    expect((await problemOf(other.deleteRecords({ params: publications, body }))).code).toBe('not_found');
    expect((await township.deleteRecords({ params: publications, body })).data).toEqual({ deleted: 1 });
    expect((await problemOf(township.getRecord({ params: { ...publications, id: data.id } }))).code).toBe('not_found');
    const found = () => township.listRecords({ params: publications, query: { q: '误删', count: true } });
    expect((await found()).data.total).toBe(0);
    expect((await problemOf(other.restoreRecords({ params: publications, body }))).code).toBe('not_found');
    const back = await township.restoreRecords({ params: publications, body });
    expect(back.data.items).toMatchObject([{ id: data.id, values: data.values, version: 3 }]);
    expect((await found()).data.total).toBe(1);
    await township.deleteRecords({ params: publications, body });
    service.setNow('2025-08-01T09:00:00+08:00');
    expect((await problemOf(township.restoreRecords({ params: publications, body }))).code).toBe('not_found');
    service.setNow('2025-07-01T09:00:00+08:00');
  });

  it('every write stands in the audit with what was before and after', async () => {
    const { data, etag } = await publish(township, '2025-05-24', '留痕');
    const params = { ...publications, id: data.id };
    await township.updateRecord({ params, body: { values: { level: 'city' } }, ifMatch: etag ?? '' });
    await township.deleteRecords({ params: publications, body: { ids: [data.id] } });
    await township.restoreRecords({ params: publications, body: { ids: [data.id] } });
    const { data: trail } = await observer.listAudit({ query: { entityId: data.id } });
    const content = { kind: 'publications', year: 2025, unit: XIANYUAN, date: '2025-05-24' };
    const before = { ...content, values: article('留痕') };
    const after = { ...content, values: article('留痕', { level: 'city' }) };
    expect(trail.items.map((entry) => [entry.action, entry.before, entry.after])).toEqual([
      ['record.restore', null, after],
      ['record.delete', after, null],
      ['record.update', before, after],
      ['record.create', null, before],
    ]);
    expect(trail.items[0]).toMatchObject({
      entity: 'record',
      label: '仙源镇 2025-05-24 留痕',
      actor: { name: 'xianyuan' },
    });
  });

  describe('who keeps what', () => {
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
