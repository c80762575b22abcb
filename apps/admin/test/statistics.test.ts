import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { readWorkbook } from '../../../packages/workbook/src/index.ts';
import { report } from '../../../reports/expected.ts';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';

/** After the second quarter the office looks what came of it, and where each number is from. */
inBrowser('the figures of the reports in the browser', () => {
  const pages = browserPages({ now: '2025-07-03T15:00:00+08:00', jobs: true });
  let admin: Client;
  let office: Page;
  const query = { year: 2025, quarter: 2 };

  beforeAll(async () => {
    ({ admin } = pages);
    const file = report('2025年二季度各乡镇情况汇总表.xlsx');
    await admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    const { items } = (await admin.listSubmissions({ query: { unit: XIANYUAN } })).data;
    const params = { id: items[0]?.id ?? '' };
    const { etag } = await admin.getSubmission({ params });
    await admin.acceptSubmission({ params, body: {}, ifMatch: etag ?? '' });
    await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
    office = await pages.signIn('admin');
  });

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(pages.address + path);
    await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
  }

  it('are found by their noun, stand beside how many reports they are of, and open what they are made of', async () => {
    await open(office, '/overview');
    await office.getByRole('link', { name: '统计', exact: true }).click();
    // The third quarter has begun, and nothing of it is there yet.
    await office.getByTestId('quarter').getByText('二季度').waitFor();
    const { data } = await admin.getStatistics({ query });
    const figure = data.rows[0]?.figures.F0101;
    const row = office.getByTestId('total-F0101');
    await row.getByText(`${figure?.reports} / ${figure?.owed}`).waitFor();
    expect(await office.getByTestId('coverage').innerText()).toContain(
      `应报 ${data.coverage.owed} 份，计入 ${data.coverage.counted} 份`,
    );
    await row.getByRole('button', { name: String(figure?.value) }).click();
    const drawer = office.getByTestId('sources');
    await drawer.getByText(`由 ${figure?.reports} 份报送相加`).waitFor();
    await drawer.getByTestId(`source-${XIANYUAN}-2025Q2`).getByRole('link', { name: '已通过' }).click();
    await office.getByRole('heading', { level: 1, name: /仙源镇/ }).waitFor();
    // The way back is the number that was looked at.
    await office.goBack();
    await drawer.getByText(`由 ${figure?.reports} 份报送相加`).waitFor();
  });

  it('say unit by unit what is missing, and count only what was accepted when asked to', async () => {
    await open(office, '/statistics?year=2025&quarter=2&by=unit&basis=accepted');
    const own = office.getByTestId(`group-${XIANYUAN}`);
    const { rows } = (await admin.getStatistics({ query: { ...query, by: 'unit', basis: 'accepted' } })).data;
    const value = rows.find(({ key }) => key === XIANYUAN)?.figures.F0101?.value;
    await own
      .getByRole('button', { name: String(value) })
      .first()
      .waitFor();
    expect(await office.getByTestId('group-341003102').innerText()).toContain('待审 1');
    expect(await office.getByTestId('group-B07').innerText()).toContain('逾期未报 1');
  });

  it('are asked again with one click by a view, which the office may share, in whatever year is looked at', async () => {
    await open(office, '/statistics?year=2025&quarter=2&by=unit&kind=township');
    await office.getByTestId('figure-views').click();
    await office.getByText('还没有常用统计').waitFor();
    await office.getByTestId('figure-view-new').click();
    await office.getByTestId('figure-view-save').click();
    await office.getByText('请填写名称').waitFor();
    await office.getByTestId('figure-view-name').fill('各镇二季度');
    await office.getByTestId('figure-view-shared').check();
    await office.getByTestId('figure-view-save').click();
    await office.getByRole('button', { name: '常用统计：各镇二季度' }).waitFor();

    const colleague = await pages.signIn('admin');
    await open(colleague, '/statistics?year=2025');
    await colleague.getByTestId('figure-views').click();
    await colleague.getByTestId('figure-view-各镇二季度').click();
    await colleague.waitForURL(
      (url) =>
        url.search.includes('by=unit') && url.search.includes('kind=township') && url.search.includes('year=2025'),
    );
    await colleague.getByTestId(`group-${XIANYUAN}`).waitFor();
    expect(await colleague.getByTestId('group-B07').count()).toBe(0);

    // Under the same name it goes over what is kept; what is not needed any more is deleted.
    await colleague.getByTestId('by').click();
    await colleague.getByRole('option', { name: '按季度' }).click();
    await colleague.getByTestId('figure-views').click();
    await colleague.getByTestId('figure-view-new').click();
    await colleague.getByTestId('figure-view-name').fill('各镇二季度');
    await colleague.getByRole('button', { name: '覆盖同名的' }).click();
    await colleague.getByRole('button', { name: '常用统计：各镇二季度' }).waitFor();
    expect((await admin.listFigureViews()).data.items).toMatchObject([{ query: { by: 'quarter' }, shared: true }]);
    await colleague.getByTestId('figure-views').click();
    await colleague.getByTestId('figure-view-new').click();
    await colleague.getByTestId('figure-view-remove-各镇二季度').click();
    await expect.poll(async () => (await admin.listFigureViews()).data.items).toEqual([]);
    await colleague.context().close();
  });

  it('go out as the table that the office prints, counted as on the page', async () => {
    await open(office, '/statistics?year=2025&quarter=2&by=unit&basis=accepted');
    const download = office.waitForEvent('download');
    await office.getByRole('button', { name: '附件7 汇总表' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('黄山区2025年民生实事宣传工作情况统计表（附件7汇总表）.xlsx');
    const { sheets } = await readWorkbook(await readFile((await file.path()) ?? ''), file.suggestedFilename());
    expect(sheets.map(({ name }) => name)).toEqual(['第一季度', '第二季度', '第三季度', '全年累计']);
    const note = sheets[1]?.rows[2]?.[0]?.text;
    const { coverage } = (await admin.getStatistics({ query: { ...query, basis: 'accepted' } })).data;
    expect(note).toContain(`只计入已通过的报送，应报 ${coverage.owed} 份，计入 ${coverage.counted} 份`);
  });

  it('go out with everything of the year, made while the page is closed, to whoever may have it', async () => {
    await open(office, '/statistics?year=2025&quarter=2');
    await office.getByTestId('archive').click();
    await office.getByTestId('archive-save').click();
    await office.getByTestId('archive-state').waitFor();
    await office.reload();
    await office.getByRole('button', { name: '全年档案：可以下载' }).click();
    const [download] = await Promise.all([office.waitForEvent('download'), office.getByTestId('archive-link').click()]);
    expect(download.suggestedFilename()).toBe('2025年全年档案.zip');
    const { data } = await admin.listArchives({ params: { year: 2025 } });
    const content = await readFile((await download.path()) ?? '');
    expect(createHash('sha256').update(content).digest('hex')).toBe(data.items[0]?.sha256);
  });

  it('show a unit its own, in figures and in the reports behind them', async () => {
    const township = await pages.signIn('xianyuan');
    await open(township, '/statistics?year=2025&quarter=2&field=F0101');
    const drawer = township.getByTestId('sources');
    await drawer.getByText('由 1 份报送相加').waitFor();
    await drawer.getByRole('link', { name: '已通过' }).click();
    await township.waitForURL(/\/my\//);
    await township.goBack();
    await drawer.getByText('由 1 份报送相加').waitFor();
    await township.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await township.getByTestId('by').click();
    expect(await township.getByRole('option').allInnerTexts()).not.toContain('按单位');
    expect(await township.getByTestId('archive').count()).toBe(0);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
