import type { Client } from '@nuanxin/client';
import { annex7 } from '@nuanxin/domain';
import { readWorkbook } from '@nuanxin/workbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../../../packages/workbook/test/docx.ts';
import { fileOf } from './attachment-files.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const MOBILE = '13812345678';
const MASKED = '138****5678';

/** Mobile numbers are for the unit and the office (DESIGN §3, privacy), wherever a clerk may have typed one. */
describe.each(databases)('a mobile number, on $name', (database) => {
  let service: Service;
  let office: Client;
  let observer: Client;
  let auditor: Client;
  let both: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-11-20T09:00:00+08:00');
    office = await service.as('admin');
    observer = await service.addUser('ducha', ['observer']);
    auditor = await service.addUser('shenji', ['auditor']);
    both = await service.addUser('jianzhi', ['reporter', 'observer'], 'B07');
    const values = { kind: 'return', households: 3, note: `联系 ${MOBILE}` };
    await office.createRecord({ params: { kind: 'visits' }, body: { unit: XIANYUAN, date: '2025-06-20', values } });
  });
  afterAll(() => service.close());

  it('in the reason of 本期无 and in the office’s notes is masked for who only reads', async () => {
    const of = async (client: Client) =>
      (await client.listObligations({ query: { year: 2025, task: 'T6.2', unit: XIANYUAN } })).data.items[0];
    const owed = await of(office);
    await office.stateNothing({
      params: { id: owed?.id ?? '' },
      body: { reason: `问 ${MOBILE}` },
      ifMatch: `"${owed?.version}"`,
    });
    expect([(await of(office))?.nothing?.reason, (await of(observer))?.nothing?.reason]).toEqual([
      `问 ${MOBILE}`,
      `问 ${MASKED}`,
    ]);
  });

  it('in the name of a site is masked in the table of signs', async () => {
    const values = { title: `幸福院（${MOBILE}）`, project: 3, works: 'finished' };
    await office.createRecord({ params: { kind: 'sites' }, body: { year: 2025, unit: XIANYUAN, values } });
    const titles = async (client: Client) =>
      (await client.getSignage({ query: { year: 2025 } })).data.sites.map(({ title }) => title);
    expect([await titles(office), await titles(auditor)]).toEqual([[`幸福院（${MOBILE}）`], [`幸福院（${MASKED}）`]]);
  });

  it('is masked in what the audit calls a thing', async () => {
    await office.registerProblem({
      body: { source: 'office', unit: XIANYUAN, description: `反映人 ${MOBILE}`, foundOn: '2025-06-20' },
    });
    const { data } = await auditor.listAudit({ query: { limit: 20 } });
    expect(JSON.stringify(data)).toContain(MASKED);
    expect(JSON.stringify(data)).not.toContain(MOBILE);
  });

  it('of another unit is masked for who reads all and reports for one', async () => {
    const { items } = (await both.listRecords({ params: { kind: 'visits' }, query: { year: 2025 } })).data;
    expect(items.map(({ values }) => values.note)).toEqual([`联系 ${MASKED}`]);
  });

  it('of the unit for which one reports stays whole for who reads all besides, or it would be written back masked', async () => {
    const values = { kind: 'household', households: 3, note: `联系 ${MOBILE}` };
    const { data } = await both.createRecord({ params: { kind: 'visits' }, body: { date: '2025-06-21', values } });
    const seen = await both.getRecord({ params: { kind: 'visits', id: data.id } });
    expect(seen.data.values.note).toBe(`联系 ${MOBILE}`);
    const exported = await both.exportRecords({ params: { kind: 'visits', format: 'xlsx' }, query: { year: 2025 } });
    const { sheets } = await readWorkbook(Buffer.from(exported.data.content), '走访回访.xlsx');
    const notes = sheets[0]?.rows.slice(1).map((row) => [row[0]?.text, row.at(-1)?.text]);
    expect(notes).toEqual([
      [expect.any(String), `联系 ${MOBILE}`],
      ['仙源镇', `联系 ${MASKED}`],
    ]);
    const query = { period: '2025Q4', task: 'T0.1', unit: 'B07' };
    const [owed] = (await both.listObligations({ query })).data.items;
    const started = await both.startSubmission({ body: { obligationId: owed?.id ?? '' } });
    const [text] = annex7.texts;
    const saved = await both.saveDraft({
      params: { id: started.data.id },
      body: { summary: { [text?.code ?? '']: `问 ${MOBILE}` } },
      ifMatch: started.etag ?? '',
    });
    expect(Object.values(saved.data.summary)).toEqual([`问 ${MOBILE}`]);
    await both.deleteRecords({ params: { kind: 'visits' }, body: { ids: [data.id] } });
  });

  it.each([
    ['a text', `登记表\n联系 ${MOBILE}`, '登记表.txt', 'text/plain; charset=utf-8'],
    ['a document', docx('登记表', `联系 138 1234 5678`), '登记表.docx', expect.stringContaining('wordprocessingml')],
  ])('in %s keeps the file from who sees it masked, and says so in the list', async (_, content, name, type) => {
    const values = { kind: 'household', households: 3 };
    const body = { unit: 'B07', date: '2025-06-22', values };
    const { data: record } = await office.createRecord({ params: { kind: 'visits' }, body });
    const to = { owner: 'record', ownerId: record.id } as const;
    const { data: file } = await office.addAttachment({ body: { ...to, file: fileOf(content, name) } });
    await office.addAttachment({ body: { ...to, file: fileOf('会议在 2025 年 6 月召开', '通知.txt') } });
    const listed = async (client: Client) =>
      (await client.listAttachments({ query: to })).data.items.map((each) => [each.type, each.withheld]);
    const other = ['text/plain; charset=utf-8', false];
    expect(await listed(office)).toEqual([[type, false], other]);
    expect(await listed(observer)).toEqual([[type, true], other]);
    expect(await listed(both)).toEqual([[type, false], other]);
    const got = (client: Client) => client.getAttachmentContent({ params: { id: file.id } });
    expect(await problemOf(got(auditor))).toMatchObject({
      status: 403,
      code: 'attachment_withheld',
      detail: '文件中有手机号码，只有所属单位和区民生办可以下载；如需查看，请联系区民生办',
    });
    for (const client of [office, both])
      expect(Buffer.from((await got(client)).data.content)).toEqual(Buffer.from(content));
    await office.deleteRecords({ params: { kind: 'visits' }, body: { ids: [record.id] } });
  });

  it('is not found by its hidden digits, but by those that are shown', async () => {
    const found = async (client: Client, q: string) => [
      (await client.listRecords({ params: { kind: 'visits' }, query: { year: 2025, q, count: true } })).data.total,
      (await client.listProblems({ query: { year: 2025, q, count: true } })).data.total,
    ];
    expect(await found(office, MOBILE)).toEqual([1, 1]);
    expect(await found(observer, MOBILE)).toEqual([0, 0]);
    expect(await found(observer, '1381')).toEqual([0, 0]);
    expect(await found(observer, MASKED)).toEqual([1, 1]);
  });
});
