import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makePlan } from '../../api/test/support.ts';
import { browserPages, inBrowser, root } from './browser.ts';

/** Runs in the page. */
const hasFocus = (element: Element): boolean => element === document.activeElement;
const Q2 = 'reports/2025年二季度各乡镇情况汇总表.xlsx';

/** What the pages do with slips of the hand, lost connections and reloads. */
inBrowser('the pages', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let address: string;
  let admin: Client;
  let reporter: Client;
  let office: Page;

  beforeAll(async () => {
    ({ address, admin } = pages);
    await pages.addReporter('gantang', '341003100', '甘棠镇填报员');
    reporter = await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const file = new File([await openAsBlob(join(root, Q2))], '二季度.xlsx');
    await admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    office = await signIn('admin');
  });

  const open = async (page: Page, path: string): Promise<void> => void (await page.goto(address + path));
  const waiting = async () => {
    const { items } = (await admin.listSubmissions({ query: { state: ['submitted'], year: 2025, limit: 500 } })).data;
    return items.filter(({ unit }) => unit.code !== '341003101');
  };
  const accepted = async (): Promise<number> =>
    (await admin.listSubmissions({ query: { state: ['accepted'], year: 2025, count: true } })).data.total ?? -1;
  const enabled = (page: Page) => page.locator('[data-testid=accept]:enabled');

  describe('reviewing by key', () => {
    it('accepts nothing that nobody can have read yet', async () => {
      const [first] = await waiting();
      await office.clock.install();
      await open(office, `/submissions/${first?.id}`);
      // A reload in the midst of renewing the session would keep its old cookie, which ends it a moment later.
      await office.getByTestId('state').waitFor();
      await office.clock.pauseAt(Date.now() + 60_000);
      await office.reload();
      await office.getByTestId('state').getByText('待审核').waitFor();
      await office.keyboard.press('a');
      expect(await office.getByTestId('accept').isDisabled()).toBe(true);
      await office.clock.runFor(1000);
      expect(await office.getByTestId('accept').isEnabled()).toBe(true);
      expect(await accepted()).toBe(0);
      await office.clock.resume();
    });

    it('accepts one report with one press, however long the key is held', async () => {
      const [first] = await waiting();
      await open(office, `/submissions/${first?.id}`);
      await enabled(office).waitFor();
      await office.keyboard.down('a');
      await office.getByText('已通过').waitFor();
      await office.waitForURL((url) => !url.pathname.endsWith(String(first?.id)));
      expect(await office.getByTestId('outcome').evaluate(hasFocus)).toBe(true);
      await enabled(office).waitFor();
      await office.keyboard.down('a');
      await office.keyboard.up('a');
      // A key that is taken: by then the held one would have been.
      await office.keyboard.press('r');
      await office.getByTestId('comment').waitFor();
      expect(await accepted()).toBe(1);
    });
  });

  it('goes through the list that a report was opened from, and back to it', async () => {
    const list = '/submissions?state=submitted&sort=unit';
    await open(office, list);
    const units = office.locator('tbody td.stick a');
    await units.nth(3).waitFor();
    const names = await units.allInnerTexts();
    const heading = (name: string | undefined) => office.locator('h1', { hasText: `${name} ·` }).waitFor();
    await units.nth(1).click();
    await heading(names[1]);
    expect(await office.getByTestId('position').innerText()).toBe(`第 2 / ${names.length} 份`);
    await office.keyboard.press('j');
    await heading(names[2]);
    await office.keyboard.press('j');
    await heading(names[3]);
    await office.keyboard.press('k');
    await heading(names[2]);
    await office.getByTestId('to-list').click();
    await units.first().waitFor();
    expect(office.url()).toBe(address + list);
    // However many were looked at, the list is one step back.
    await units.nth(1).click();
    await heading(names[1]);
    await office.keyboard.press('j');
    await heading(names[2]);
    await office.goBack();
    await units.first().waitFor();
    expect(office.url()).toBe(address + list);
  });

  it('shows at a second look what was changed since the return, and why it was returned', async () => {
    const query = { unit: '341003101', period: '2025Q2' };
    const id = (await admin.listSubmissions({ query })).data.items[0]?.id ?? '';
    const first = await admin.getSubmission({ params: { id } });
    const comment = '专栏上稿数与报纸不符，请核对';
    const back = await admin.returnSubmission({ params: { id }, body: { comment }, ifMatch: first.etag ?? '' });
    const values = { ...back.data.values, F0101: 3 };
    const summary = { ...back.data.summary, results: '上稿三篇' };
    const saved = await reporter.saveDraft({ params: { id }, body: { values, summary }, ifMatch: back.etag ?? '' });
    await reporter.submitSubmission({ params: { id }, body: {}, ifMatch: saved.etag ?? '' });

    await open(office, `/submissions/${id}`);
    const since = office.getByTestId('since-return');
    await since.getByText('第 1 版退回以来改动 2 处').waitFor();
    expect(await since.getByTestId('last-return').innerText()).toContain(comment);
    expect(await since.getByTestId('change-F0101').innerText()).toMatch(
      new RegExp(`\\b${first.data.values.F0101}\\s+3\\b`),
    );
    expect(await since.getByTestId('change-results').innerText()).toContain('上稿三篇');
  });

  describe('the year', () => {
    const year = () => office.getByTestId('year');
    const here = () => new URL(office.url());
    const at = (path: string) => office.waitForURL((url) => url.pathname === path);

    beforeAll(async () => {
      await makePlan(admin, { year: 2026, copyOf: 2025 });
    });

    it('goes along from page to page, and a period of another year does not', async () => {
      await open(office, '/submissions?year=2025&period=2025Q2');
      await year().selectOption('2026');
      await office.getByTestId('empty').waitFor();
      expect(here().search).toBe('?year=2026');
      await office.getByTestId('nav-units').click();
      await at('/units');
      expect([here().search, await year().count()]).toEqual(['', 0]);
      await office.getByTestId('nav-tasks').click();
      await at('/tasks');
      expect([here().search, await year().inputValue()]).toEqual(['?year=2026', '2026']);
    });

    it('is the one under way, though the next is planned already', async () => {
      await open(office, '/overview');
      await office.getByText('2025年度').waitFor();
      expect(await year().inputValue()).toBe('2025');
    });

    it('without a plan says so and leads back', async () => {
      await open(office, '/tasks?year=2031');
      await office.getByTestId('no-plan').getByText('没有 2031 年的方案').waitFor();
      await office.getByTestId('no-plan').getByRole('link').click();
      await office.locator('table').first().waitFor();
      expect(await year().inputValue()).toBe('2025');
    });
  });

  describe('importing', () => {
    const faulty = join(root, 'reports/2025年三季度情况汇总表_有错.xlsx');
    const row = (number: number) => office.getByTestId(`row-${number}`);

    it('gives a checked file an address of its own, so that a reload keeps it', async () => {
      await open(office, '/imports');
      await office.getByTestId('import-file').setInputFiles(faulty);
      await office.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
      await row(7).getByText('C7', { exact: true }).waitFor();
      await office.reload();
      await row(7).getByText('C7', { exact: true }).waitFor();
      expect(await office.getByTestId('import-status').innerText()).toBe('已检查，尚未写入');
    });

    it('shows what was read in a row, with its measure and how an odd value stood in the table', async () => {
      await office.getByTestId('open-row-8').click();
      const read = (code: string) => office.getByTestId('values').getByTestId(`read-${code}`).innerText();
      expect(await read('F0101')).toMatch(/专栏上稿数\s+20\s*篇$/);
      expect(await read('F0105')).toMatch(/表中“-3”\s*未读出$/);
    });

    it('takes a file dropped anywhere on the page', async () => {
      const content = await readFile(join(root, Q2), 'base64');
      const brought = await office.evaluateHandle((base64) => {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], '二季度.xlsx'));
        return transfer;
      }, content);
      await office.dispatchEvent('nav', 'dragover', { dataTransfer: brought });
      await office.getByText('松开鼠标，检查文件').waitFor();
      await office.dispatchEvent('nav', 'drop', { dataTransfer: brought });
      await office.getByTestId('outcome').getByText('二季度.xlsx').waitFor();
    });
  });

  describe('dialogs', () => {
    const comment = () => office.getByTestId('comment');

    it('take what is typed at once, stay at a click beside them and keep a comment over a closing', async () => {
      const [first] = await waiting();
      await open(office, `/submissions/${first?.id}`);
      await enabled(office).waitFor();
      await office.keyboard.press('r');
      await office.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
      await office.keyboard.type('请核对');
      await office.mouse.click(5, 890);
      await comment().press('End');
      await office.keyboard.type('专栏上稿数');
      await office.keyboard.press('Escape');
      await comment().waitFor({ state: 'hidden' });
      await office.keyboard.press('r');
      expect(await comment().inputValue()).toBe('请核对专栏上稿数');
    });

    it('show a link until its reader says that it was handed on', async () => {
      await open(office, '/users');
      await office.getByTestId('user-gantang').getByRole('button', { name: '重置密码' }).click();
      await office.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
      const message = office.getByTestId('link-message');
      await message.waitFor();
      await office.keyboard.press('Escape');
      await office.mouse.click(5, 890);
      await office.getByTestId('copy-message').click();
      expect(await message.isVisible()).toBe(true);
      await office.getByTestId('link-save').click();
      await message.waitFor({ state: 'hidden' });
    });
  });

  it('met no error', () => expect(faults).toEqual([]));
});
