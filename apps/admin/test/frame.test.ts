import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteRecordRaw } from 'vue-router';
import { routes } from '../src/router.ts';
import { navigation } from '../src/shell/navigation.ts';
import { browserPages, inBrowser, root } from './browser.ts';

/** Runs in the page. */
const ground = (): string => getComputedStyle(document.body).backgroundColor;
/** What has the focus without showing it: no outline, and no frame of its own or of the field that it stands in. */
function bareFocus(): string | null {
  const element = document.activeElement as HTMLElement;
  const field = element.closest('.el-input__wrapper, .el-select__wrapper') ?? element;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const shown =
    (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || getComputedStyle(field).boxShadow !== 'none';
  const inside = element.nextElementSibling && getComputedStyle(element.nextElementSibling).outlineStyle !== 'none';
  return element === document.body || shown || inside ? null : element.outerHTML.slice(0, 200);
}
const LIGHT = 'rgb(244, 246, 248)';
const DARK = 'rgb(16, 21, 27)';

const pagesOf = (of: readonly RouteRecordRaw[]): RouteRecordRaw[] =>
  of.flatMap((route) => (route.children ? pagesOf(route.children) : [route]));

/** What every page has around it. */
inBrowser('the frame of the pages', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  let office: Page;

  beforeAll(async () => {
    const file = new File([await openAsBlob(join(root, 'reports/2025年二季度各乡镇情况汇总表.xlsx'))], '二季度.xlsx');
    await pages.admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    office = await pages.signIn('admin');
  });

  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    await office.locator('h1').waitFor();
  };

  it('are found again as they were left, the tables in them too', async () => {
    await open('/overview');
    const matrix = office.locator('.matrix');
    await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
    await matrix.evaluate((element) => element.scrollTo(0, 300));
    await office.evaluate(() => window.scrollTo(0, 400));
    const places = () => office.evaluate(() => [window.scrollY, document.querySelector('.matrix')?.scrollTop]);
    await matrix
      .locator('a.unit')
      .nth(20)
      .evaluate((link) => (link as HTMLElement).click());
    await office.waitForURL((url) => url.pathname.startsWith('/units/'));
    await office.waitForFunction(() => window.scrollY === 0);
    await office.goBack();
    await office.waitForURL((url) => url.pathname === '/overview');
    await expect.poll(places).toEqual([400, 300]);
  });

  describe('colours', () => {
    it('follow the system until the reader chooses, and keep the choice from the first paint of the next page on', async () => {
      await office.emulateMedia({ colorScheme: 'dark' });
      expect(await office.evaluate(ground)).toBe(DARK);
      await office.getByTestId('account').click();
      expect(await office.getByTestId('theme-system').isChecked()).toBe(true);
      await office.getByTestId('theme-light').check();
      expect(await office.evaluate(ground)).toBe(LIGHT);
      // Nothing but the address has been read so far: neither styles that were loaded late nor scripts of the pages.
      await office.route('**/assets/*.js', (route) => route.abort());
      await office.goto(`${pages.address}/tasks`);
      expect(await office.evaluate(ground)).toBe(LIGHT);
      await office.unroute('**/assets/*.js');
      await office.emulateMedia({ colorScheme: 'light' });
      await open('/tasks');
      await office.getByTestId('account').click();
      await office.getByTestId('theme-dark').check();
      expect(await office.evaluate(ground)).toBe(DARK);
      await office.getByTestId('theme-system').check();
      expect(await office.evaluate(ground)).toBe(LIGHT);
    });

    it('are light on paper, whatever the screen shows', async () => {
      await office.emulateMedia({ colorScheme: 'dark', media: 'print' });
      expect(await office.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)');
      await office.emulateMedia({ colorScheme: 'light', media: 'screen' });
    });
  });

  describe('where somebody is', () => {
    it('stands in the heading, in the title of the window and in the way to the page, which leads back to the list', async () => {
      await open('/submissions?state=submitted&year=2025');
      await office.getByTestId('submission-341003101-2025Q2').getByRole('link').first().click();
      await office.getByRole('heading', { name: '仙源镇 · 2025年二季度' }).waitFor();
      expect(await office.title()).toBe('仙源镇 · 2025年二季度 · 暖心');
      const way = office.getByTestId('breadcrumbs');
      expect(await way.getByRole('listitem').allInnerTexts()).toEqual(['报送审核', '仙源镇 · 2025年二季度']);
      await way.getByRole('link', { name: '报送审核' }).click();
      await office.getByTestId('submission-341003101-2025Q2').waitFor();
      expect(new URL(office.url()).search).toBe('?state=submitted&year=2025');
      expect([await office.title(), await way.count()]).toEqual(['报送审核 · 暖心', 0]);
    });

    it('stands beside the year on pages of a year, and fits there on a small screen too', async () => {
      const way = office.getByTestId('breadcrumbs');
      for (const [path, above] of [
        ['/units/341003101', '单位'],
        ['/tasks/new', '任务与时限'],
        ['/plan/compare', '任务与时限'],
      ] as const) {
        await open(`${path}?year=2025`);
        await way.getByRole('link', { name: above }).waitFor();
        expect([path, await office.getByTestId('year').inputValue()]).toEqual([path, '2025']);
        for (const width of [1440, 1024, 720]) {
          await office.setViewportSize({ width, height: 800 });
          const inOneLine = await office.locator('header.frame-top').evaluate((top) => {
            const rows = [...top.querySelectorAll('a, button, select, li')].map((each) => each.getBoundingClientRect());
            const right = Math.max(...rows.map((each) => each.right));
            return top.scrollWidth <= top.clientWidth && right <= top.clientWidth + top.getBoundingClientRect().left;
          });
          expect([path, width, inOneLine]).toEqual([path, width, true]);
        }
      }
      await office.setViewportSize({ width: 1440, height: 900 });
      await way.getByRole('link', { name: '任务与时限' }).click();
      await office.waitForURL((url) => url.pathname === '/tasks' && url.searchParams.get('year') === '2025');
    });

    it('is known of every page: it is in the navigation, or lies below one that is', () => {
      const top = new Set(navigation.flatMap(({ items }) => items.map(({ to }) => to)));
      const signedIn = pagesOf(routes).filter(({ meta }) => meta?.page && !meta.public && meta.page !== 'password');
      const lost = signedIn.filter(({ path, meta }) => !top.has(meta?.above ?? `/${path}`.replace(/\/:kind$/, '')));
      expect(lost.map(({ path }) => path)).toEqual([]);
    });

    it('is said to who hears the page: its heading has the focus once it came', async () => {
      await open('/tasks');
      expect(await office.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
      await office.getByTestId('nav-units').press('Enter');
      // The link to the page reads the same and has the focus until then.
      await office.waitForFunction(() => {
        const { tagName, textContent } = document.activeElement ?? {};
        return tagName === 'H1' && textContent === '单位';
      });
    });

    it('has one heading of the first rank, one main part, and a way past the navigation', async () => {
      await open('/problems');
      for (const landmark of ['h1', 'main', 'nav', 'header.frame-top'])
        expect([landmark, await office.locator(landmark).count()]).toEqual([landmark, 1]);
      await office.keyboard.press('Tab');
      expect(await office.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
      await office.keyboard.press('Enter');
      expect(await office.evaluate(() => document.activeElement?.id)).toBe('content');
    });
  });

  it('shows where the focus is, whatever has it', async () => {
    await open('/problems');
    await office.getByTestId('register').waitFor();
    const bare: string[] = [];
    for (let i = 0; i < 40; i++) {
      await office.keyboard.press('Tab');
      const hidden = await office.evaluate(bareFocus);
      if (hidden) bare.push(hidden);
    }
    expect(bare).toEqual([]);
  });

  it('keeps the navigation out of the way on a small screen until it is asked for', async () => {
    await office.setViewportSize({ width: 720, height: 450 });
    await open('/overview');
    const link = office.getByTestId('nav-tasks');
    expect(await link.isVisible()).toBe(false);
    await office.getByTestId('open-navigation').press('Enter');
    await office.waitForFunction(() => document.activeElement?.textContent?.trim() === '工作台');
    await office.keyboard.press('Escape');
    expect(await link.isVisible()).toBe(false);
    await office.getByTestId('open-navigation').click();
    await link.click();
    await office.waitForURL((url) => url.pathname === '/tasks');
    expect(await link.isVisible()).toBe(false);
    await office.setViewportSize({ width: 1440, height: 900 });
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
