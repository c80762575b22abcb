// Behind every root script. Runs on any Node ≥ 20 without a package installed: fetches the pinned Node and pnpm through
// npx when the machine lacks them, installs what the lock file says, then does what was asked.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// By name below, since Node 20 has no globSync and this file must load there.
const { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } = fs;
const NODE = '24.21.0';
const PNPM = '12.21.0';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command = 'start', ...args] = process.argv.slice(2);
const invokedFrom = process.env.INIT_CWD ?? process.cwd();

if (!bootstrapped()) process.exit(await rerun());
process.chdir(root);
install();
const commands = { start, demo, dev, test, check, format, nuanxin };
const run = commands[command];
if (!run) fail(`unknown command: ${command}`);
process.exit(await run());

function bootstrapped() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major !== 24 || minor < 7) return false;
  if (process.env.NUANXIN_BOOTSTRAPPED) return true;
  const pnpm = spawnSync('pnpm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  return pnpm.stdout?.startsWith('12.');
}

function rerun() {
  if (process.env.NUANXIN_BOOTSTRAPPED) fail(`Node ${NODE} and pnpm ${PNPM} could not be fetched with npx`);
  const quoted = [fileURLToPath(import.meta.url), command, ...args].map(quote).join(' ');
  return child('npx', ['-y', '-p', `node@${NODE}`, '-p', `pnpm@${PNPM}`, '-c', `node ${quoted}`], {
    env: { ...process.env, NUANXIN_BOOTSTRAPPED: '1', npm_config_loglevel: 'error', INIT_CWD: invokedFrom },
    cwd: root,
  });
}

function quote(text) {
  return process.platform === 'win32' ? `"${text.replaceAll('"', '\\"')}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Installs when the lock file or a package.json changed since the last time. */
function install() {
  const stamp = join(root, 'node_modules/.nuanxin-installed');
  const wanted = hashOf([
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...globSync('{apps,packages}/*/package.json', { cwd: root }),
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const result = spawnSync('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail(`pnpm install failed\n${result.stdout}${result.stderr}`);
  writeFileSync(stamp, wanted);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Builds the SPA when its sources changed; quiet unless it fails. */
async function buildAdmin() {
  const stamp = join(root, 'apps/admin/dist/.built');
  const sources = globSync('{apps/admin,packages/*}/{src,data}/**/*.{ts,vue,css,json}', { cwd: root });
  const wanted = hashOf([...sources, 'apps/admin/index.html', 'apps/admin/vite.config.ts', 'pnpm-lock.yaml']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  const building = spawn('pnpm', ['--filter', '@nuanxin/admin', 'build'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [building.stdout, building.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => building.once('exit', (status) => resolve(status ?? 1)));
  if (code === 0) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  } else console.error(`页面构建失败\n${output}`);
  return code;
}

// The API first: it answers within seconds, and shows a page that waits while the SPA is being built.
async function start(extra = [], env = {}) {
  const running = spawn(process.execPath, ['apps/api/src/main.ts', ...extra, ...args], {
    env: { ...process.env, ...env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  running.once('message', () => {
    running.disconnect();
    void buildAdmin();
  });
  return ended(running);
}

/** Starts afresh each time: the demonstration is the same on every machine. */
function demo() {
  const folder = process.env.NUANXIN_DATA_DIR ?? join(root, '.data/demo');
  if (!process.env.DATABASE_URL && !process.env.NUANXIN_DATA_DIR) rmSync(folder, { recursive: true, force: true });
  return start(['--demo'], {
    NUANXIN_DATA_DIR: folder,
    NUANXIN_NOW: process.env.NUANXIN_NOW ?? '2025-07-03T09:30:00+08:00',
    NUANXIN_ADMIN_PASSWORD: process.env.NUANXIN_ADMIN_PASSWORD ?? 'Nuanxin-2025-demo',
  });
}

async function dev() {
  const api = child(process.execPath, ['--watch', '--watch-preserve-output', 'apps/api/src/main.ts', ...args]);
  const admin = child('pnpm', ['--filter', '@nuanxin/admin', 'dev']);
  return Promise.race([api, admin]);
}

function test() {
  return child('pnpm', ['exec', 'vitest', 'run', ...args]);
}

async function check() {
  const steps = [
    // The two that take longest first. What runs on Node is one program: each on its own would check the same sources again.
    ['pnpm', ['--filter', '@nuanxin/admin', 'check']],
    ['pnpm', ['exec', 'tsc']],
    ['pnpm', ['exec', 'prettier', '--check', '--log-level', 'warn', '.']],
    ['pnpm', ['exec', 'oxlint', '--deny-warnings']],
    [process.execPath, ['scripts/check-migrations.mjs']],
  ];
  let failed = 0;
  const left = steps.values();
  const work = async () => {
    for (const [program, parameters] of left) {
      const code = await child(program, parameters);
      if (code === 0) continue;
      console.error(`failed: ${program} ${parameters.join(' ')}`);
      failed = 1;
    }
  };
  // Each step keeps one core busy.
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return failed;
}

function format() {
  return child('pnpm', ['exec', 'prettier', '--write', '--log-level', 'warn', '.']);
}

// File names on the command line are meant from where the caller stands.
function nuanxin() {
  return child(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], { cwd: invokedFrom });
}

/** Runs a program with our streams and gives its exit code. */
function child(program, parameters, options = {}) {
  return ended(spawn(program, parameters, { stdio: 'inherit', shell: process.platform === 'win32', ...options }));
}

/** Passes signals on until a program ends; its exit code. */
function ended(running) {
  const pass = (signal) => running.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve) => {
    running.once('error', (error) => fail(error.message));
    running.once('exit', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
