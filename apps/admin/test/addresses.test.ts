import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

const LISTS = [
  '/tasks?view=obligations',
  '/submissions',
  '/problems',
  '/reminders',
  '/records/publications',
  '/projects',
  '/compliance?check=distribution',
  '/units',
  '/users',
];

/** Whoever gets a link sees what its sender saw, and a reload loses nothing. */
inBrowser('what is seen of a list', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  let office: Page;

  beforeAll(async () => {
    office = await pages.signIn('admin');
  });

  async function settled(): Promise<void> {
    await office.locator('h1').waitFor();
    await office.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  }
  async function open(path: string): Promise<void> {
    await office.goto(pages.address + path);
    await settled();
  }

  it('is in the address: every choice among its filters', async () => {
    for (const path of LISTS) {
      await open(path);
      const chosen = office.locator('.filters .el-select');
      const texts = async () => (await chosen.allInnerTexts()).map((text) => text.trim());
      const before = await texts();
      for (const select of await chosen.all()) {
        await select.click();
        await office.keyboard.press('ArrowDown');
        await office.keyboard.press('Enter');
        await settled();
      }
      const after = await texts();
      expect([path, after]).not.toEqual([path, before]);
      await office.reload();
      await settled();
      await expect.poll(texts).toEqual(after);
    }
  });

  it('names in words what an address asks for that no option of a filter is', async () => {
    for (const [path, words] of [
      ['/submissions?state=submitted', '待审核'],
      ['/submissions?state=submitted,returned', '待审核、已退回'],
      ['/submissions?period=2024Q4', '2024年四季度'],
      ['/tasks?view=obligations&status=open,overdue', '未到期、逾期'],
      ['/tasks?view=obligations&period=2025W1', '2025年第1个窗口期'],
      ['/problems?state=rectifying,submitted', '整改中、待核验'],
    ] as const) {
      await open(path);
      await office.locator('.filters').getByText(words, { exact: true }).waitFor();
    }
  });

  it('is in the address: the task whose obligations are listed, and the window is called after what it shows', async () => {
    await open('/tasks?view=obligations&of=T3.4');
    await office
      .locator('.filters')
      .getByText(/^T3\.4 /)
      .waitFor();
    const { data } = await pages.admin.listObligations({ query: { task: 'T3.4', limit: 1, count: true } });
    await office.getByText(`共 ${data.total} 项`).waitFor();
    const titles = new Set(await office.locator('td.task').allInnerTexts());
    expect([...titles]).toEqual([data.items[0]?.task.title]);
    expect(await office.title()).toBe('应报事项 · 任务与时限 · 暖心');
  });

  it('is in the address: what is open for a quick look', async () => {
    const drawer = office.getByTestId('obligation-drawer');
    await open('/tasks?view=obligations');
    await office.locator('td.stick button').first().click();
    await drawer.getByText('最后一天').waitFor();
    await office.reload();
    await drawer.getByText('最后一天').waitFor();
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await expect.poll(() => new URL(office.url()).searchParams.has('look')).toBe(false);
  });

  it('is in the address on the first page too', async () => {
    await open('/overview');
    await office.getByTestId('only-open').check();
    await office.locator('#late li button').first().click();
    const drawer = office.getByTestId('obligation-drawer');
    await drawer.getByText('最后一天').waitFor();
    await office.reload();
    await drawer.getByText('最后一天').waitFor();
    expect(await office.getByTestId('only-open').isChecked()).toBe(true);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
