import type { Client, ImportSheet } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../../reports/expected.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const FAULTY = '2025年三季度情况汇总表_有错.xlsx';
const Q2 = '2025年二季度各乡镇情况汇总表';
const none = { cells: [], units: [], headers: [], confirmed: [] };
const textsOf = ({ lines }: ImportSheet) => lines.map((line) => line.map((cell) => cell?.text ?? ''));
/** A table of the second quarter; lines below its header. */
const table = (name: string, ...lines: string[]) =>
  new File([['2025年第二季度', '填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数', ...lines].join('\n')], name);

describe.each(databases)('the sheet of an import, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-10-09T10:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const check = async (file: File): Promise<string> =>
    (await office.createImport({ body: { file, mode: 'dry_run' } })).data.id;
  const sheetOf = async (id: string, query: Parameters<Client['getImportSheet']>[0]['query'] = {}) =>
    (await office.getImportSheet({ params: { id }, query })).data;

  it('shows every cell as it stands in the file, beside what became of its row', async () => {
    const sheet = await sheetOf(await check(report(FAULTY)));
    expect(sheet).toMatchObject({ name: 'Sheet1', rows: 21, columns: 16, from: 1, header: { first: 2, last: 3 } });
    expect(sheet.sheets).toEqual([{ name: 'Sheet1', hidden: false, imported: true, problems: 10 }]);
    expect(sheet.lines[6]?.slice(0, 4).map((cell) => cell?.text)).toEqual(['4', '太平湖镇', '3O', '18']);
    // What a formula gives, not how.
    expect(sheet.lines[14]?.[4]?.text).toBe('#DIV/0!');
    expect(sheet.merges).toContainEqual({ top: 1, left: 1, bottom: 1, right: 16 });
    expect(sheet.merges).toContainEqual({ top: 2, left: 2, bottom: 3, right: 2 });
    expect(sheet.meanings).toMatchObject({ B: 'unit', C: 'F0101', P: 'F0605' });
    expect(sheet.items.find(({ row }) => row === 7)).toMatchObject({
      outcome: 'rejected',
      unit: { name: '太平湖镇' },
      submissionId: null,
      findings: expect.arrayContaining([expect.objectContaining({ cell: 'C7', code: 'not_numeric' })]),
    });
    expect(sheet.items.filter(({ outcome }) => outcome === 'ignored').map(({ row }) => row)).toEqual([13, 21]);
    expect(sheet.problems).toEqual({ before: 0, previous: null, next: null });
  });

  it('gives a stretch of a sheet, and says where the next problems stand', async () => {
    const id = await check(report(FAULTY));
    const sheet = await sheetOf(id, { from: 9, limit: 3 });
    expect(sheet.lines.map((line) => line[1]?.text)).toEqual(['耿城镇', '三口镇', '三口镇人民政府']);
    expect(sheet.items.map(({ row }) => row)).toEqual([9, 10, 11]);
    expect(sheet.merges).toEqual([]);
    expect(sheet.problems).toEqual({ before: 2, previous: 8, next: 12 });
    expect(await sheetOf(id, { from: 900 })).toMatchObject({ lines: [], items: [], rows: 21 });
    const withHints = await sheetOf(id, { from: 9, limit: 3, warnings: true });
    expect(withHints.problems.before).toBeGreaterThan(2);
    expect((await problemOf(office.getImportSheet({ params: { id }, query: { limit: 201 } }))).status).toBe(400);
  });

  it('gives a long sheet in stretches of 200 rows, without a gap', async () => {
    const lines = Array.from({ length: 450 }, (_, i) => `第${i}个单位,${i},1`);
    const id = await check(table('长.csv', ...lines));
    const parts = [await sheetOf(id), await sheetOf(id, { from: 201 }), await sheetOf(id, { from: 401 })];
    expect(parts.map((part) => part.lines.length)).toEqual([200, 200, 52]);
    expect(parts.flatMap((part) => part.items.map(({ row }) => row))).toEqual(lines.map((_, i) => i + 3));
    expect(parts[1]?.problems).toEqual({ before: 198, previous: 200, next: 401 });
    expect(parts[1]?.sheets[0]?.problems).toBe(450);
  });

  it('keeps what stood in a cell beside what was decided about it', async () => {
    const id = await check(report(FAULTY));
    const { etag } = await office.getImport({ params: { id } });
    const cells = [
      { sheet: 'Sheet1', cell: 'C7', text: '30' },
      { sheet: 'Sheet1', cell: 'Q7', text: '多出的一格' },
    ];
    await office.decideImport({ params: { id }, body: { ...none, cells }, ifMatch: etag ?? '' });
    const sheet = await sheetOf(id);
    expect(sheet.lines[6]?.[2]).toEqual({ text: '3O', decided: '30' });
    expect([sheet.columns, sheet.lines[6]?.[16]]).toEqual([17, { text: '', decided: '多出的一格' }]);
    expect(sheet.items.find(({ row }) => row === 7)).toMatchObject({ outcome: 'accepted', values: { F0101: 30 } });
    expect(sheet.sheets[0]?.problems).toBe(9);
  });

  it('lists the readings that wait for a yes, which can be handed back as they are', async () => {
    const id = await check(table('约.csv', '甘棠镇,约20,近30', '仙源镇,十几,约1千', '汤口镇,1,2'));
    const { data: readings } = await office.listImportReadings({ params: { id } });
    expect(readings.items.map(({ cell, readsAs }) => [cell, readsAs])).toEqual([
      ['B3', 20],
      ['C3', 30],
      ['C4', 1000],
    ]);
    expect((await sheetOf(id)).readings).toBe(3);
    const { etag } = await office.getImport({ params: { id } });
    const body = { ...none, confirmed: readings.items };
    const { data } = await office.decideImport({ params: { id }, body, ifMatch: etag ?? '' });
    expect(data.counts).toMatchObject({ accepted: 2, confirm: 0, rejected: 1 });
    expect((await office.listImportReadings({ params: { id } })).data.items).toEqual([]);
  });

  it('shows a form of one unit with its one outcome, whichever rows are looked at', async () => {
    const id = await check(report('甘棠镇2025年一季度情况统计表.xlsx'));
    const sheet = await sheetOf(id, { from: 48, limit: 20 });
    expect(sheet.header).toBeNull();
    expect(sheet.items).toMatchObject([{ row: 2, unit: { name: '甘棠镇' } }]);
    expect(sheet.meanings).toMatchObject({ A2: 'unit', E4: 'F0101', C48: 'main_practices', E52: 'report_date' });
    expect(sheet.lines[4]?.map((cell) => cell?.text ?? '')).toContain('填报日期：2025年3月28日');
    // The area of 六、氛围营造宣传 ends above these rows; the one of 主要做法 begins in them.
    expect(sheet.merges[0]).toEqual({ top: 48, left: 1, bottom: 48, right: 2 });
    const middle = await sheetOf(id, { from: 43, limit: 2 });
    expect(middle.merges).toEqual([{ top: 39, left: 2, bottom: 47, right: 2, cell: { text: '六、氛围营造宣传' } }]);
  });

  it('shows old Excel files and CSV like the same table in .xlsx', async () => {
    const [first, ...others] = await Promise.all(
      [`${Q2}.xlsx`, `${Q2}_97版.xls`, `${Q2}_GBK.csv`].map(async (name) => sheetOf(await check(report(name)))),
    );
    for (const other of others) {
      expect(textsOf(other as ImportSheet).slice(3, 18)).toEqual(textsOf(first as ImportSheet).slice(3, 18));
      expect(other?.items.map(({ unit, values }) => [unit?.code, values])).toEqual(
        first?.items.map(({ unit, values }) => [unit?.code, values]),
      );
    }
  });

  it('shows a web page that is called .xls, each of its tables as a sheet', async () => {
    const page = (...tables: string[][][]) =>
      `<html><body>${tables
        .map((rows) => `<table>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('')}</table>`)
        .join('')}</body></html>`;
    const form = (unit: string, value: string) => [
      ['<td colspan="3">2025年第二季度</td>'],
      ['<td>填报单位</td>', `<td>${unit}</td>`],
      ['<td>指标</td>', '<td>单位</td>', '<td>数量</td>'],
      ['<td>区级媒体刊播数</td>', '<td>篇</td>', `<td>${value}</td>`],
      ['<td>联络员人数</td>', '<td>人</td>', '<td>20</td>'],
      ['<td>海报张贴数</td>', '<td>张</td>', '<td>3</td>'],
    ];
    const id = await check(new File([page(form('甘棠镇', '8'), form('仙源镇', '8O'))], '两镇.xls'));
    const first = await sheetOf(id);
    expect(first.sheets.map(({ name, imported, problems }) => [name, imported, problems])).toEqual([
      ['两镇', true, 0],
      ['两镇2', true, 1],
    ]);
    expect([first.name, first.merges]).toEqual(['两镇', [{ top: 1, left: 1, bottom: 1, right: 3 }]]);
    const second = await sheetOf(id, { sheet: '两镇2' });
    expect(second.lines[3]?.[2]).toEqual({ text: '8O' });
    expect(second.items).toMatchObject([{ outcome: 'rejected', unit: { name: '仙源镇' } }]);
  });

  it('names the sheets that were not imported, and leaves out those that the product itself added', async () => {
    const id = await check(report(`${Q2}.xlsx`));
    const given = (await office.getImportWorkbook({ params: { id } })).data;
    const again = await check(new File([new Uint8Array(given.content)], given.fileName));
    const { sheets } = await sheetOf(again);
    expect(sheets).toEqual([
      { name: '汇总', hidden: false, imported: true, problems: 0 },
      { name: '填表说明', hidden: false, imported: false, problems: 0 },
    ]);
    const other = await sheetOf(again, { sheet: '填表说明' });
    expect(other).toMatchObject({ rows: 1, items: [], meanings: {}, header: null });
    for (const sheet of ['导入结果', '没有这张表'])
      expect(await problemOf(office.getImportSheet({ params: { id: again }, query: { sheet } }))).toMatchObject({
        code: 'not_found',
        status: 404,
      });
  });

  it('shows where a column that was not imported stands', async () => {
    const file = new File(
      ['2025年第二季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数,备注栏\n甘棠镇,1,2,好\n'],
      '多一列.csv',
    );
    const sheet = await sheetOf(await check(file), { warnings: true });
    expect(sheet.findings).toMatchObject([{ code: 'unknown_column', cell: 'D2', text: '备注栏' }]);
    expect(sheet.sheets[0]?.problems).toBe(1);
  });

  it('is not there for a reporter who did not import it, and is for the one who did', async () => {
    const reporter = await service.addUser('xianyuan', ['reporter'], '341003101');
    const id = await check(report(FAULTY));
    // Each begins when its refusal is awaited: one that comes before nobody waits for it would end the run.
    for (const call of [reporter.getImportSheet, reporter.listImportReadings])
      expect(await problemOf(call({ params: { id } }))).toMatchObject({ code: 'not_found', status: 404 });
    const { data: own } = await reporter.createImport({
      body: { file: table('仙源.csv', '仙源镇,约20,2'), mode: 'dry_run' },
    });
    const { data } = await reporter.getImportSheet({ params: { id: own.id } });
    expect(data.lines[2]?.[1]?.text).toBe('约20');
  });

  it('masks mobile numbers for those who only read, also where a long text is cut', async () => {
    const long = `${'长'.repeat(1995)}13800138000`;
    const id = await check(table('手机.csv', '甘棠镇,1,2', `注：联系人13900139000,${long}`));
    const { etag } = await office.getImport({ params: { id } });
    const cells = [{ sheet: '手机', cell: 'C4', text: '改为13700137000' }];
    await office.decideImport({ params: { id }, body: { ...none, cells }, ifMatch: etag ?? '' });
    const mine = await sheetOf(id);
    expect(mine.lines[3]?.[0]?.text).toBe('注：联系人13900139000');
    expect(mine.lines[3]?.[1]).toMatchObject({ cut: true });
    const observer = await service.addUser('ducha', ['observer']);
    const { data: masked } = await observer.getImportSheet({ params: { id } });
    expect(masked.lines[3]?.[0]?.text).toBe('注：联系人139****9000');
    expect(masked.lines[3]?.[1]).toMatchObject({ text: `${'长'.repeat(1995)}138**`, cut: true });
    expect(masked.lines[3]?.[2]?.decided).toBe('改为137****7000');
    expect(JSON.stringify(masked)).not.toMatch(/1380013|13900139|13700137/);
  });
});
