// How much memory it takes to export 100,000 records, as the archive of their year and as lists, how long it takes, and how
// long other requests wait meanwhile: of the service as it is started for an office, and of the processes that it starts.
// Needs Linux, and a PostgreSQL server in NUANXIN_TEST_DATABASE_URL; with `embedded` it uses the embedded database.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@nuanxin/client';
import { connect } from '../../api/src/db/connect.ts';
import { startEmbedded } from '../../api/src/db/embedded.ts';
import { createDatabase } from '../../api/test/prepared.ts';
import { fillRecords } from './fill-records.ts';

const COUNT = Number(process.argv[2] ?? 100_000);
const embedded = process.argv[3] === 'embedded';
const PORT = 3126;
const baseUrl = `http://127.0.0.1:${PORT}`;
const address = process.env.NUANXIN_TEST_DATABASE_URL;
if (!address && !embedded) throw new Error('NUANXIN_TEST_DATABASE_URL: the address of a PostgreSQL server');
const main = join(import.meta.dirname, '../../api/src/main.ts');
const dataDir = await mkdtemp(join(tmpdir(), 'nuanxin-bench-'));
const database = embedded ? null : await createDatabase(address ?? '');

async function start() {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: String(PORT),
      NUANXIN_DATA_DIR: dataDir,
      NUANXIN_ADMIN_PASSWORD: 'Nuanxin-bench-2025',
      NUANXIN_NOW: '2025-12-31T09:00:00+08:00',
      ...(database ? { DATABASE_URL: database.url } : {}),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

async function stop(child: Awaited<ReturnType<typeof start>>): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

// The service sets the database up, and is started anew with what it then finds.
await stop(await start());
const connection = connect(database ?? (await startEmbedded(dataDir)));
await fillRecords(connection.pool, COUNT);
// Each of them is in the audit too.
await connection.pool.query(
  `insert into audit (id, at, actor_id, actor_name, action, entity, entity_id, after)
   select gen_random_uuid(), created_at, created_by, '管理员', 'record.create', 'record', id::text, data from records`,
);
await connection.pool.query('vacuum analyze');
await connection.close();
const child = await start();
const service = child.pid ?? 0;
const client0 = createClient({ baseUrl });
const signedIn = await client0.login({ body: { username: 'admin', password: 'Nuanxin-bench-2025' } });
const client = createClient({ baseUrl, token: () => signedIn.data.accessToken });

const megabytes = (pid: number, what: 'VmRSS' | 'VmHWM'): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
};
/** Processes that the service started, by what they are. */
function children(): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each)))
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      const what = /([\w-]+)-process\.ts/.exec(readFileSync(`/proc/${name}/cmdline`, 'utf8'))?.[1];
      if (parent === service && what) found.set(Number(name), what);
    } catch {
      // Gone meanwhile.
    }
  return found;
}

async function measure(name: string, run: () => Promise<{ bytes: number }>): Promise<void> {
  for (const pid of [service, ...children().keys()]) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = megabytes(service, 'VmRSS');
  const peaks = new Map<string, number>();
  let longest = 0;
  const ended = new AbortController();
  const watch = (async () => {
    while (!ended.signal.aborted) {
      for (const [pid, what] of children())
        try {
          peaks.set(what, Math.max(peaks.get(what) ?? 0, megabytes(pid, 'VmHWM')));
        } catch {
          // Gone meanwhile.
        }
      await pause(20);
    }
  })();
  const others = (async () => {
    while (!ended.signal.aborted) {
      const at = performance.now();
      await client.listUnits({ query: { limit: 50 } });
      longest = Math.max(longest, performance.now() - at);
      await pause(20);
    }
  })();
  const started = performance.now();
  const { bytes } = await run();
  const seconds = (performance.now() - started) / 1000;
  ended.abort();
  await Promise.all([watch, others]);
  const own = [...peaks].map(([what, peak]) => `${what} process ${peak.toFixed(0)} MB`).join(', ');
  console.log(
    `${name}: ${seconds.toFixed(1)} s, ${(bytes / 1024 / 1024).toFixed(1)} MB; service ${before.toFixed(0)} → at most ${megabytes(service, 'VmHWM').toFixed(0)} MB; ${own}; longest other request ${longest.toFixed(0)} ms`,
  );
}

async function archive(): Promise<{ bytes: number }> {
  const { data } = await client.createArchive({ params: { year: 2025 } });
  for (;;) {
    await pause(100);
    const { data: now } = await client.getArchive({ params: { id: data.id } });
    if (now.state === 'failed') throw new Error(now.fault ?? '');
    if (now.state !== 'done') continue;
    const answer = await fetch(`${baseUrl}${now.link ?? ''}`);
    let bytes = 0;
    for await (const chunk of answer.body ?? []) bytes += (chunk as Uint8Array).length;
    return { bytes };
  }
}

await pause(3000);
await measure('archive', archive);
await measure('archive again', archive);
// A list has at most 20,000 rows, as many as there are visits among 100,000 records.
for (const format of COUNT > 100_000 ? [] : (['csv', 'xlsx'] as const))
  await measure(`visits as .${format}`, async () => {
    const { data } = await client.exportRecords({ params: { kind: 'visits', format }, query: {} });
    return { bytes: data.content.length };
  });
await stop(child);
await database?.drop();
await rm(dataDir, { recursive: true, force: true });
