import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const columns = '填报单位,区级媒体刊播数,海报张贴数,宣传单(册)发放数';
const file = (name: string, ...lines: string[]) => new File([lines.join('\n')], name);

describe.each(databases)('importing over a report that is there, on $name', (database) => {
  let service: Service;
  let office: Client;
  let auditor: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    auditor = await service.addUser('shenji', ['auditor']);
  });
  afterAll(() => service.close());

  const send = async (mode: 'dry_run' | 'atomic' | 'valid_rows', name: string, ...lines: string[]) =>
    (await office.createImport({ body: { file: file(name, ...lines), period: '2025Q2', mode } })).data;
  const read = async (id: string | null | undefined) => (await office.getSubmission({ params: { id: id ?? '' } })).data;
  const codesOf = (findings: { level: string; code: string }[] = []) => findings.map((f) => `${f.level} ${f.code}`);

  it('a report that arrived after the check is not overwritten by a yes that was said before it', async () => {
    const checked = await send('dry_run', 'A.csv', columns, '区人社局,约5,1,2');
    expect(codesOf(checked.rows[0]?.findings)).toEqual(['confirm approximate']);
    const other = await send('atomic', 'B.csv', columns, '区人社局,100,200,500');
    expect(other.status).toBe('committed');

    const params = { id: checked.id };
    const { data: refused } = await office.commitImport({ params, body: { mode: 'atomic', confirm: true } });
    expect(refused.status).toBe('refused');
    const told = refused.rows[0]?.findings.find(({ code }) => code === 'already_submitted');
    expect(told?.detail).toContain('检查之后有变化');
    expect((await read(other.rows[0]?.submissionId)).revision).toBe(1);

    const { data: again } = await office.commitImport({ params, body: { mode: 'atomic', confirm: true } });
    expect(again.status).toBe('committed');
    expect(await read(other.rows[0]?.submissionId)).toMatchObject({ revision: 2, values: { F0102: 5 } });
  });

  it('a yes to a reading stays a yes, but not to a report that has changed since', async () => {
    await send('atomic', '一.csv', columns, '区教育局,1,2,3');
    const checked = await send('dry_run', '二.csv', columns, '区教育局,4,5,6');
    const asked = checked.rows[0]?.findings[0];
    if (!asked) throw new Error('nothing asked');
    const { code, cell, readsAs } = asked;
    const decided = await office.decideImport({
      params: { id: checked.id },
      body: { ...checked.decisions, confirmed: [{ sheet: '二', row: 2, code, cell, readsAs }] },
      ifMatch: `"${checked.version}"`,
    });
    expect(decided.data.rows[0]?.outcome).toBe('accepted');
    const third = await send('dry_run', '三.csv', columns, '区教育局,7,8,9');
    await office.commitImport({ params: { id: third.id }, body: { mode: 'atomic', confirm: true } });
    const { data } = await office.commitImport({ params: { id: checked.id }, body: { mode: 'atomic' } });
    expect([data.status, codesOf(data.rows[0]?.findings)]).toEqual(['refused', ['confirm already_submitted']]);
  });

  it('who looks at an older outcome than the one that stands writes nothing', async () => {
    const checked = await send('dry_run', '旧.csv', columns, '区商务局,约5,1,2');
    const params = { id: checked.id };
    await office.commitImport({ params, body: { mode: 'atomic' } });
    const late = office.commitImport({ params, body: { mode: 'atomic', confirm: true, version: checked.version } });
    expect(await problemOf(late)).toMatchObject({ code: 'precondition_failed', status: 412 });
  });

  it('columns that the file does not have touch nothing, blank ones empty their figure, and both is said before', async () => {
    const first = await send(
      'atomic',
      '全.csv',
      `${columns},联络员人数,集中宣传月活动场次,小礼品（宣传品）发放数`,
      '汤口镇,10,20,30,8,2,6',
    );
    expect(first.status).toBe('committed');
    const part = await send('dry_run', '部分.csv', `${columns},小礼品（宣传品）发放数`, '汤口镇,11,,30,6');
    const asked = part.rows[0]?.findings.find(({ level }) => level === 'confirm');
    expect(asked?.code).toBe('already_submitted');
    expect(asked?.detail).toContain('将改动 1 项、清空 1 项；本表没有的 2 项指标不变');
    expect(asked?.changes).toEqual([
      { field: 'F0102', from: 10, to: 11 },
      { field: 'F0606', from: 20, to: null },
    ]);
    await office.commitImport({ params: { id: part.id }, body: { mode: 'atomic', confirm: true } });
    const submission = await read(first.rows[0]?.submissionId);
    expect(submission.revision).toBe(2);
    expect(submission.values).toEqual({ F0102: 11, F0501: 8, F0601: 2, F0605: 30, F0607: 6 });
  });

  it('figures that stay must fit those of the file, and the row says which do not', async () => {
    const both = '填报单位,市级及以上刊物、网站、公众号刊载数,其中:省级及以上刊载数';
    const first = await send('atomic', '先.csv', both, '谭家桥镇,9,7');
    expect(first.status).toBe('committed');
    const part = await send(
      'dry_run',
      '后.csv',
      '填报单位,市级及以上刊物、网站、公众号刊载数,海报张贴数',
      '谭家桥镇,3,1',
    );
    expect(part.rows[0]?.outcome).toBe('rejected');
    const found = part.rows[0]?.findings.find(({ code }) => code === 'with_kept');
    expect(found?.detail).toMatch(/^第2行：与已填而本表没有的指标放在一起，/);
    expect((await read(first.rows[0]?.submissionId)).values).toEqual({ F0203: 9, F0204: 7 });
  });

  it('a draft keeps what the file has no column for', async () => {
    const { data } = await office.listObligations({ query: { period: '2025Q2', task: 'T0.1', unit: '341003105' } });
    const { data: draft, etag } = await office.startSubmission({ body: { obligationId: data.items[0]?.id ?? '' } });
    const body = { values: { F0102: 1, F0501: 9 } };
    await office.saveDraft({ params: { id: draft.id }, body, ifMatch: etag ?? '' });
    const checked = await send('dry_run', '稿.csv', columns, '焦村镇,2,3,4');
    expect(checked.rows[0]?.findings[0]).toMatchObject({ level: 'confirm', code: 'draft_exists' });
    expect(checked.rows[0]?.findings[0]?.detail).toContain('将改动 3 项、清空 0 项；本表没有的 1 项指标不变');
    await office.commitImport({ params: { id: checked.id }, body: { mode: 'atomic', confirm: true } });
    expect((await read(draft.id)).values).toEqual({ F0102: 2, F0501: 9, F0605: 4, F0606: 3 });
  });

  it('B1 rows that change nothing are not asked about and make no new revision', async () => {
    const half = await send('valid_rows', '批.csv', columns, '太平湖镇,1,2,3', '新丰乡,1,十几,3');
    expect(half.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected']);
    const mended = await send('atomic', '批改.csv', columns, '太平湖镇,1,2,3', '新丰乡,1,12,3');
    expect(mended.status).toBe('committed');
    expect(codesOf(mended.rows[0]?.findings)).toEqual(['warning unchanged']);
    expect((await read(half.rows[0]?.submissionId)).revision).toBe(1);
    expect(mended.rows[0]?.submissionId).toBe(half.rows[0]?.submissionId);
    const { data: trail } = await auditor.listAudit({ query: { entity: 'import', entityId: mended.id } });
    expect(trail.items.find(({ action }) => action === 'import.commit')?.after).toMatchObject({
      written: 1,
      unchanged: 1,
    });

    const submission = await office.getSubmission({ params: { id: half.rows[0]?.submissionId ?? '' } });
    await office.acceptSubmission({ params: { id: submission.data.id }, body: {}, ifMatch: submission.etag ?? '' });
    const third = await send('atomic', '批三.csv', columns, '太平湖镇,1,2,3', '乌石镇,1,2,3');
    expect(third.status).toBe('committed');
  });

  it('B2 that a report is there is said of no mended cell, and stays confirmed when one is mended', async () => {
    await send('atomic', '甲.csv', columns, '耿城镇,1,2,3');
    const checked = await send('dry_run', '乙.csv', columns, '耿城镇,1,2,4');
    const asked = checked.rows[0]?.findings[0];
    expect([asked?.code, asked?.cell]).toEqual(['already_submitted', null]);
    const confirmed = [{ sheet: '乙', row: 2, code: 'already_submitted', cell: null, readsAs: asked?.readsAs ?? null }];
    const { data } = await office.decideImport({
      params: { id: checked.id },
      body: { ...checked.decisions, confirmed, cells: [{ sheet: '乙', cell: 'D2', text: '5' }] },
      ifMatch: `"${checked.version}"`,
    });
    expect(codesOf(data.rows[0]?.findings)).toEqual(['warning overridden', 'warning already_submitted']);
    expect(data.rows[0]?.outcome).toBe('accepted');
  });
});
