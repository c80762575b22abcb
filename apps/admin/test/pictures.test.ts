import type { Client, Pictures } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/src/db/demo/demo.ts';
import { lengthsOf } from '../src/features/statistics/bars.ts';
import { browserPages, inBrowser } from './browser.ts';

const NAMES = ['timeliness', 'channels', 'heat', 'checks', 'rates', 'surveys'];
const XIANYUAN = '341003101';

it('is a bar as long as its sum, in which the smallest part can still be read', () => {
  const lengths = lengthsOf([34, 3, 0, 1], 200);
  expect(lengths.reduce((sum, each) => sum + each, 0)).toBeCloseTo(200);
  expect(lengths.map(Math.round)).toEqual([152, 24, 0, 24]);
  expect(lengthsOf([3, 1], 400)).toEqual([300, 100]);
  expect(lengthsOf([0, 0], 0)).toEqual([0, 0]);
});

/** The office looks at its year, on the screen, with the ears and on paper. */
inBrowser('the pictures of a year in the browser', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  let admin: Client;
  let office: Page;
  let found: Pictures;

  beforeAll(async () => {
    ({ admin } = pages);
    office = await pages.signIn('admin');
    found = (await admin.getPictures({ query: { year: 2025 } })).data;
  });

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  }
  const picture = (name: string) => office.getByTestId(`picture-${name}`);
  const words = async (name: string): Promise<string> =>
    (await picture(name).locator('[role=img]').getAttribute('aria-label')) ?? '';
  /** What is written in a picture. */
  const drawn = async (name: string): Promise<string> =>
    (await picture(name).locator('[role=img] svg text').allTextContents()).join(' ');
  const table = async (name: string): Promise<string[][]> => {
    await office.getByTestId(`data-${name}`).click();
    const rows = await picture(name).locator('tbody tr').all();
    return Promise.all(rows.map(async (row) => row.locator('th, td').allInnerTexts()));
  };

  it('are one click from the figures, and what draws them is loaded by no other page', async () => {
    const loaded: string[] = [];
    office.on('request', (request) => loaded.push(request.url()));
    await open(office, '/statistics?year=2025&quarter=2');
    expect(loaded.filter((url) => url.includes('PicturesPage'))).toEqual([]);
    await office.getByTestId('open-pictures').click();
    await picture('surveys').locator('[role=img]').waitFor();
    await picture('heat').locator('[role=img]').waitFor();
    expect(new URL(office.url()).search).toBe('?year=2025&quarter=2');
    expect(loaded.some((url) => url.includes('PicturesPage'))).toBe(true);
  });

  it('say in words and in their numbers how the reports of each quarter stand, and lead to them', async () => {
    await open(office, '/statistics/pictures?year=2025&quarter=2');
    const [, second] = found.quarters;
    const said = `二季度应报${second?.owed}份，按时${second?.onTime}，迟报${second?.late}，逾期未报${second?.missing}`;
    expect(await words('timeliness')).toContain(said);
    for (const count of [second?.onTime, second?.late, second?.missing])
      expect((await drawn('timeliness')).split(' ')).toContain(String(count));
    const rows = await table('timeliness');
    expect(rows[1]?.slice(0, 8)).toEqual(
      [
        '二季度',
        second?.owed,
        second?.onTime,
        second?.late,
        second?.missing,
        second?.open,
        second?.exempt,
        second?.returned,
      ].map(String),
    );
    await picture('timeliness').locator('tbody tr').nth(1).locator('td').nth(3).getByRole('link').click();
    await office.getByText(`共 ${second?.missing} 项`).waitFor();
    await office.goBack();
  });

  it('show the same figures as a table, for every picture', async () => {
    await open(office, '/statistics/pictures?year=2025&quarter=2&section=S5');
    const { rows } = (await admin.getStatistics({ query: { year: 2025, quarter: 2, by: 'unit' } })).data;
    const { checks } = (await admin.getCompliance({ query: { year: 2025 } })).data;
    for (const name of NAMES) expect((await words(name)).length).toBeGreaterThan(20);
    const heat = await table('heat');
    const head = await picture('heat').locator('thead th').allInnerTexts();
    const at = head.findIndex((text) => text.startsWith('入户走访户数'));
    expect(heat.map(([unit, ...cells]) => [unit, cells[at - 1]])).toEqual(
      found.townships.map(({ unit }) => {
        const row = rows.find(({ key }) => key === unit.code);
        const value = row?.figures.F0506?.value ?? null;
        const lacking = row?.coverage.returned ? '退回' : '未报';
        return [unit.name, value === null ? lacking : value.toLocaleString('zh-CN')];
      }),
    );
    const channels = await table('channels');
    const own = found.publications.filter(({ period, carrier }) => period === '2025Q2' && carrier === 'site_news');
    const sum = own.reduce((all, { adopted, other }) => all + adopted + other, 0);
    expect(channels.find(([carrier]) => carrier === '网站动态')?.at(-2)).toBe(String(sum));
    const logo = checks.find(({ code }) => code === 'logo');
    expect((await table('checks')).find(([title]) => title === logo?.title)).toEqual(
      [logo?.title, logo?.checked, (logo?.checked ?? 0) - (logo?.failing ?? 0), 0, logo?.failing, logo?.unjudged].map(
        String,
      ),
    );
    expect((await table('rates')).map(([label, , part, of]) => [label?.slice(0, 2), part, of])).toEqual(
      found.rates.map(({ code, numerator, denominator }) => [
        code,
        numerator?.toLocaleString('zh-CN'),
        denominator?.toLocaleString('zh-CN'),
      ]),
    );
    expect((await table('surveys')).map(([day]) => day)).toEqual(found.surveys.map(({ day }) => day));
    for (const [name, text] of [
      ['heat', '未报'],
      ['surveys', `${((found.surveys[0]?.awareness ?? 0) * 100).toFixed(1)}%`],
    ] as const)
      expect(await drawn(name)).toContain(text);
  });

  it('show the townships in the order of the plan with their lamps, or one figure', async () => {
    await open(office, '/statistics/pictures?year=2025&quarter=2');
    const names = await picture('townships').locator('li .name').allInnerTexts();
    expect(names).toEqual(found.townships.map(({ unit }) => unit.name));
    expect(await office.getByTestId(`tile-${XIANYUAN}`).innerText()).toContain('退回');
    await office.getByTestId('tile').click();
    await office.getByRole('option', { name: '民生实事一封信发放数' }).click();
    const { rows } = (await admin.getStatistics({ query: { year: 2025, quarter: 2, by: 'unit' } })).data;
    const value = rows.find(({ key }) => key === '341003100')?.figures.F0604?.value ?? 0;
    await office.getByTestId('tile-341003100').getByText(value.toLocaleString('zh-CN')).click();
    await office.getByTestId('sources').getByText('由 1 份报送相加').waitFor();
  });

  it('can be read on paper: black on white, within the sheet, every number still in it', async () => {
    await office.emulateMedia({ colorScheme: 'dark' });
    await open(office, '/statistics/pictures?year=2025&quarter=2');
    await office.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await office.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await office.setViewportSize({ width: 1031, height: 700 });
    const label = picture('timeliness').locator('[role=img] svg text').first();
    expect(await label.evaluate((each) => getComputedStyle(each).fill)).toBe('rgb(0, 0, 0)');
    for (const name of NAMES) {
      const { svg, panel } = await picture(name).evaluate((each) => ({
        svg: each.querySelector('[role=img] svg')?.getBoundingClientRect().right ?? Infinity,
        panel: each.getBoundingClientRect().right,
      }));
      expect([name, svg <= panel]).toEqual([name, true]);
    }
    expect(await office.evaluate(() => document.documentElement.scrollWidth)).toBe(1031);
    // As large as it was drawn: nothing that was drawn for a screen is shrunk on the sheet.
    const scale = await picture('rates')
      .locator('[role=img] svg')
      .evaluate((each) => each.getBoundingClientRect().width / (each as SVGSVGElement).viewBox.baseVal.width);
    expect(scale).toBeGreaterThan(0.95);
    expect(await office.getByTestId('data-rates').isVisible()).toBe(false);
    await office.emulateMedia({ media: null, colorScheme: null });
    await office.evaluate(() => dispatchEvent(new Event('afterprint')));
  });

  it('are those of its own for a unit, which is set beside no other', async () => {
    const township = await pages.signIn(XIANYUAN, DEMO_PASSWORD);
    await open(township, '/statistics/pictures?year=2025');
    expect(await township.getByTestId('picture-heat').count()).toBe(0);
    expect(await township.getByTestId('picture-townships').count()).toBe(0);
    expect(await township.getByTestId('picture-timeliness').locator('[role=img]').getAttribute('aria-label')).toContain(
      '一季度应报1份',
    );
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
