import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** Runs in the page. */
const ground = (): string => getComputedStyle(document.body).backgroundColor;
const LIGHT = 'rgb(244, 246, 248)';
const DARK = 'rgb(16, 21, 27)';

/** What every page has around it. */
inBrowser('the frame of the pages', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  let office: Page;

  beforeAll(async () => {
    office = await pages.signIn('admin');
  });

  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    await office.locator('h1').waitFor();
  };

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
      expect(await office.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(31, 41, 51)');
      await office.emulateMedia({ colorScheme: 'light', media: 'screen' });
    });
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
