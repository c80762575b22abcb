import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const QUERY = { by: 'unit', kind: 'township', span: 'year_to_date' } as const;

describe.each(databases)('views of the figures, on $name', (database) => {
  let service: Service;
  let office: Client;
  let colleague: Client;
  let township: Client;
  let observer: Client;

  beforeAll(async () => {
    service = await startService(database);
    office = await service.as('admin');
    colleague = await service.addUser('banshiyuan', ['office']);
    township = await service.addUser('xianyuan', ['reporter'], '341003101');
    observer = await service.addUser('ducha', ['observer']);
  });
  afterAll(() => service.close());

  const names = async (by: Client) => (await by.listFigureViews()).data.items.map(({ name }) => name);
  const keep = (by: Client, name: string, shared?: boolean) =>
    by.createFigureView({ body: { name, query: QUERY, ...(shared === undefined ? {} : { shared }) } });

  it('are kept by whoever reads figures, for himself; the office shares them with all', async () => {
    expect((await keep(township, '本单位累计')).data).toMatchObject({ own: true, shared: false, query: QUERY });
    await keep(office, '各镇累计', true);
    expect(await names(township)).toEqual(['各镇累计', '本单位累计']);
    expect(await names(observer)).toEqual(['各镇累计']);
    expect((await observer.listFigureViews()).data.items).toMatchObject([{ own: false, owner: '管理员' }]);
    expect(await problemOf(keep(observer, '我的', true))).toMatchObject({
      code: 'figure_view_not_shared',
      errors: [{ pointer: '/shared' }],
    });
    // Two people may call their own the same.
    await keep(observer, '本单位累计');
  });

  it('have a name once for each user, on one line', async () => {
    expect(await problemOf(keep(township, ' 本单位累计 '))).toMatchObject({
      code: 'figure_view_name_taken',
      errors: [{ pointer: '/name' }],
    });
    for (const name of ['  ', '甲\n乙', '长'.repeat(41)])
      expect(await problemOf(keep(township, name))).toMatchObject({ errors: [{ pointer: '/name' }] });
    const call = township.createFigureView({ body: { name: '别的', query: { by: 'village' } as never } });
    expect((await problemOf(call)).errors?.[0]?.pointer).toBe('/query/by');
  });

  it('are changed and deleted by their owner, the shared ones by all of the office', async () => {
    const [shared, own] = (await township.listFigureViews()).data.items;
    const [of, mine] = [{ params: { id: shared?.id ?? '' } }, { params: { id: own?.id ?? '' } }];
    expect(await problemOf(township.deleteFigureView({ ...of, ifMatch: '"1"' }))).toMatchObject({ code: 'forbidden' });
    expect(await problemOf(colleague.deleteFigureView({ ...mine, ifMatch: '"1"' }))).toMatchObject({
      code: 'not_found',
    });
    const changed = await colleague.updateFigureView({ ...of, body: { query: { quarter: 2 } }, ifMatch: '"1"' });
    expect(changed.data).toMatchObject({ name: '各镇累计', query: { quarter: 2 }, version: 2 });
    const stale = office.updateFigureView({ ...of, body: { name: '改名' }, ifMatch: '"1"' });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
    // The owner keeps what a colleague takes back from all.
    const kept = await colleague.updateFigureView({ ...of, body: { shared: false }, ifMatch: changed.etag ?? '' });
    expect(kept.data).toMatchObject({ name: '各镇累计', shared: false, own: false });
    expect([await names(colleague), await names(office)]).toEqual([[], ['各镇累计']]);
    await office.deleteFigureView({ ...of, ifMatch: kept.etag ?? '' });
    await township.deleteFigureView({ ...mine, ifMatch: '"1"' });
    expect(await names(township)).toEqual([]);
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data } = await auditor.listAudit({ query: { entity: 'figure_view', entityId: shared?.id ?? '' } });
    expect(data.items.map(({ action }) => action)).toEqual([
      'figure_view.delete',
      'figure_view.update',
      'figure_view.update',
      'figure_view.create',
    ]);
  });

  it('are fifty at most for each user', async () => {
    for (let n = 1; n <= 50; n++) await keep(colleague, `第${n}个`);
    const more = await problemOf(keep(colleague, '再一个'));
    expect(more).toMatchObject({ code: 'figure_views_too_many', status: 409 });
    expect(more.detail).toContain('50');
  });
});
