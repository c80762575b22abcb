import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/src/db/demo/demo.ts';
import { browserPages, inBrowser } from './browser.ts';

/** A fifth of what counts as good (0.1); a page that waits for its answers gets there only by keeping their place. */
const MOST = 0.02;
/** Milliseconds until an answer, as over a slow line: each of them comes after a paint of its own. */
const SLOW = 150;

declare global {
  interface Window {
    shifts: { value: number; what: string }[];
  }
}
/** Runs in the page, before all else. */
function watchShifts(): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      sources: { node: Node | null }[];
    })[]) {
      const what = entry.sources
        .map(({ node }) => (node instanceof Element ? `${node.tagName}.${node.className}` : ''))
        .join(' ');
      window.shifts.push({ value: entry.value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Nobody clicks beside a button because something above it came late. */
inBrowser('a page while it loads', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  let review = '';
  let own = '';

  beforeAll(async () => {
    const { items } = (await pages.admin.listSubmissions({ query: { state: ['submitted'], year: 2025 } })).data;
    review = `/submissions/${items[0]?.id}?state=submitted&year=2025`;
    const returned = (await pages.admin.listSubmissions({ query: { unit: '341003101', state: ['returned'] } })).data;
    own = `/my/${returned.items[0]?.id}`;
  });

  async function slow(username: string, password?: string): Promise<Page> {
    const page = await pages.signIn(username, password);
    await page.addInitScript(watchShifts);
    await page.route('**/api/v1/**', async (route) => {
      await setTimeout(SLOW);
      await route.continue();
    });
    return page;
  }
  async function shiftsOf(page: Page, path: string): Promise<string[]> {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const shifts = await page.evaluate(() => window.shifts);
    const sum = shifts.reduce((all, { value }) => all + value, 0);
    return sum < MOST ? [] : shifts.map(({ value, what }) => `${path} ${value.toFixed(3)} ${what}`);
  }

  it('keeps its parts where they are, for the office', async () => {
    const office = await slow('admin');
    const found: string[] = [];
    for (const path of [
      '/overview',
      review,
      '/submissions',
      '/tasks',
      '/tasks?view=obligations',
      '/problems',
      '/records/publications',
      '/reminders',
      '/imports',
      '/projects',
      '/compliance',
      '/statistics',
      '/units',
      '/users',
      '/calendar',
    ])
      found.push(...(await shiftsOf(office, path)));
    expect(found).toEqual([]);
  });

  it('keeps its parts where they are, for a unit', async () => {
    const township = await slow('341003101', DEMO_PASSWORD);
    const found: string[] = [];
    for (const path of ['/my', own, '/records/visits', '/tasks']) found.push(...(await shiftsOf(township, path)));
    expect(found).toEqual([]);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
