import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article, publications, publish } from './publications.ts';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('records, one at a time, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  let observer: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    await makePlan(office, { year: 2024, copyOf: 2025 });
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], TANGKOU);
    observer = await service.addUser('ducha', ['observer', 'auditor']);
  });
  afterAll(() => service.close());

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
});
