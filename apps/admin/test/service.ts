import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient, type Client } from '@nuanxin/client';
import { chromium, type Browser, type Page } from 'playwright-core';
import { preview } from 'vite';

export const executablePath = process.env.NUANXIN_TEST_BROWSER ?? '/usr/bin/chromium';
export const root = join(import.meta.dirname, '../../..');
export const PASSWORD = 'Warm-heart-2025';

/** Builds the SPA, into its own folder or another. */
export function buildAdmin(outDir?: string): void {
  // Without this the build takes the NODE_ENV of the test run and packs Vue's development build.
  const env = { ...process.env, NODE_ENV: 'production' };
  const into = outDir ? ['--outDir', outDir] : [];
  const built = spawnSync('pnpm', ['--filter', '@nuanxin/admin', 'build', ...into], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
}

export interface Service {
  address: string;
  /** A folder that goes with the service. */
  folder: string;
  stop(): Promise<void>;
}

/** The service as a user starts it, on an empty embedded database, its clock at an instant of the story. */
export async function startService(now: string): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanxin-browser-'));
  const service = spawn(process.execPath, [join(root, 'apps/api/src/main.ts')], {
    env: {
      ...process.env,
      PORT: '0',
      NUANXIN_DATA_DIR: folder,
      NUANXIN_ADMIN_PASSWORD: PASSWORD,
      NUANXIN_NOW: now,
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    service.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    });
    service.once('exit', () => reject(new Error(output)));
  });
  return {
    address,
    folder,
    async stop() {
      // It writes to the folder until it is gone.
      const gone = once(service, 'exit');
      if (service.kill('SIGTERM')) await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Pages {
  address: string;
  stop(): Promise<void>;
}

/** The SPA before a service. It is built once for all files of a test run: who comes first builds, the others wait. */
export async function startPages({ address }: Service): Promise<Pages> {
  const outDir = await builtPages();
  const web = await preview({
    root: join(root, 'apps/admin'),
    build: { outDir },
    preview: { port: 0, proxy: { '/api': address } },
  });
  return { address: web.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '', stop: () => web.close() };
}

async function builtPages(): Promise<string> {
  const run = process.env.NUANXIN_TEST_RUN;
  if (run === undefined) throw new Error('the folder of the test run is made by scripts/test-setup.ts');
  const [pages, making, failed] = ['pages', 'making', 'failed'].map((name) => join(run, name)) as [
    string,
    string,
    string,
  ];
  if (isFirst(making)) {
    try {
      buildAdmin(join(making, 'dist'));
      renameSync(join(making, 'dist'), pages);
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
  }
  while (!existsSync(pages)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    await setTimeout(200);
  }
  return pages;
}

/** Making a folder succeeds for one only. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

export async function clientOf(address: string, username: string): Promise<Client> {
  const { data } = await createClient({ baseUrl: address }).login({ body: { username, password: PASSWORD } });
  return createClient({ baseUrl: address, token: () => data.accessToken });
}

export async function addReporter(admin: Client, username: string, unit: string, displayName: string): Promise<void> {
  await admin.createUser({
    body: { username, displayName, roles: ['reporter'], unit, password: PASSWORD, mustChangePassword: false },
  });
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A window of its own in which somebody signed in, by keyboard as a clerk does; what goes wrong in it is noted. */
export async function signIn(browser: Browser, address: string, username: string, faults: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(address);
  await page.getByTestId('username').fill(username);
  await page.getByTestId('password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => ['/overview', '/my', '/password'].includes(url.pathname));
  return page;
}
