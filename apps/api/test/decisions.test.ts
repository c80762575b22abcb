import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
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
    const late = { sheet: '分', cell: 'C2', text: '99' };
    const cells = [{ sheet: '分', cell: 'C3', text: '12' }];
    const decide = (body: typeof none) => office.decideImport({ params: { id }, body, ifMatch: half.etag ?? '' });
    const refused = await problemOf(decide({ ...none, cells: [late, ...cells] as never[] }));
    expect(refused).toMatchObject({ code: 'decision_invalid', status: 422 });
    expect(refused.detail).toContain('C2 所在的行已写入');
    const skipping = office.decideImport({
      params: { id },
      body: { ...none, skipped: [{ sheet: '分', row: 2 }] },
      ifMatch: half.etag ?? '',
    });
    expect((await problemOf(skipping)).detail).toContain('第 2 行已写入');
    await decide({ ...none, cells: cells as never[] });
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
    [
      'a cell that is mended twice',
      {
        cells: [
          { sheet: '错', cell: 'C2', text: '1' },
          { sheet: '错', cell: 'C2', text: '2' },
        ],
      },
      'C2的改正出现两次',
    ],
    [
      "a field's own name that shall mean another",
      { headers: [{ text: '区级媒体刊播数（篇）', field: 'F0607' }], keep: true },
      '不能认定为别的指标',
    ],
    ["the unit column's header as a figure", { headers: [{ text: '填报单位', field: 'F0101' }] }, '另有含义'],
    ['a header that is not in the file', { headers: [{ text: '专栏篇数', field: 'F0101' }] }, '没有写作“专栏篇数”'],
    ['a total as a unit', { units: [{ text: '合计', unit: '341003100' }], keep: true }, '另有含义'],
    ["a unit's own name for another", { units: [{ text: '耿城镇', unit: '341003100' }] }, '不能认定为别的单位'],
    ['a unit that is not in the file', { units: [{ text: '某某镇', unit: '341003100' }] }, '没有写作“某某镇”'],
    ['a row that is none', { skipped: [{ sheet: '错', row: 9 }] }, '第 9 行'],
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

  it('the reviewer reads beside a figure what it was read from, and whose word it is', async () => {
    const second = await service.addUser('fuhe', ['office']);
    const first = await check(office, '源.csv', '甘棠镇办公室,1,百余人,约20');
    const { id } = first.data;
    const decided = await office.decideImport({
      params: { id },
      body: {
        ...none,
        units: [{ text: '甘棠镇办公室', unit: '341003105' }],
        headers: [{ text: '专栏稿件', field: 'F0101' }],
        cells: [{ sheet: '源', cell: 'C2', text: '300', by: '别人' }],
      },
      ifMatch: first.etag ?? '',
    });
    expect(decided.data.decisions.cells[0]?.by).toBe('管理员');
    const { data: written } = await second.commitImport({ params: { id }, body: { mode: 'atomic', confirm: true } });
    expect(written.status).toBe('committed');
    expect(written.rows[0]?.findings.filter(({ level }) => level === 'confirm')).toEqual([]);
    expect(written.decisions.confirmed).toMatchObject([{ row: 2, code: 'approximate', readsAs: 20, by: 'fuhe' }]);

    const { data } = await office.listRevisions({ params: { id: written.rows[0]?.submissionId ?? '' } });
    const said = data.items[0]?.source?.findings.map(({ field, detail }) => [field, detail]) ?? [];
    expect(said).toContainEqual(['F0102', '第2行（C2）原为“百余人”，改为“300”（管理员）']);
    expect(said.find(([field]) => field === 'F0501')?.[1]).toMatch(/“约20”已按20计，已确认（fuhe）$/);
    expect(said.find(([field]) => field === 'F0101')?.[1]).toMatch(/^“专栏稿件”（B1）由导入人认定为.*（管理员）$/);
    expect(said.find(([field]) => field === null)?.[1]).toContain('由导入人认定为');
    const { data: trail } = await auditor.listAudit({ query: { entity: 'import', entityId: id } });
    expect(trail.items.find(({ action }) => action === 'import.commit')?.after).toMatchObject({
      confirmed: [{ code: 'approximate', readsAs: 20, by: 'fuhe' }],
    });
  });

  it('a row is left out, which is kept, audited and taken back until it is written', async () => {
    const first = await check(office, '重.csv', '三口镇,1,2,8', '三口镇,1,3,8', '永丰乡,1,见附件,8');
    const { id } = first.data;
    expect(first.data.counts).toMatchObject({ accepted: 0, rejected: 3 });
    const skipped = [
      { sheet: '重', row: 3 },
      { sheet: '重', row: 4 },
    ];
    const decided = await office.decideImport({
      params: { id },
      body: { ...none, skipped },
      ifMatch: first.etag ?? '',
    });
    expect(decided.data.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'ignored', 'ignored']);
    expect(decided.data.rows[1]?.findings).toMatchObject([
      { code: 'left_out', detail: '第3行：按导入人的决定不导入（管理员）' },
    ]);
    await office.commitImport({ params: { id }, body: { mode: 'atomic' } });
    const written = await office.getImport({ params: { id } });
    expect(written.data.rows.map(({ submissionId }) => submissionId !== null)).toEqual([true, false, false]);
    const back = await office.decideImport({
      params: { id },
      body: { ...none, skipped: skipped.slice(0, 1), cells: [{ sheet: '重', cell: 'C4', text: '4' }] },
      ifMatch: written.etag ?? '',
    });
    expect(back.data.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'ignored', 'accepted']);
    const { data: trail } = await auditor.listAudit({ query: { entity: 'import', entityId: id } });
    const after = trail.items.find(({ action }) => action === 'import.decide')?.after;
    expect(after).toMatchObject({ skipped: [{ sheet: '重', row: 3, by: '管理员' }] });
  });

  it('D12 of two tables the wanted one is chosen, and changed until something is written', async () => {
    const rows = (count: number) => [
      ['填报单位', '区级媒体刊播数', '联络员人数'],
      ['新华乡', count, 8],
    ];
    const content = new Uint8Array(xlsxOf({ 初稿: rows(1), 定稿: rows(2) }));
    const body = { file: new File([content], '两张.xlsx'), period: '2025Q2', mode: 'dry_run' as const };
    const refused = await problemOf(office.createImport({ body }));
    expect(refused.detail).toContain('请选择要导入的一个');
    expect(refused.errors).toContainEqual({ pointer: '/sheet', code: 'sheet_choice', detail: '定稿' });
    const first = (await office.createImport({ body: { ...body, sheet: '初稿' } })).data;
    expect([first.rows[0]?.values.F0102, first.decisions.sheet]).toEqual([1, '初稿']);
    expect(first.findings.map(({ code, text }) => [code, text])).toEqual([['sheet_ignored', '定稿']]);
    const other = await office.decideImport({
      params: { id: first.id },
      body: { ...none, sheet: '定稿' },
      ifMatch: `"${first.version}"`,
    });
    expect(other.data.rows[0]).toMatchObject({ sheet: '定稿', values: { F0102: 2 } });
    await office.commitImport({ params: { id: first.id }, body: { mode: 'atomic' } });
    const { etag } = await office.getImport({ params: { id: first.id } });
    const late = office.decideImport({
      params: { id: first.id },
      body: { ...none, sheet: '初稿' },
      ifMatch: etag ?? '',
    });
    expect((await problemOf(late)).detail).toContain('不能再改选工作表');
  });

  it('two people who mend one file do not undo each other', async () => {
    const first = await check(office, '争.csv', '太平湖镇,1,十几,8');
    const body = { ...none, cells: [{ sheet: '争', cell: 'C2', text: '3' }] };
    const call = () => office.decideImport({ params: { id: first.data.id }, body, ifMatch: first.etag ?? '' });
    await call();
    expect(await problemOf(call())).toMatchObject({ code: 'precondition_failed', status: 412 });
  });
});
