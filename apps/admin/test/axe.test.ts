import { openAsBlob, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createClient, type Client } from '@nuanxin/client';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/src/db/demo/demo.ts';
import { publishBulletin } from '../../api/test/published-bulletin.ts';
import { browserPages, inBrowser, root } from './browser.ts';
import { pageAddresses } from './routes.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What a rule of another theme cannot change is looked at once. */
const ONLY_COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

interface Visit {
  /** The page's address in the router. */
  page: string;
  at: string;
  /** Opens something on the page that is looked at too. */
  open?: (page: Page) => Promise<void>;
}

/** Nothing in a page may keep somebody from using it who sees little, or hears it read (axe-core: moderate and worse; a head of a column says what it is). */
inBrowser('every page for everybody', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  const visited = new Set<string>();
  let ids: Record<
    'waiting' | 'returned' | 'import' | 'dirty' | 'card' | 'draft' | 'problem' | 'task' | 'bulletin',
    string
  >;

  beforeAll(async () => {
    ids = await findIds(pages.admin, await reader());
    await publishBulletin(pages.admin, 2025, 1);
    const params = { year: 2025 };
    const { etag } = await pages.admin.getCampaign({ params });
    await pages.admin.updateCampaign({ params, body: { settings: { publicFigures: true } }, ifMatch: etag ?? '' });
  });

  async function reader(): Promise<Client> {
    const { baseUrl } = pages.service;
    const { data } = await createClient({ baseUrl }).login({
      body: { username: '341003101', password: DEMO_PASSWORD },
    });
    return createClient({ baseUrl, token: () => data.accessToken });
  }

  async function look(page: Page, visits: Visit[]): Promise<void> {
    const found: string[] = [];
    for (const visit of visits) {
      visited.add(visit.page);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(pages.address + visit.at);
      await settled(page);
      await visit.open?.(page);
      await page.evaluate(AXE);
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await settled(page);
        const results = await page.evaluate(
          (options) => {
            const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
            return axe.run({ resultTypes: ['violations', 'incomplete'], ...options });
          },
          scheme === 'dark' ? ONLY_COLOURS : {},
        );
        found.push(...faultsIn(results).map((fault) => `${visit.at} (${scheme}) ${fault}`));
      }
    }
    expect(found).toEqual([]);
  }

  it('is fit for use when nobody is signed in', async () => {
    const page = await pages.newWindow({ viewport: { width: 1440, height: 900 } });
    await look(page, [
      { page: '/sign-in', at: '/sign-in' },
      { page: '/invitation', at: '/invitation#unknown' },
      { page: '/public/:year?', at: '/public' },
      { page: '/public/:year?', at: '/public/2025', open: (on) => on.locator('summary').first().click() },
    ]);
  });

  const click = (id: string) => (on: Page) => openedBy(on.getByTestId(id));

  it('is fit for use by the office at its reports', async () => {
    const page = await pages.signIn('admin');
    await look(page, [
      { page: '/overview', at: '/overview' },
      { page: '/overview', at: '/overview', open: searched },
      { page: '/tasks', at: '/tasks' },
      { page: '/tasks', at: '/tasks?task=T0.1' },
      { page: '/tasks', at: '/tasks?view=obligations', open: (on) => openedBy(on.locator('td.stick button').first()) },
      { page: '/tasks', at: '/tasks?view=deadlines' },
      { page: '/tasks', at: '/tasks?view=phases' },
      { page: '/submissions', at: '/submissions', open: click('accept-clean') },
      { page: '/submissions/:id', at: `/submissions/${ids.waiting}`, open: click('return') },
      { page: '/submissions/:id', at: `/submissions/${ids.returned}` },
      { page: '/statistics', at: '/statistics?year=2025&quarter=2&field=F0101' },
      {
        page: '/statistics',
        at: '/statistics?year=2025&quarter=2&by=unit',
        async open(on) {
          await on.getByTestId('figure-views').click();
          await openedBy(on.getByTestId('figure-view-new'));
        },
      },
      { page: '/statistics', at: '/statistics?year=2025', open: click('archive') },
      {
        page: '/statistics/pictures',
        at: '/statistics/pictures?year=2025&quarter=2',
        open: async (on) => {
          for (const name of ['timeliness', 'heat', 'rates']) await on.getByTestId(`data-${name}`).click();
        },
      },
      { page: '/bulletins', at: '/bulletins', open: click('new-bulletin') },
      { page: '/bulletins/:id', at: `/bulletins/${ids.bulletin}` },
      { page: '/bulletins/:id', at: `/bulletins/${ids.bulletin}`, open: click('mention-add') },
      { page: '/bulletins/:id', at: `/bulletins/${ids.bulletin}`, open: click('open-sources') },
      { page: '/reminders', at: '/reminders', open: click('help') },
      { page: '/imports', at: '/imports' },
      { page: '/imports/:id', at: `/imports/${ids.import}` },
      { page: '/imports/:id', at: `/imports/${ids.dirty}?view=sheet` },
    ]);
    await page.context().close();
  });

  it('is fit for use by the office at its registers', async () => {
    const page = await pages.signIn('admin');
    await look(page, [
      { page: '/problems', at: '/problems', open: click('register') },
      { page: '/problems', at: `/problems?look=${ids.problem}` },
      { page: '/records/:kind', at: '/records/publications' },
      { page: '/records/:kind', at: '/records/surveys' },
      { page: '/records/:kind', at: '/records/sites?view=signage' },
      { page: '/records/:kind', at: '/records/visits', open: click('open-form') },
      { page: '/projects', at: '/projects', open: click('public') },
      { page: '/projects/:id', at: `/projects/${ids.card}` },
      { page: '/compliance', at: '/compliance' },
    ]);
    await page.context().close();
  });

  it('is fit for use by the office at its plans and forms', async () => {
    const page = await pages.signIn('admin');
    await look(page, [
      { page: '/tasks', at: '/tasks?task=T5.3', open: click('window-open') },
      { page: '/tasks/new', at: '/tasks/new' },
      { page: '/tasks/:id/edit', at: `/tasks/${ids.task}/edit` },
      { page: '/plan/new', at: '/plan/new' },
      { page: '/plan/compare', at: '/plan/compare' },
      { page: '/forms', at: '/forms' },
      { page: '/forms/:code/edit', at: '/forms/annex7/edit' },
    ]);
    await page.context().close();
  });

  it('is fit for use by the office at its settings', async () => {
    const page = await pages.signIn('admin');
    await look(page, [
      { page: '/reminder-settings', at: '/reminder-settings', open: click('channel-new') },
      { page: '/units', at: '/units' },
      { page: '/units/:code', at: '/units/341003101' },
      { page: '/users', at: '/users', open: click('new-user') },
      { page: '/calendar', at: '/calendar', open: (on) => on.getByTestId('account').click() },
      { page: '/calendar', at: '/calendar?view=year&year=2025' },
      { page: '/calendar', at: '/calendar?view=year&year=2027' },
      { page: '/calendar', at: '/calendar?view=notices' },
      { page: '/password', at: '/password' },
      { page: '/:missing(.*)*', at: '/nowhere' },
    ]);
    await page.context().close();
  });

  it('is fit for use by a unit', async () => {
    const page = await pages.signIn('341003101', DEMO_PASSWORD);
    await look(page, [
      { page: '/my', at: '/my' },
      { page: '/my/:id', at: `/my/${ids.draft}` },
      { page: '/my-unit', at: '/my-unit' },
      { page: '/calendar', at: '/calendar' },
      { page: '/tasks', at: '/tasks?view=obligations' },
      { page: '/imports', at: '/imports' },
      { page: '/records/:kind', at: '/records/visits' },
      { page: '/problems', at: '/problems' },
      { page: '/projects', at: '/projects' },
    ]);
  });

  it('is fit for use by an observer and an auditor', async () => {
    const observer = await pages.signIn('ducha', DEMO_PASSWORD);
    await look(observer, [
      { page: '/submissions', at: '/submissions' },
      { page: '/submissions/:id', at: `/submissions/${ids.waiting}` },
    ]);
    const auditor = await pages.signIn('shenji', DEMO_PASSWORD);
    await look(auditor, [{ page: '/audit', at: '/audit', open: (on) => openedBy(on.getByTestId('compare').first()) }]);
  });

  it('was looked at, whichever page the router has', () => {
    expect(pageAddresses().filter((page) => !visited.has(page))).toEqual([]);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});

async function findIds(office: Client, township: Client) {
  const listed = async (state: 'submitted' | 'returned') =>
    (await office.listSubmissions({ query: { state: [state], year: 2025, limit: 1 } })).data.items[0]?.id ?? '';
  const imported = async (name: string) => {
    const file = new File([await openAsBlob(join(root, 'reports', name))], name);
    return (await office.createImport({ body: { file, mode: 'dry_run', confirm: true } })).data.id;
  };
  const [own] = (await township.listSubmissions({ query: { state: ['returned'] } })).data.items;
  const [project] = (await office.listProjects({ query: { year: 2025 } })).data.items;
  const [problem] = (await office.listProblems({ query: { year: 2025 } })).data.items;
  return {
    waiting: await listed('submitted'),
    returned: await listed('returned'),
    import: await imported('2025年二季度各乡镇情况汇总表.xlsx'),
    dirty: await imported('2025年三季度情况汇总表_有错.xlsx'),
    card: project?.id ?? '',
    problem: problem?.id ?? '',
    draft: own?.id ?? '',
    bulletin: (await office.createBulletin({ body: { year: 2025, quarter: 2 } })).data.id,
    task: (await office.listTasks({ query: { year: 2025, limit: 1 } })).data.items[0]?.id ?? '',
  };
}

/** Opens a dialog or a drawer. */
async function openedBy(button: Locator): Promise<void> {
  await button.click();
  await button.page().locator('.el-dialog, .el-drawer').last().waitFor();
  await settled(button.page());
}

/** Something was looked for and found. */
async function searched(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('search-text').fill('镇');
  await page.getByTestId('search-units').waitFor();
  await settled(page);
}

/** The page stands: all of it is loaded and nothing moves any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.waitForFunction(
    () =>
      !document.querySelector('[aria-busy=true]') &&
      document.getAnimations().every(({ playState }) => playState === 'finished'),
  );
}

function faultsIn({ violations, incomplete }: AxeResults): string[] {
  // Of a head without text axe-core asks for a judgement of its own: here none goes without.
  return [...violations, ...incomplete.filter(({ id }) => id === 'empty-table-header')]
    .filter(({ id, impact }) => impact !== 'minor' || id === 'empty-table-header')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map(({ target, failureSummary }) => {
        const why = failureSummary
          ?.split('\n')
          .slice(1)
          .map((line) => line.trim())
          .join('; ');
        return `${id}: ${target.join(' ')} – ${why}`;
      }),
    );
}
