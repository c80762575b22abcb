import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';
/** Runs in the page: which control has the focus. */
const focused = (): string | null => document.activeElement?.getAttribute('data-testid') ?? null;

inBrowser('the box that finds anything, by keyboard alone', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  let office: Page;
  let unit: Page;
  let record: string;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
    for (let i = 1; i <= 10; i++) record = await write(`越村老年助餐点第${i}次开放`, `2025-06-${10 + i}`);
    await pages.admin.registerProblem({
      body: { source: 'inspection', foundOn: '2025-06-30', description: '助餐点公示牌被遮挡', unit: '341003102' },
    });
    office = await pages.signIn('admin');
    unit = await pages.signIn('xianyuan');
  });

  async function write(title: string, date: string): Promise<string> {
    const body = { unit: XIANYUAN, date, values: { title, carrier: 'tv', level: 'district' } };
    return (await pages.admin.createRecord({ params: { kind: 'publications' }, body })).data.id;
  }
  async function open(page: Page, path: string, key = 'Control+k'): Promise<void> {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.getByTestId('search').waitFor();
    await page.keyboard.press(key);
    await page.getByRole('combobox', { name: '搜索单位' }).waitFor();
  }
  async function look(page: Page, text: string): Promise<void> {
    await page.keyboard.type(text);
    await page.getByRole('listbox', { name: '搜索结果' }).getByRole('option').first().waitFor();
  }
  const chosen = (page: Page) => page.getByTestId('search-dialog').getByRole('option', { selected: true });

  it('opens with Ctrl K, and with / where nothing is typed, and gives the focus back with Escape', async () => {
    await office.goto(`${pages.address}/units`);
    const field = office.getByRole('textbox').first();
    await field.focus();
    await office.keyboard.type('a/b');
    expect([await field.inputValue(), await office.getByTestId('search-dialog').count()]).toEqual(['a/b', 0]);
    await office.keyboard.press('Control+k');
    await office.getByTestId('search-dialog').waitFor();
    expect(await office.evaluate(focused)).toBe('search-text');
    await office.keyboard.press('Escape');
    await office.getByTestId('search-dialog').waitFor({ state: 'detached' });
    expect(await field.evaluate((each) => each === document.activeElement)).toBe(true);
    await office.getByTestId('search').focus();
    await office.keyboard.press('/');
    expect(await office.getByTestId('search-text').inputValue()).toBe('');
    await office.keyboard.press('Escape');
    await office.getByTestId('search-dialog').waitFor({ state: 'detached' });
    expect(await office.evaluate(focused)).toBe('search');
  });

  it('shows what is found in groups with the words marked, and is walked with arrows, Home and End', async () => {
    await open(office, '/overview');
    await look(office, '助餐点 开放');
    const records = office.getByTestId('search-records');
    expect(await records.getByRole('option').count()).toBe(8);
    expect(await records.locator('mark').first().innerText()).toBe('助餐点');
    expect(await chosen(office).innerText()).toContain('越村老年助餐点第10次开放');
    await office.keyboard.press('ArrowDown');
    expect(await chosen(office).innerText()).toContain('第9次');
    await office.keyboard.press('End');
    expect(await chosen(office).innerText()).toContain('第3次');
    await office.keyboard.press('ArrowDown');
    expect(await chosen(office).innerText()).toContain('第10次');
    await office.keyboard.press('ArrowUp');
    await office.keyboard.press('Home');
    expect(await chosen(office).innerText()).toContain('第10次');
    const box = office.getByTestId('search-text');
    expect(await box.getAttribute('aria-activedescendant')).toBe(await chosen(office).getAttribute('id'));
    await office.keyboard.press('Enter');
    await office.waitForURL((url) => url.pathname === '/records/publications');
    expect(new URL(office.url()).searchParams.get('record')).toBe(record);
    await office.locator('.el-drawer').waitFor();
    expect(await office.getByTestId('search-dialog').count()).toBe(0);
  });

  it('opens in another window with Ctrl and Enter, and stays', async () => {
    await open(office, '/overview');
    await look(office, '被遮挡');
    expect(await chosen(office).innerText()).toContain('第1号 助餐点公示牌被遮挡');
    const [other] = await Promise.all([office.context().waitForEvent('page'), office.keyboard.press('Control+Enter')]);
    await other.waitForURL((url) => url.pathname === '/problems' && url.searchParams.has('look'));
    await other.close();
    expect(await office.evaluate(focused)).toBe('search-text');
  });

  it('leads to the list with the same text where there are others', async () => {
    await open(office, '/overview');
    await look(office, '助餐点');
    await office.keyboard.press('End');
    expect(await chosen(office).innerText()).toBe('还有更多，去宣传信息中查找');
    await office.keyboard.press('Enter');
    await office.waitForURL((url) => url.pathname === '/records/publications');
    expect(new URL(office.url()).searchParams.get('q')).toBe('助餐点');
  });

  it('keeps what was looked for last, for this user only', async () => {
    await open(office, '/overview');
    const again = office.getByTestId('search-again');
    expect(await again.allInnerTexts()).toEqual(['助餐点', '被遮挡', '助餐点 开放']);
    await office.keyboard.press('ArrowDown');
    await office.keyboard.press('Enter');
    await office.getByTestId('search-problems').waitFor();
    expect(await office.getByTestId('search-text').inputValue()).toBe('被遮挡');
    await open(unit, '/my');
    expect(await unit.getByTestId('search-again').count()).toBe(0);
  });

  it('finds a reporter nothing of other units', async () => {
    await open(unit, '/my', '/');
    await look(unit, '助餐点');
    expect(await unit.getByTestId('search-records').count()).toBe(1);
    expect(await unit.getByTestId('search-problems').count()).toBe(0);
    await unit.keyboard.press('Control+a');
    await unit.keyboard.type('公示牌被遮挡');
    await unit.getByTestId('search-none').waitFor();
    expect(await unit.getByTestId('search-none').innerText()).toBe(
      '没有找到“公示牌被遮挡”。可换一个词，或少写几个字。',
    );
  });

  it('asks once for what is typed at a stretch, and shows the newest answer only', async () => {
    await open(office, '/overview');
    const asked: (string | null)[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await office.route('**/api/v1/search?*', async (route) => {
      const q = new URL(route.request().url()).searchParams.get('q');
      asked.push(q);
      if (q === '公示牌') await held;
      await route.continue().catch(() => {});
    });
    await office.keyboard.type('公示牌');
    await expect.poll(() => asked).toEqual(['公示牌']);
    await office.keyboard.press('Control+a');
    await office.keyboard.type('仙源镇');
    await office.getByTestId('search-units').waitFor();
    release();
    expect(asked).toEqual(['公示牌', '仙源镇']);
    await office.unroute('**/api/v1/search?*');
    expect(await office.getByTestId('search-problems').count()).toBe(0);
  });

  it('says what is wrong when there is no answer, and tries again', async () => {
    await open(office, '/overview');
    await office.route('**/api/v1/search?*', (route) => route.abort());
    await office.keyboard.type('仙源镇');
    await office.getByTestId('search-problem').waitFor();
    expect(await office.getByTestId('search-problem').innerText()).toContain('连接不上服务器');
    await office.unroute('**/api/v1/search?*');
    await office.keyboard.press('Tab');
    await office.keyboard.press('Enter');
    await office.getByTestId('search-units').waitFor();
  });

  describe('on small screens', () => {
    it.each([1440, 1024, 720])('fits into %i pixels', async (width) => {
      await office.setViewportSize({ width, height: 560 });
      await open(office, '/overview');
      await look(office, '镇');
      const fit = await office.evaluate(() => {
        const dialog = document.querySelector('dialog')?.getBoundingClientRect();
        const top = document.querySelector('.frame-top');
        return {
          dialog: dialog && dialog.left >= 0 && dialog.right <= innerWidth && dialog.bottom <= innerHeight,
          top: top && top.scrollWidth <= top.clientWidth,
          page: document.documentElement.scrollWidth <= document.documentElement.clientWidth,
        };
      });
      expect(fit).toEqual({ dialog: true, top: true, page: true });
    });
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
