import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

describe.each(databases)('templates, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
  });
  afterAll(() => service.close());
  const params = { code: 'annex7' };

  it('a template with what the unit has saved imports as just that, and shows last quarter beside it', async () => {
    const office = await service.as('admin');
    const table = (period: string, value: number) =>
      new File([`填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n仙源镇,${value},2\n`], `${period}.csv`);
    await office.createImport({ body: { file: table('2025Q1', 31), period: '2025Q1', mode: 'atomic' } });
    const township = await service.addUser('xianyuan', ['reporter'], '341003101');
    const owed = (await township.listObligations({ query: { period: '2025Q2', task: 'T0.1' } })).data.items[0];
    const draft = await township.startSubmission({ body: { obligationId: owed?.id ?? '' } });
    await township.saveDraft({
      params: { id: draft.data.id },
      body: { values: { F0101: 7, F0102: 0 }, summary: { preparer: '王晓明' } },
      ifMatch: draft.etag ?? '',
    });
    const { data } = await township.getFormTemplate({ params, query: { period: '2025Q2' } });
    expect(data.fileName).toBe('仙源镇2025年第二季度情况统计表.xlsx');
    const file = new File([new Uint8Array(data.content)], data.fileName);
    const { data: checked } = await township.createImport({ body: { file, mode: 'dry_run' } });
    expect(checked).toMatchObject({ layout: 'form', period: '2025Q2' });
    expect(checked.rows[0]).toMatchObject({
      unit: { name: '仙源镇' },
      values: { F0101: 7, F0102: 0, preparer: '王晓明' },
    });
    expect(Buffer.from(data.content).length).toBeGreaterThan(4000);
  });

  it('the office gets one to choose unit and period in, a reporter none of a foreign unit', async () => {
    const office = await service.as('admin');
    const { data } = await office.getFormTemplate({ params });
    expect(data.fileName).toBe('情况统计表.xlsx');
    const township = await service.addUser('tangkou', ['reporter'], '341003102');
    const foreign = township.getFormTemplate({ params, query: { unit: '341003101', period: '2025Q2' } });
    expect((await problemOf(foreign)).status).toBe(404);
    const unplanned = office.getFormTemplate({ params, query: { period: '2019Q1' } });
    expect((await problemOf(unplanned)).code).toBe('period_not_planned');
  });
});
