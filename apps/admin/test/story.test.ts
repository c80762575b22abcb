import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { launch, stop } from '../../api/test/service-process.ts';
import { PASSWORD } from '../../api/test/support.ts';
import { builtPages, inBrowser, pagesOf, root } from './browser.ts';

const Q2 = join(root, 'reports/2025年二季度各乡镇情况汇总表.xlsx');
const FAULTY = join(root, 'reports/2025年三季度情况汇总表_有错.xlsx');

/** The service as a user starts it: a process of its own with its data and the built pages on disk. */
async function startProcess() {
  const dist = join(root, 'apps/admin/dist');
  await rm(dist, { recursive: true, force: true });
  await cp(await builtPages(), dist, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'nuanxin-story-'));
  const service = launch({ NUANXIN_DATA_DIR: folder });
  return {
    baseUrl: await service.address,
    async close() {
      await stop(service.process, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The story of the first release in a real browser, on the service as a user starts it. */
inBrowser('a quarterly report in the browser', () => {
  const pages = pagesOf(startProcess);
  const { faults, signIn } = pages;
  let office: Page;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await signIn('admin');
  });

  const open = async (page: Page, path: string): Promise<void> => void (await page.goto(pages.address + path));
  const lamp = (code: string, period = '2025Q2') => office.getByTestId(`lamp-${code}-T0.1-${period}`);

  it('refuses a wrong password in place', async () => {
    const page = await pages.newWindow();
    await page.goto(pages.address);
    await page.getByTestId('username').fill('admin');
    await page.getByTestId('password').fill('wrong');
    await page.getByTestId('sign-in-submit').click();
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
    await page.context().close();
  });

  it('weighs at most 300 KB before the first page is usable', async () => {
    const page = await pages.newWindow({ viewport: { width: 1440, height: 900 } });
    const files = new Set<string>();
    page.on('request', (request) => {
      if (/\.(js|css)$/.test(new URL(request.url()).pathname)) files.add(request.url());
    });
    await page.goto(pages.address);
    await page.getByTestId('username').fill('admin');
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('sign-in-submit').click();
    await page.getByText('单位 × 时限').waitFor();
    const sizes = await Promise.all(
      [...files].map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    console.info(`first load: ${Math.round(bytes / 1024)} KB of JavaScript and CSS, gzipped`);
    expect(bytes).toBeLessThan(300 * 1024);
    await page.context().close();
  });

  it('shows the plan with the four due days of 2025', async () => {
    await open(office, '/tasks?view=deadlines');
    const days = office.getByTestId('due');
    await days.first().waitFor();
    const all = await days.allInnerTexts();
    for (const day of ['2025-03-31 周一', '2025-07-01 周二', '2025-10-09 周四', '2026-01-04 周日（调休上班）'])
      expect(all).toContain(day);
    await open(office, '/tasks');
    await office.getByRole('button', { name: '报送工作小结及情况统计表（附件7）' }).click();
    const drawer = office.getByRole('dialog');
    await drawer.getByText('区直各责任单位、各乡镇人民政府').waitFor();
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('shows the bad cells of a workbook and writes nothing', async () => {
    await open(office, '/imports');
    await office.getByTestId('import-file').setInputFiles(FAULTY);
    await office.getByTestId('row-7').getByText('C7', { exact: true }).waitFor();
    expect(await office.getByTestId('row-12').innerText()).toContain('是否为：乌石镇');
    expect(await office.getByTestId('import-status').innerText()).toBe('已检查，尚未写入');
    expect(await office.getByTestId('write-all').isDisabled()).toBe(true);
  });

  it('checks the second quarter, writes it and turns the lamps green', async () => {
    await open(office, '/imports');
    await office.getByTestId('import-file').setInputFiles(Q2);
    await office.getByTestId('write-all').waitFor();
    // All rows are in order: there is nothing to choose.
    expect(await office.getByTestId('write-valid').count()).toBe(0);
    await office.getByTestId('write-all').click();
    await office.getByTestId('import-status').getByText('已写入').waitFor();
    // What became of it is where the reader is, not above the table.
    const written = office.getByTestId('written');
    expect(await written.evaluate((note) => note === document.activeElement)).toBe(true);
    await open(office, '/overview');
    await lamp('341003101').getByText('待审').waitFor();
  });

  it('accepts one township with a key and returns another with a comment', async () => {
    await lamp('341003100').getByRole('link').click();
    // Nothing is accepted by a key before it could be read.
    await office.locator('[data-testid=accept]:enabled').waitFor();
    expect(await office.getByTestId('value-F0101').innerText()).toBe('16');
    await office.keyboard.press('a');
    await office.getByText('甘棠镇：已通过').waitFor();

    await open(office, '/overview');
    await lamp('341003100').getByText('按时').waitFor();
    await lamp('341003101').getByRole('link').click();
    await office.getByTestId('return').waitFor();
    await office.keyboard.press('r');
    await office.getByTestId('comment-save').click();
    await office.getByText('请填写退回意见，单位据此改正').waitFor();
    await office.getByTestId('comment').fill('咨询窗口数与上季度相差较大，请核对');
    await office.keyboard.press('Control+Enter');
    await office.getByText('仙源镇：已退回').waitFor();
    await open(office, '/overview');
    await lamp('341003101').getByText('退回').waitFor();
  });

  it('lets the township see why, correct the figure and hand it in again', async () => {
    const township = await signIn('xianyuan');
    await township.getByText('咨询窗口数与上季度相差较大，请核对').waitFor();
    await township.getByTestId('open-2025Q2').click();
    await township.getByTestId('return-comment').waitFor();
    const field = township.getByTestId('field-F0302');
    await field.fill('九');
    await township.getByText('请填 10000 这样的整数').waitFor();
    await field.fill('６');
    await township.getByTestId('draft-state').getByText('已保存').waitFor();
    await township.reload();
    expect(await field.inputValue()).toBe('6');
    await township.getByTestId('hand-in').click();
    await township.getByRole('dialog').getByRole('button', { name: '报送', exact: true }).click();
    await township.getByTestId('state').getByText('待审核').waitFor();
    // It sees its own unit and no other.
    await open(township, '/overview');
    await township.waitForURL((url) => url.pathname === '/my');
    await township.context().close();

    await open(office, '/overview');
    await lamp('341003101').getByRole('link').click();
    expect(await office.getByTestId('value-F0302').innerText()).toBe('6');
    await office.getByText('第 2 版').waitFor();
  });

  it('fits on a screen 1024 pixels wide', async () => {
    await office.setViewportSize({ width: 1024, height: 768 });
    for (const path of ['/overview', '/tasks', '/submissions', '/imports', '/units', '/users', '/calendar']) {
      await open(office, path);
      await office.locator('table').first().waitFor();
      const width = await office.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width]).toEqual([path, 1024]);
    }
  });

  it('met no error in any page', () => expect(faults).toEqual([]));
});
