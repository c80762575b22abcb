import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser, root } from './browser.ts';

const REPORTS = 'reports/2025年二季度各乡镇情况汇总表.xlsx';

/** What a reader of a list wants to see of it. */
inBrowser('the columns of a list', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  let office: Page;

  beforeAll(async () => {
    const file = new File([await openAsBlob(join(root, REPORTS))], '二季度.xlsx');
    await pages.admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    const article = { title: '公示栏更新', carrier: 'tv', level: 'city' };
    const publication = { unit: '341003101', date: '2025-06-03', values: article };
    await pages.admin.createRecord({ params: { kind: 'publications' }, body: publication });
    const late = (await pages.admin.listObligations({ query: { unit: '341003102', status: ['overdue'] } })).data.items;
    await pages.admin.remind({ body: { obligationIds: late.map(({ id }) => id) } });
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await pages.signIn('admin');
  });

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(pages.address + path);
    await page.getByTestId('columns').click();
    // The button is there before the list.
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  }
  const heads = async (page: Page): Promise<string[]> =>
    (await page.locator('thead th').allInnerTexts()).map((text) => text.replace('*', '').trim()).filter(Boolean);
  const cellsOf = (page: Page) => page.locator('tbody tr').first().locator('td').count();

  it('are hidden and shown again one by one, and stay as they were chosen', async () => {
    await open(office, '/submissions');
    const all = ['单位', '报送期', '最后一天', '状态', '时限评判', '版次', '提示', '报送时间', '操作'];
    expect([await heads(office), await cellsOf(office)]).toEqual([all, 9]);
    await office.getByTestId('column-timeliness').uncheck();
    await office.getByTestId('column-revision').uncheck();
    const fewer = ['单位', '报送期', '最后一天', '状态', '提示', '报送时间', '操作'];
    expect([await heads(office), await cellsOf(office)]).toEqual([fewer, 7]);
    await open(office, '/submissions?state=submitted');
    expect(await heads(office)).toEqual(fewer);
    expect(await office.getByTestId('column-revision').isChecked()).toBe(false);
    await office.getByTestId('columns-reset').click();
    expect(await heads(office)).toEqual(all);
  });

  it('cannot be hidden where a row says nothing without them', async () => {
    for (const [path, essential] of [
      ['/submissions', ['unit', 'period', 'state']],
      ['/tasks?view=obligations', ['unit', 'task', 'due', 'status']],
      ['/problems', ['no', 'description', 'lamp', 'act']],
      ['/records/publications', ['unit', 'date', 'title']],
      ['/users', ['username', 'name', 'status']],
      ['/units', ['name']],
      ['/projects', ['no', 'name']],
      ['/tasks', ['task', 'turn']],
      ['/reminders', ['at', 'unit', 'about']],
      ['/imports', ['file', 'status']],
    ] as const) {
      await open(office, path);
      for (const code of essential)
        expect([path, code, await office.getByTestId(`column-${code}`).count()]).toEqual([path, code, 0]);
    }
  });

  it('go with their heads, on every long list', async () => {
    for (const path of ['/users', '/units?kind=village', '/projects', '/tasks', '/reminders', '/imports']) {
      await open(office, path);
      const row = office.locator('tbody tr:not(.group)').first();
      await row.waitFor();
      const counts = async () => [await office.locator('thead th').count(), await row.locator('td, th').count()];
      const [all = 0] = await counts();
      const boxes = office.locator('[data-testid^=column-]');
      const many = await boxes.count();
      for (const box of await boxes.all()) await box.uncheck();
      expect([path, await counts()]).toEqual([path, [all - many, all - many]]);
      await office.reload();
      await row.waitFor();
      expect([path, await counts()]).toEqual([path, [all - many, all - many]]);
      await office.getByTestId('columns').click();
      await office.getByTestId('columns-reset').click();
      expect([path, await counts()]).toEqual([path, [all, all]]);
    }
  });

  it('are chosen for each list and each kind of record by itself', async () => {
    await open(office, '/tasks?view=obligations');
    await office.getByTestId('column-submitted').uncheck();
    expect(await heads(office)).not.toContain('报送时间');
    await open(office, '/submissions');
    expect(await heads(office)).toContain('报送时间');
    await open(office, '/records/publications');
    await office.getByTestId('column-outlet').uncheck();
    expect(await heads(office)).not.toContain('媒体名称');
    await open(office, '/records/visits');
    expect(await office.getByTestId('columns-reset').isDisabled()).toBe(true);
  });

  it('are chosen by each user: the next one at the same machine sees all', async () => {
    await office.getByTestId('account').click();
    await office.getByTestId('sign-out').click();
    await office.getByTestId('username').fill('xianyuan');
    await office.getByTestId('password').fill('Warm-heart-2025');
    await office.keyboard.press('Enter');
    await office.waitForURL((url) => url.pathname === '/my');
    await open(office, '/records/publications');
    expect(await heads(office)).toContain('媒体名称');
  });

  it('of a record come back while something is in them that is not saved', async () => {
    await office.getByTestId('column-outlet').uncheck();
    expect(await heads(office)).not.toContain('媒体名称');
    await office.getByTestId('open-form').click();
    await office.locator('#form-outlet').fill('黄山日报');
    await office.locator('#form-title').fill('又一篇');
    await office.locator('.el-drawer__close-btn').click();
    await office.locator('.el-drawer').waitFor({ state: 'hidden' });
    expect(await heads(office)).toContain('媒体名称');
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
