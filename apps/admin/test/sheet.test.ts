import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser, root } from './browser.ts';

/** Runs in the page. */
const hasFocus = (element: Element): boolean => element === document.activeElement;
const FAULTY = join(root, 'reports/2025年三季度情况汇总表_有错.xlsx');
const table = (...lines: string[]): string =>
  ['2025年第二季度', '填报单位,专栏稿件,区级媒体刊播数（篇）,联络员人数', ...lines].join('\n');

/** The sheet of an import: the file as it looks, mended in its cells. */
inBrowser('an import that is mended in its sheet', () => {
  const pages = browserPages({ now: '2025-10-09T10:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let office: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    const auditor = { username: 'shenji', displayName: '审计员', roles: ['auditor' as const], password: PASSWORD };
    await admin.createUser({ body: { ...auditor, mustChangePassword: false } });
    office = await signIn('admin');
  });

  const cell = (address: string, page = office): Locator => page.getByTestId(`cell-${address}`);
  const position = (): Promise<string> => office.getByTestId('position').innerText();
  const outcome = (row: number) => office.getByTestId(`sheet-row-${row}`).getAttribute('data-outcome');
  const send = async (file: File): Promise<string> =>
    (await admin.createImport({ body: { file, mode: 'dry_run' } })).data.id;
  const open = async (id: string): Promise<void> => {
    await office.goto(`${pages.address}/imports/${id}?view=sheet`);
    await office.getByTestId('sheet').waitFor();
  };
  const apply = async (): Promise<void> => {
    await office.getByTestId('mend-apply').click();
    await office.getByTestId('mend-apply').waitFor({ state: 'detached' });
    await office.locator('.loaded[aria-busy=true]').waitFor({ state: 'detached' });
  };
  /** Goes to the next problem, which must be in that cell. */
  const next = async (address: string): Promise<void> => {
    await office.keyboard.press('n');
    await cell(address).and(office.locator('[aria-selected=true]')).waitFor();
  };
  const valuesOf = async (unit: string): Promise<Record<string, number>> => {
    const { items } = (await admin.listSubmissions({ query: { period: '2025Q3', unit } })).data;
    return (await admin.getSubmission({ params: { id: items[0]?.id ?? '' } })).data.values;
  };

  it('a report full of faults is walked through by key, mended in place and written whole', async () => {
    await office.goto(`${pages.address}/imports`);
    await office.getByTestId('import-file').setInputFiles(FAULTY);
    await office.getByTestId('view-sheet').click();
    await office.waitForURL(/view=sheet/);
    // A reload keeps the view.
    await office.reload();
    await cell('A1').waitFor();
    expect(await position()).toBe('共 10 个问题');

    await next('C7');
    expect([await position(), await cell('C7').evaluate(hasFocus)]).toEqual(['第 1 个问题，共 10 个', true]);
    expect(await office.getByTestId('cell-panel').innerText()).toMatch(/太平湖镇[^]*3O[^]*不是数字，请改为整数/);
    await office.keyboard.press('Enter');
    await office.keyboard.type('3');
    await office.keyboard.press('Escape');
    expect(await cell('C7').innerText()).not.toContain('→');
    await office.keyboard.press('Enter');
    await office.keyboard.type('30');
    await office.keyboard.press('Enter');
    expect(await cell('C7').innerText()).toBe('3O → 30');
    // A figure that is typed begins to edit.
    await next('E8');
    await office.keyboard.press('3');
    await office.keyboard.press('Enter');
    await next('J9');
    await office.keyboard.press('3');
    await office.keyboard.press('Enter');
    // 三口镇 stands there twice: the second one is another unit's.
    await next('B10');
    await next('B11');
    await office.keyboard.press('Enter');
    await office.keyboard.type('甘棠镇');
    await office.keyboard.press('Enter');
    await next('B12');
    await office.getByTestId('alike-乌石镇').click();
    expect(await cell('B12').innerText()).toMatch(/^乌石乡镇\s*＝ 乌石镇/);
    await next('E15');
    await office.keyboard.press('5');
    await office.keyboard.press('Enter');
    await next('G18');
    await next('B19');
    await office.getByTestId('cell-unit').click();
    await office.getByRole('option', { name: '区教育局', exact: true }).click();
    await next('C20');
    await office.keyboard.press('9');
    await office.keyboard.press('Enter');
    await office.getByTestId('confirm-all').click();
    await cell('G18').getByText('✓ 20').waitFor();
    // What is decided here is the same in the list.
    await office.getByTestId('view-list').click();
    expect(await office.getByTestId('mend-C7').inputValue()).toBe('30');
    expect(await office.getByTestId('yes-18-G18').isChecked()).toBe(true);
    await office.getByTestId('view-sheet').click();
    await cell('A1').waitFor();

    await apply();
    expect(await position()).toBe('没有要处理的问题');
    expect(await cell('C7').innerText()).toBe('3O → 30');
    expect([await outcome(7), await outcome(12), await outcome(13), await outcome(18)]).toEqual([
      'accepted',
      'accepted',
      'ignored',
      'accepted',
    ]);
    await office.getByTestId('write-all').click();
    await office.getByTestId('written').getByText('已写入 15 个单位的报送').waitFor();
    expect(await valuesOf('341003104')).toMatchObject({ F0101: 30, F0102: 18 });
    expect(await valuesOf('341003105')).toMatchObject({ F0105: 3 });
    expect(await valuesOf('341003106')).toMatchObject({ F0401: 3 });
    expect(await valuesOf('341003100')).toMatchObject({ F0101: 2, F0102: 26 });
    expect(await valuesOf('341003108')).toMatchObject({ F0101: 2, F0102: 26, F0105: 12 });
    expect(await valuesOf('341003201')).toMatchObject({ F0105: 5 });
    expect(await valuesOf('341003204')).toMatchObject({ F0203: 20 });
    expect(await valuesOf('341003205')).toMatchObject({ F0101: 9 });

    // What was written is not changed here any more.
    await cell('D7').click();
    await office.keyboard.press('Enter');
    expect([await office.getByTestId('cell-editor').count(), await office.getByTestId('cell-edit').count()]).toEqual([
      0, 0,
    ]);
  });

  it('the audit names each changed cell, what stood in it and who changed it', async () => {
    const auditor = await signIn('shenji');
    await auditor.goto(`${pages.address}/audit?action=import.decide`);
    await auditor.getByTestId('compare').click();
    const drawer = auditor.getByTestId('audit-drawer');
    const line = (label: string) => drawer.locator('tr', { hasText: label }).locator('td');
    await line('单元格 C7').first().waitFor();
    expect(await line('单元格 C7').allInnerTexts()).toEqual(['单元格 C7（工作表“Sheet1”）', '3O', '30']);
    expect(await line('单元格 B11').allInnerTexts()).toEqual([
      '单元格 B11（工作表“Sheet1”）',
      '三口镇人民政府',
      '甘棠镇',
    ]);
    expect((await line('单位写法“乌石乡镇”').allInnerTexts()).slice(1)).toEqual(['未认定', '乌石镇']);
    expect((await line('读数 G18').allInnerTexts()).slice(1)).toEqual(['待确认', '已确认读作 20']);
    expect(await drawer.locator('.facts').innerText()).toContain('管理员');
    await auditor.context().close();
  });

  it('what was changed is taken back, and the file counts again as it was sent', async () => {
    const id = await send(new File([table('甘棠镇政府办,1,2,8', '仙源镇,2,3,约20')], '撤回.csv'));
    await open(id);
    await cell('C4').dblclick();
    await office.keyboard.type('33');
    await office.keyboard.press('Enter');
    await cell('A3').click();
    await office.getByTestId('cell-unit').click();
    await office.getByRole('option', { name: '甘棠镇', exact: true }).click();
    await cell('D4').click();
    await office.getByTestId('cell-yes').check();
    await apply();
    const rows = async () =>
      (await admin.getImport({ params: { id } })).data.rows.map(({ outcome: word, values }) => [word, values]);
    expect(await rows()).toEqual([
      ['accepted', { F0102: 2, F0501: 8 }],
      ['accepted', { F0102: 33, F0501: 20 }],
    ]);
    expect(await cell('C4').innerText()).toBe('3 → 33');
    for (const address of ['A3', 'D4']) {
      await cell(address).click();
      await office.getByTestId('undo').click();
    }
    // To type what stood there is the same.
    await cell('C4').dblclick();
    await office.keyboard.type('3');
    await office.keyboard.press('Enter');
    await office.getByTestId('mend-apply').getByText('按 3 处改动').waitFor();
    await apply();
    expect(await rows()).toEqual([
      ['rejected', { F0102: 2, F0501: 8 }],
      ['confirm', { F0102: 3, F0501: 20 }],
    ]);
    expect((await admin.getImport({ params: { id } })).data.decisions).toEqual({
      cells: [],
      units: [],
      headers: [],
      skipped: [],
      confirmed: [],
    });
  });

  it('a header that nobody knows is given its meaning where it stands', async () => {
    const id = await send(new File([table('甘棠镇,1,2,8')], '表头.csv'));
    await open(id);
    await office.getByTestId('with-hints').check();
    await next('B2');
    await office.getByTestId('cell-panel').getByTestId('mend-header').click();
    await office.getByRole('option', { name: '“乐享太平 民生先行”专栏上稿数', exact: true }).click();
    expect(await cell('B2').innerText()).toContain('＝ “乐享太平 民生先行”专栏上稿数');
    await apply();
    expect((await admin.getImport({ params: { id } })).data.rows[0]?.values).toMatchObject({ F0101: 1 });
  });

  it('a long sheet is read in stretches, and the walk goes on in the next one', async () => {
    const lines = Array.from({ length: 450 }, (_, i) => `第${i}个单位,1,2,3`);
    await open(await send(new File([table(...lines)], '长.csv')));
    expect(await office.getByText('第 1—200 行，共 452 行').count()).toBe(1);
    await cell('A200').click();
    await next('A201');
    expect([await position(), await cell('A201').evaluate(hasFocus)]).toEqual(['第 199 个问题，共 450 个', true]);
    expect(await cell('A200').count()).toBe(0);
    await office.keyboard.press('p');
    await cell('A200').and(office.locator('[aria-selected=true]')).waitFor();
    await office.getByTestId('rows-after').click();
    await office.getByTestId('rows-after').click();
    await cell('A452').waitFor();
    await office.reload();
    await cell('A452').waitFor();
  });

  it('each unit’s own sheet has its tab, and the walk leads from one to the next and back', async () => {
    const form = (unit: string, value: string): string =>
      [
        '<tr><td colspan="3">2025年第二季度</td></tr>',
        `<tr><td>填报单位</td><td>${unit}</td></tr>`,
        '<tr><td>指标</td><td>单位</td><td>数量</td></tr>',
        `<tr><td>区级媒体刊播数</td><td>篇</td><td>${value}</td></tr>`,
        '<tr><td>联络员人数</td><td>人</td><td>20</td></tr>',
        '<tr><td>海报张贴数</td><td>张</td><td>3</td></tr>',
      ].join('');
    const tables = [form('甘棠镇', '8O'), form('仙源镇', '8'), form('汤口镇', '9O')];
    const page = `<html><body>${tables.map((each) => `<table>${each}</table>`).join('')}</body></html>`;
    const id = await send(new File([page], '三镇.xls'));
    await open(id);
    const current = () => office.locator('nav [aria-current=true]').innerText();
    await next('C4');
    expect([await position(), await current()]).toEqual(['第 1 个问题，共 2 个', '三镇 1 处']);
    await office.keyboard.press('n');
    await office.getByText('第 2 个问题，共 2 个').waitFor();
    expect([await current(), await cell('C4').evaluate(hasFocus)]).toEqual(['三镇3 1 处', true]);
    await office.keyboard.type('90');
    await office.keyboard.press('Enter');
    await office.keyboard.press('p');
    await office.getByText('第 1 个问题，共 2 个').waitFor();
    await office.keyboard.type('80');
    await office.keyboard.press('Enter');
    await apply();
    const { data } = await admin.getImport({ params: { id } });
    expect(data.rows.map(({ outcome: word, values }) => [word, values.F0102])).toEqual([
      ['accepted', 80],
      ['accepted', 8],
      ['accepted', 90],
    ]);
  });

  it('arrow keys go from cell to cell, over merged ones as over one', async () => {
    await open(
      await send(new File(['2025年第二季度\n填报单位,专栏稿件,区级媒体刊播数,联络员人数\n甘棠镇,1,2,3\n'], '键.csv')),
    );
    await cell('B3').click();
    const here = (): Promise<string | null> => office.locator('[aria-selected=true]').getAttribute('data-testid');
    for (const [key, address] of [
      ['ArrowRight', 'C3'],
      ['ArrowUp', 'C2'],
      ['ArrowUp', 'C1'],
      ['ArrowUp', 'C1'],
      ['Home', 'A1'],
      ['Control+End', 'D3'],
      ['ArrowLeft', 'C3'],
    ] as const) {
      await office.keyboard.press(key);
      expect([key, await here()]).toEqual([key, `cell-${address}`]);
    }
    // One stop of the tab key for the whole grid; behind it comes what can be done about the cell.
    await office.keyboard.press('Tab');
    expect(await office.getByTestId('cell-edit').evaluate(hasFocus)).toBe(true);
    await office.keyboard.press('Shift+Tab');
    expect(await cell('C3').evaluate(hasFocus)).toBe(true);
  });

  it('who only reads sees the same sheet and changes nothing', async () => {
    const id = await send(new File([table('甘棠镇,1,约20,8')], '只读.csv'));
    const auditor = await signIn('shenji');
    await auditor.goto(`${pages.address}/imports/${id}?view=sheet`);
    await cell('C3', auditor).click();
    expect(await auditor.getByTestId('cell-reading').innerText()).toBe('20 篇');
    await auditor.keyboard.press('Enter');
    const acts = ['cell-editor', 'cell-edit', 'cell-yes', 'confirm-all'].map((name) =>
      auditor.getByTestId(name).count(),
    );
    expect(await Promise.all(acts)).toEqual([0, 0, 0, 0]);
    await auditor.context().close();
  });

  it('met no error', () => expect(faults).toEqual([]));
});
