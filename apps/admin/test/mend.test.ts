import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { xlsxOf, zipOf } from '../../../packages/workbook/test/xlsx.ts';
import { browserPages, inBrowser } from './browser.ts';

const file = [
  '2025年第二季度',
  '填报单位,专栏稿件,区级媒体刊播数（篇）,联络员人数',
  '甘棠镇政府办,1,2,8',
  '仙源镇,2,十几,约20',
  '汤口镇,3,4,8',
].join('\n');

/** A file is mended on the page that says what is wrong with it. */
inBrowser('an import that is mended on its page', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let office: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    office = await signIn('admin');
  });

  const outcome = async (row: number): Promise<string | null> =>
    office.getByTestId(`row-${row}`).getAttribute('data-outcome');
  const choose = async (testId: string, option: string): Promise<void> => {
    await office.getByTestId(testId).click();
    await office.getByRole('option', { name: option, exact: true }).click();
  };

  it('a unit, a header, a figure and a reading are settled there, and then all of it is written', async () => {
    await office.goto(`${pages.address}/imports`);
    await office
      .getByTestId('import-file')
      .setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await office.getByTestId('outcome').waitFor();
    expect([await outcome(3), await outcome(4)]).toEqual(['rejected', 'rejected']);
    await choose('mend-unit-3', '甘棠镇');
    await choose('mend-header', '“乐享太平 民生先行”专栏上稿数');
    await office.getByTestId('mend-C4').fill('12');
    await office.getByTestId('yes-4-D4').check();
    await office.getByTestId('mend-keep').check();
    await office.getByTestId('mend-apply').click();
    await office.getByTestId('mend-apply').waitFor({ state: 'detached' });
    expect([await outcome(3), await outcome(4)]).toEqual(['accepted', 'accepted']);
    await office.getByTestId('write-all').click();
    await office.getByTestId('written').waitFor();
    const { data } = await admin.listSubmissions({ query: { period: '2025Q2', unit: '341003101' } });
    const { data: submission } = await admin.getSubmission({ params: { id: data.items[0]?.id ?? '' } });
    expect(submission.values).toEqual({ F0101: 2, F0102: 12, F0501: 20 });
    expect(faults).toEqual([]);
  });

  it('what was to be remembered is known from the next file on', async () => {
    await office.goto(`${pages.address}/imports`);
    const next = file.replace('第二季度', '第一季度').replace('十几', '11').replace('约20', '20');
    await office
      .getByTestId('import-file')
      .setInputFiles({ name: '下一份.csv', mimeType: 'text/csv', buffer: Buffer.from(next) });
    await office.getByTestId('outcome').waitFor();
    expect([await outcome(3), await outcome(4), await outcome(5)]).toEqual(['accepted', 'accepted', 'accepted']);
  });

  const drop = async (name: string, buffer: Buffer): Promise<void> => {
    await office.goto(`${pages.address}/imports`);
    await office.getByTestId('import-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  const text = (testId: string): Promise<string> => office.getByTestId(testId).innerText();
  const applied = async (): Promise<void> => {
    await office.getByTestId('mend-apply').click();
    await office.getByTestId('mend-apply').waitFor({ state: 'detached' });
  };

  it('what a report would lose and change is shown, old beside new, before the yes to it', async () => {
    const part = ['2025年第二季度', '填报单位,区级媒体刊播数（篇）,海报张贴数', '仙源镇,15,', '汤口镇,4,30'].join('\n');
    await drop('部分.csv', Buffer.from(part));
    await office.getByTestId('outcome').waitFor();
    const row = office.getByTestId('row-3');
    expect(await row.innerText()).toContain('将改动 1 项、清空 0 项；本表没有的 2 项指标不变');
    expect(await row.getByTestId('change-F0102').innerText()).toMatch(/12 → 15/);
    expect(await office.locator('.doubts').innerText()).toContain('将改动 1 项、清空 0 项');
    await office.getByTestId('confirm').check();
    await office.getByTestId('write-all').click();
    await office.getByTestId('written').waitFor();
    const { data } = await admin.listSubmissions({ query: { period: '2025Q2', unit: '341003101' } });
    const { data: submission } = await admin.getSubmission({ params: { id: data.items[0]?.id ?? '' } });
    expect([submission.revision, submission.values]).toEqual([2, { F0101: 2, F0102: 15, F0501: 20 }]);
    expect(faults).toEqual([]);
  });

  it('B1 the same figures again are said to change nothing', async () => {
    const same = ['2025年第二季度', '填报单位,区级媒体刊播数（篇）,联络员人数', '仙源镇,15,20'].join('\n');
    await drop('同样.csv', Buffer.from(same));
    await office.getByTestId('write-all').click();
    expect(await text('written')).toContain('1 个单位的报送内容相同，没有另生成新版');
  });

  it('a row is left out in the list and taken in again in the sheet', async () => {
    const twice = [
      '2025年第二季度',
      '填报单位,区级媒体刊播数（篇）,联络员人数',
      '三口镇,1,8',
      '三口镇,2,8',
      '新丰乡,3,8',
    ].join('\n');
    await drop('重复.csv', Buffer.from(twice));
    await office.getByTestId('outcome').waitFor();
    expect(await text('write-all')).toBe('整份写入（先处理 2 行不合格）');
    await office.getByTestId('leave-out-4').getByRole('button').click();
    await applied();
    expect([await outcome(3), await outcome(4)]).toEqual(['accepted', 'ignored']);
    expect(await text('row-4')).toContain('按导入人的决定不导入（管理员）');
    await office.getByTestId('view-sheet').click();
    await office.getByTestId('cell-B4').click();
    await office.getByTestId('cell-leave-out').getByRole('button').click();
    await applied();
    await office.locator('[data-testid=sheet-row-4][data-outcome=rejected]').waitFor();
    expect(faults).toEqual([]);
  });

  it('B3 who goes away with changes that do not count yet is asked first', async () => {
    await office.getByTestId('cell-B4').click();
    await office.getByTestId('cell-leave-out').getByRole('button').click();
    await office.getByRole('link', { name: '返回数据导入' }).click();
    const asked = office.getByRole('dialog');
    expect(await asked.innerText()).toContain('有 1 处改动还没有重新检查');
    await asked.getByRole('button', { name: '留在本页' }).click();
    await asked.waitFor({ state: 'hidden' });
    expect(await office.getByTestId('mend-apply').isVisible()).toBe(true);
    await office.getByRole('link', { name: '返回数据导入' }).click();
    await office.getByRole('dialog').getByRole('button', { name: '离开' }).click();
    await office.waitForURL(/\/imports$/);
  });

  it('B7 a form without a unit is said to be for one, where its name is missing', async () => {
    const form = xlsxOf({
      情况统计表: [
        ['2025年第二季度情况统计表', null, null],
        ['填报单位：', null, null],
        ['指标', '计量单位', '本期数'],
        ['区级媒体刊播数', '篇', 3],
        ['海报张贴数', '张', 4],
        ['联络员人数', '人', 5],
      ],
    });
    await drop('统计表.xlsx', form);
    await office.getByTestId('view-sheet').click();
    await office.getByTestId('cell-B2').click();
    await choose('cell-unit', '永丰乡');
    await applied();
    await office.getByTestId('view-list').click();
    expect(await office.locator('tbody tr').first().getAttribute('data-outcome')).toBe('accepted');
    expect(await office.locator('tbody tr').first().innerText()).toContain('永丰乡');
    expect(faults).toEqual([]);
  });

  it('B12 of two tables in one file the wanted one is chosen', async () => {
    const rows = (count: number) => [
      ['填报单位', '区级媒体刊播数', '联络员人数'],
      ['乌石镇', count, 8],
    ];
    await drop('2025年第二季度两张表.xlsx', xlsxOf({ 初稿: rows(1), 定稿: rows(2) }));
    await office.getByTestId('refusal').waitFor();
    await office.getByTestId('sheet-choice-定稿').click();
    await office.getByTestId('outcome').waitFor();
    expect(await text('outcome')).toContain('工作表“初稿”');
    await office.getByTestId('open-row-2').click();
    expect(await text('read-F0102')).toContain('2');
  });

  it('B8 an archive is answered file by file', async () => {
    const csv = (unit: string) => `2025年第二季度\n填报单位,区级媒体刊播数（篇）,联络员人数\n${unit},1,8\n`;
    const files = { '龙门乡.csv': csv('龙门乡'), '新华乡.csv': csv('新华乡'), '说明.pdf': '%PDF' };
    await drop('各乡镇.zip', zipOf(files));
    await office.getByTestId('checked').waitFor();
    expect(await text('checked-说明.pdf')).toContain('不是 Excel 表格');
    await office.getByRole('link', { name: '龙门乡.csv' }).first().click();
    await office.getByTestId('outcome').waitFor();
    expect(await outcome(3)).toBe('accepted');
  });

  it('B4 the reviewer sees beside a figure what it was read from', async () => {
    const { data } = await admin.listSubmissions({ query: { period: '2025Q2', unit: '341003101' } });
    const { data: revisions } = await admin.listRevisions({ params: { id: data.items[0]?.id ?? '' } });
    expect(revisions.items.at(-1)?.source?.findings.map(({ detail }) => detail)).toContainEqual(
      expect.stringContaining('原为“十几”，改为“12”（管理员）'),
    );
    const rough = ['2025年第二季度', '填报单位,区级媒体刊播数（篇）,联络员人数', '谭家桥镇,百余人,约20'].join('\n');
    await drop('约数.csv', Buffer.from(rough));
    await office.getByTestId('mend-B3').fill('300');
    await office.getByTestId('yes-3-C3').check();
    await applied();
    await office.getByTestId('write-all').click();
    await office.getByTestId('written').waitFor();
    await office.getByTestId('row-3').getByRole('link', { name: '谭家桥镇' }).click();
    const figure = office.locator('tr', { has: office.getByTestId('value-F0102') });
    await figure.waitFor();
    expect(await figure.innerText()).toContain('原为“百余人”，改为“300”（管理员）');
    const other = office.locator('tr', { has: office.getByTestId('value-F0501') });
    expect(await other.innerText()).toContain('“约20”已按20计，已确认（管理员）');
    expect(faults).toEqual([]);
  });

  it('a long file shows how far it is, and then its rows piece by piece', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `无此单位${i},1,2,8`);
    const long = [...file.split('\n').slice(0, 2), ...rows].join('\n');
    await office.goto(`${pages.address}/imports`);
    const chosen = office
      .getByTestId('import-file')
      .setInputFiles({ name: '长表.csv', mimeType: 'text/csv', buffer: Buffer.from(long) });
    await office
      .getByTestId('progress')
      .getByText(/第 [\d,]+ 行，共 12,0\d\d 行/)
      .waitFor();
    await chosen;
    await office.getByTestId('outcome').waitFor();
    expect(await office.getByTestId('count-rejected').textContent()).toContain('12,000');
    await office.getByTestId('more-rows').click();
    await office.getByTestId('row-400').waitFor();
    expect(await office.getByTestId('more-rows').textContent()).toContain('已显示 400 行，共 12,000 行');
    expect(faults).toEqual([]);
  });
});
