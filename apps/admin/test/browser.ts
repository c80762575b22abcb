import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type Client } from '@nuanxin/client';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { onceInRun } from '../../api/test/once.ts';
import { PASSWORD, startService, type Service } from '../../api/test/support.ts';

const executablePath = process.env.NUANXIN_TEST_BROWSER ?? '/usr/bin/chromium';
export const root = join(import.meta.dirname, '../../..');

/** Tests in a browser; where there is none they do not run. */
export const inBrowser = describe.skipIf(!existsSync(executablePath));

type Running = Pick<Service, 'baseUrl' | 'close'>;

/** The product before the tests of one file: it is there from their `beforeAll` on, and goes after their last `afterAll`. */
export interface Pages<S extends Running = Service> {
  service: S;
  /** Where the pages are. */
  address: string;
  admin: Client;
  /** What went wrong in any window in which somebody signed in. */
  faults: string[];
  /** Makes a reporter, and a client for it. */
  addReporter(username: string, unit: string, displayName: string): Promise<Client>;
  /** A window that shares nothing with the others. */
  newWindow(options?: BrowserContextOptions): Promise<Page>;
  /** A window in which somebody signed in, by keyboard as a clerk does. */
  signIn(username: string, password?: string): Promise<Page>;
}

/** Service and pages in this process, on an empty database in memory: there in a third of the time of a process on disk. */
export function browserPages({ now, ...more }: { now: string; jobs?: true; demo?: true }): Pages {
  return pagesOf(async () => startService({ url: null }, now, { adminDist: await builtPages(), ...more }));
}

export function pagesOf<S extends Running>(start: () => Promise<S>): Pages<S> {
  let service: S;
  let admin: Client;
  const faults: string[] = [];
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    service = await start();
    admin = await as('admin');
  }, 240_000);

  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await service?.close();
  });

  async function as(username: string): Promise<Client> {
    const { baseUrl } = service;
    const { data } = await createClient({ baseUrl }).login({ body: { username, password: PASSWORD } });
    return createClient({ baseUrl, token: () => data.accessToken });
  }

  async function newWindow(options?: BrowserContextOptions): Promise<Page> {
    const context = await (await theBrowser()).newContext({ reducedMotion: 'reduce', ...options });
    contexts.push(context);
    return context.newPage();
  }

  return {
    faults,
    newWindow,
    get service() {
      return service;
    },
    get address() {
      return service.baseUrl;
    },
    get admin() {
      return admin;
    },
    async addReporter(username, unit, displayName) {
      const reporter = { username, displayName, roles: ['reporter' as const], unit, password: PASSWORD };
      await admin.createUser({ body: { ...reporter, mustChangePassword: false } });
      return as(username);
    },
    async signIn(username, password = PASSWORD) {
      const viewport = { width: 1440, height: 900 };
      const page = await newWindow({ viewport, locale: 'zh-CN', timezoneId: 'America/New_York' });
      page.setDefaultTimeout(40_000);
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(service.baseUrl);
      await page.getByTestId('username').fill(username);
      await page.getByTestId('password').fill(password);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => ['/overview', '/my', '/password'].includes(url.pathname));
      return page;
    },
  };
}

let launched: Promise<Browser> | undefined;

/** One browser for all files of a worker process, whose modules are shared; each window has a context of its own. */
function theBrowser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  // Workers end by this signal. Playwright would close the browser at leisure and be killed half-way; at a plain exit it
  // kills it and clears its folder at once.
  process.once('SIGTERM', () => process.exit());
  const browser = await chromium.launch({
    executablePath,
    handleSIGTERM: false,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  // One that crashed is the fault of one file only.
  browser.on('disconnected', () => (launched = undefined));
  return browser;
}

/** Folder of the built SPA. */
export async function builtPages(): Promise<string> {
  return onceInRun('pages', buildAdmin);
}

function buildAdmin(outDir: string): void {
  // Without this the build takes the NODE_ENV of the test run and packs Vue's development build.
  const env = { ...process.env, NODE_ENV: 'production' };
  const built = spawnSync('pnpm', ['--filter', '@nuanxin/admin', 'build', '--outDir', outDir], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
}
