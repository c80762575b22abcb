import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/src/db/demo/demo.ts';
import { audit } from '../../api/src/db/schema/index.ts';
import { browserPages, inBrowser } from './browser.ts';

/** A4 in points, as a PDF states it. */
const ACROSS = ['842 x 595'];
const UPRIGHT = ['595 x 842'];

/** What comes out of the printer. */
inBrowser('a printed page', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  let office: Page;

  beforeAll(async () => {
    office = await pages.signIn('admin');
  });

  async function open(page: Page, path: string): Promise<void> {
    await page.emulateMedia({ media: null });
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  }
  /** The sizes of the sheets. */
  async function sheets(page: Page): Promise<string[]> {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const found = [...pdf.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
    return [
      ...new Set(found.map(([, width, height]) => `${Math.round(Number(width))} x ${Math.round(Number(height))}`)),
    ];
  }
  const line = (page: Page): Promise<string> => page.getByTestId('print-line').innerText();

  it('says what the list was filtered by, how much of it is there, who printed it and when', async () => {
    await open(office, '/tasks?view=obligations&status=overdue&unit=341003101&year=2025');
    expect(await sheets(office)).toEqual(ACROSS);
    await office.emulateMedia({ media: 'print' });
    expect(await office.getByRole('button', { name: /^催办/ }).count()).toBe(0);
    expect(await line(office)).toMatch(
      /^应报事项　单位：仙源镇　状态：逾期　共 \d+ 项　管理员 打印于 \d{4}-\d\d-\d\d \d\d:\d\d$/,
    );
  });

  it('says that a list goes on which was not read to its end', async () => {
    await open(office, '/tasks?view=obligations');
    await office.emulateMedia({ media: 'print' });
    expect(await office.locator('p.on-paper').last().innerText()).toMatch(/^以上为前 50 条，共 \d+ 条，其余未打印。$/);
  });

  it('holds the whole list once all of it was shown', async () => {
    await open(office, '/tasks?view=obligations');
    await office.getByTestId('all').click();
    await office.getByTestId('all').waitFor({ state: 'detached' });
    const { total } = (await pages.admin.listObligations({ query: { year: 2025, limit: 1, count: true } })).data;
    expect(total).toBeGreaterThan(200);
    await office.emulateMedia({ media: 'print' });
    expect(await office.locator('.grid tbody tr').count()).toBe(total);
    expect(await office.getByText('以上为前').count()).toBe(0);
  });

  it('of a list that is too long for a page says how much is there, and where the rest is', async () => {
    const at = new Date('2025-07-03T09:00:00+08:00');
    const entries = Array.from({ length: 2100 }, () => ({ at, action: 'auth.login', entity: 'user' }));
    await pages.service.connection.db.insert(audit).values(entries);
    const auditor = await pages.signIn('shenji', DEMO_PASSWORD);
    await open(auditor, '/audit?action=auth.login');
    const all = auditor.getByTestId('all');
    expect(await all.innerText()).toBe('显示前 2,000 条');
    await all.click();
    await auditor.getByTestId('most').getByText('页面最多显示 2,000 条。请缩小范围，或用“导出”取得全部。').waitFor();
    expect(await auditor.locator('.grid tbody tr').count()).toBe(2000);
    expect(await auditor.getByTestId('more').count()).toBe(0);
    await auditor.emulateMedia({ media: 'print' });
    expect(await auditor.locator('p.on-paper').last().innerText()).toMatch(
      /^以上为前 2000 条，共 \d+ 条，其余未打印。$/,
    );
  });

  it('has nothing on it that only a screen can do, and all rows under a head that stands on each sheet', async () => {
    await open(office, '/submissions');
    await office.emulateMedia({ media: 'print' });
    for (const hidden of ['nav', 'header.frame-top', '.filters', '.page-actions', '.el-button'])
      expect([hidden, await office.locator(hidden).first().isVisible()]).toEqual([hidden, false]);
    const head = office.locator('thead').first();
    expect(await head.evaluate((each) => getComputedStyle(each).display)).toBe('table-header-group');
    const frame = office.locator('.grid-wrap').first();
    expect(await frame.evaluate((each) => each.scrollHeight - each.clientHeight)).toBe(0);
    expect(await office.getByRole('link', { name: '审核', exact: true }).count()).toBe(0);
  });

  it('is black on white, however dark the screen is', async () => {
    await office.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const colours = await office.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await office.emulateMedia({ colorScheme: null });
  });

  it('stands upright for a report and lies across for records, as wide as the paper', async () => {
    await open(office, '/submissions?state=submitted');
    await office.locator('td.stick a').first().click();
    await office.getByTestId('value-F0101').waitFor();
    expect(await sheets(office)).toEqual(UPRIGHT);
    await open(office, '/records/publications');
    expect(await sheets(office)).toEqual(ACROSS);
    await office.emulateMedia({ media: 'print' });
    await office.setViewportSize({ width: 1031, height: 700 });
    expect(await office.evaluate(() => document.documentElement.scrollWidth)).toBe(1031);
  });

  it('stands upright for a form as well', async () => {
    const township = await pages.signIn('341003101', DEMO_PASSWORD);
    await township.getByTestId('open-2025Q2').click();
    await township.getByTestId('field-F0101').waitFor();
    expect(await sheets(township)).toEqual(UPRIGHT);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
