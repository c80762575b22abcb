import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const none = { cells: [], units: [], headers: [], confirmed: [] };
const file = (name: string, ...rows: string[]) =>
  new File([['填报单位,专栏稿件,区级媒体刊播数（篇）,联络员人数', ...rows].join('\n')], name);

describe.each(databases)('what people decide about a file while they import it, on $name', (database) => {
  let service: Service;
  let office: Client;
  let auditor: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    auditor = await service.addUser('shenji', ['auditor']);
  });
  afterAll(() => service.close());

  const check = async (client: Client, name: string, ...rows: string[]) => {
    const body = { file: file(name, ...rows), period: '2025Q2', mode: 'dry_run' as const };
    const { id } = (await client.createImport({ body })).data;
    return client.getImport({ params: { id } });
  };

  it('units, headers, cells and readings are settled one after the other, and then it can be written', async () => {
    const first = await check(office, '表.csv', '甘棠镇政府办,1,2,8', '仙源镇,2,十几,约20');
    const { id } = first.data;
    expect(first.data.counts).toMatchObject({ accepted: 0, rejected: 2 });
    const decided = await office.decideImport({
      params: { id },
      body: {
        ...none,
        units: [{ text: '甘棠镇政府办', unit: '341003100' }],
        headers: [{ text: '专栏稿件', field: 'F0101' }],
        cells: [{ sheet: '表', cell: 'C3', text: '12' }],
      },
      ifMatch: first.etag ?? '',
    });
    expect(decided.data.rows.map(({ outcome, values }) => [outcome, values])).toEqual([
      ['accepted', { F0101: 1, F0102: 2, F0501: 8 }],
      ['confirm', { F0101: 2, F0102: 12, F0501: 20 }],
    ]);
    const row = decided.data.rows[1];
    const asked = row?.findings.find(({ level }) => level === 'confirm');
    if (!row || !asked) throw new Error('nothing to confirm');
    const { code, cell } = asked;
    const readsAs = Number(asked.readsAs);
    const confirmed = await office.decideImport({
      params: { id },
      body: { ...decided.data.decisions, confirmed: [{ sheet: row.sheet, row: row.row, code, cell, readsAs }] },
      ifMatch: decided.etag ?? '',
    });
    expect(confirmed.data.counts).toMatchObject({ accepted: 2, confirm: 0 });
    const { data: written } = await office.commitImport({ params: { id }, body: { mode: 'atomic' } });
    expect(written.status).toBe('committed');
    const { data: submission } = await office.getSubmission({
      params: { id: written.rows[1]?.submissionId ?? '' },
    });
    expect(submission.values).toEqual({ F0101: 2, F0102: 12, F0501: 20 });

    const { data: trail } = await auditor.listAudit({ query: { entity: 'import', entityId: id } });
    const mended = trail.items.findLast(({ action }) => action === 'import.decide');
    expect(mended).toMatchObject({ before: none, after: { cells: [{ cell: 'C3', was: '十几', text: '12' }] } });
    expect(written.rows[1]?.findings.find((each) => each.code === 'overridden')).toMatchObject({ text: '十几' });
  });

  it('rows that were written before stay as they were written', async () => {
    const first = await check(office, '分.csv', '汤口镇,1,2,8', '谭家桥镇,2,十几,20');
    const { id } = first.data;
    await office.commitImport({ params: { id }, body: { mode: 'valid_rows' } });
    const half = await office.getImport({ params: { id } });
    expect(half.data.rows.map(({ submissionId }) => submissionId !== null)).toEqual([true, false]);
    const cells = [
      { sheet: '分', cell: 'C2', text: '99' },
      { sheet: '分', cell: 'C3', text: '12' },
    ];
    await office.decideImport({ params: { id }, body: { ...none, cells }, ifMatch: half.etag ?? '' });
    const { data } = await office.commitImport({ params: { id }, body: { mode: 'atomic' } });
    expect(data.rows.map(({ row, values }) => [row, values.F0102])).toEqual([
      [2, 2],
      [3, 12],
    ]);
    expect(data.rows.every(({ submissionId }) => submissionId !== null)).toBe(true);
  });

  it('the office makes a unit text and a header known for every later file, and takes it back', async () => {
    const before = await check(office, '甲.csv', '焦村镇人民政府办公室,1,2,8');
    const units = [{ text: '焦村镇人民政府办公室', unit: '341003105' }];
    const headers = [{ text: '专栏稿件', field: 'F0101' }];
    await office.decideImport({
      params: { id: before.data.id },
      body: { ...none, units, headers, keep: true },
      ifMatch: before.etag ?? '',
    });
    const later = await check(office, '乙.csv', '焦村镇人民政府办公室,3,4,8');
    expect(later.data.rows[0]).toMatchObject({ unit: { name: '焦村镇' }, values: { F0101: 3 } });

    const { data: labels } = await office.listFormLabels({ params: { code: 'annex7' } });
    expect(labels.items.map(({ text, field }) => [text, field])).toEqual([['专栏稿件', 'F0101']]);
    await office.forgetFormLabel({ params: { code: 'annex7', id: labels.items[0]?.id ?? '' } });
    const { data: found } = await office.listUnits({ query: { q: '焦村镇' } });
    const unit = await office.getUnit({ params: { id: found.items[0]?.id ?? '' } });
    const aliases = unit.data.aliases.filter(({ text }) => text !== '焦村镇人民政府办公室');
    expect(aliases.length).toBe(unit.data.aliases.length - 1);
    await office.updateUnit({ params: { id: unit.data.id }, body: { aliases }, ifMatch: unit.etag ?? '' });
    const after = await check(office, '丙.csv', '焦村镇人民政府办公室,5,6,8');
    expect(after.data.rows[0]?.findings[0]?.code).toBe('unit_unknown');
    expect(after.data.findings[0]?.code).toBe('unknown_column');
    const { data: trail } = await auditor.listAudit({ query: { limit: 50 } });
    const actions = trail.items.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['unit.learn_alias', 'form.learn_label', 'form.forget_label']));
  });

  it('a reporter mends the own file, but names nothing for everybody', async () => {
    const reporter = await service.addUser('xinming', ['reporter'], '341003200');
    const first = await check(reporter, '明.csv', '新明乡政府,1,十几,8');
    const { id } = first.data;
    const units = [{ text: '新明乡政府', unit: '341003200' }];
    const cells = [{ sheet: '明', cell: 'C2', text: '3' }];
    const etag = first.etag ?? '';
    const keeping = reporter.decideImport({ params: { id }, body: { ...none, units, keep: true }, ifMatch: etag });
    expect(await problemOf(keeping)).toMatchObject({ code: 'forbidden', status: 403 });
    const foreign = [{ text: '新明乡政府', unit: '341003102' }];
    const other = await reporter.decideImport({ params: { id }, body: { ...none, units: foreign }, ifMatch: etag });
    expect(other.data.rows[0]?.findings.map(({ code }) => code)).toContain('unit_scope');
    const { data } = await reporter.decideImport({
      params: { id },
      body: { ...none, units, cells },
      ifMatch: other.etag ?? '',
    });
    expect(data.rows[0]).toMatchObject({ outcome: 'accepted', values: { F0102: 3 } });
  });

  it.each([
    ['a unit that does not exist', { units: [{ text: '甲', unit: '999' }] }, '999'],
    ['a field that does not exist', { headers: [{ text: '甲', field: 'F9999' }] }, 'F9999'],
    ['a sheet that does not exist', { cells: [{ sheet: '别', cell: 'A1', text: '1' }] }, '“别”'],
    ['a cell outside the sheet', { cells: [{ sheet: '错', cell: 'A900', text: '1' }] }, 'A900'],
  ])('%s is refused and named', async (_, decision, words) => {
    const first = await check(office, '错.csv', '耿城镇,1,2,8');
    const call = office.decideImport({
      params: { id: first.data.id },
      body: { ...none, ...decision },
      ifMatch: first.etag ?? '',
    });
    const problem = await problemOf(call);
    expect(problem).toMatchObject({ code: 'decision_invalid', status: 422 });
    expect(problem.detail).toContain(words);
  });

  it('two people who mend one file do not undo each other', async () => {
    const first = await check(office, '争.csv', '太平湖镇,1,十几,8');
    const body = { ...none, cells: [{ sheet: '争', cell: 'C2', text: '3' }] };
    const call = () => office.decideImport({ params: { id: first.data.id }, body, ifMatch: first.etag ?? '' });
    await call();
    expect(await problemOf(call())).toMatchObject({ code: 'precondition_failed', status: 412 });
  });
});
