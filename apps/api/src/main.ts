import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clockFrom } from './clock.ts';
import { readConfig, type Config } from './config.ts';
import { startEmbedded } from './db/embedded.ts';

try {
  await start(readConfig(process.env), process.argv.includes('--demo'));
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  // What has started already must not live on: it would keep the data folder.
  process.stderr.write(`无法启动：${why}\n`, () => process.exit(1));
}

async function start(config: Config, demo: boolean): Promise<void> {
  const clock = clockFrom(config.now);
  // The embedded database takes seconds to come up, in a thread of its own: the rest is loaded meanwhile.
  const embedded = config.databaseUrl ? null : startEmbedded(config.dataDir);
  embedded?.catch(() => {});
  const [{ connect, prepare }, { fillEmpty }, { buildServer }, { startJobs }, { workOf }, { warmUp }] =
    await Promise.all([
      import('./db/connect.ts'),
      import('./db/seed.ts'),
      import('./server.ts'),
      import('./jobs.ts'),
      import('./work.ts'),
      import('./features/imports/in-process.ts'),
    ]);
  const connection = connect(embedded ? await embedded : { url: config.databaseUrl ?? '' });
  let firstPassword: string | null = null;
  await prepare(connection, async (db) => {
    firstPassword = await fillEmpty(db, clock, config.adminPassword);
    if (demo) await (await import('./db/demo/demo.ts')).loadDemo(db);
  });
  const adminDist = resolve(import.meta.dirname, '../../admin/dist');
  await mkdir(adminDist, { recursive: true }).catch(() => {});
  const deps = {
    db: connection.db,
    clock,
    config: { ...config, jwtSecret: config.jwtSecret ?? (await keptSecret(config.dataDir)) },
  };
  const jobs = await startJobs(
    connection,
    (own) => workOf({ ...deps, jobs: own }),
    (error) => process.stderr.write(`任务队列出错：${error.message}\n`),
  );
  const app = await buildServer({ ...deps, jobs, adminDist, logger: true });
  const stop = async (): Promise<void> => {
    await app.close();
    await jobs.stop();
    await connection.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await app.listen({ host: config.host, port: config.port });

  const { port } = app.server.address() as { port: number };
  const lines = [
    `暖心已启动：http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`,
    `数据库：${config.databaseUrl ? 'PostgreSQL' : `内置（${config.dataDir}）`}`,
    ...(firstPassword ? [`首个账号：admin　密码：${firstPassword}　（只显示这一次，请登录后修改）`] : []),
    ...(demo ? ['演示数据：各单位账号见 README；所有数据均为示例'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  // Whoever started us may wait for this before it does heavier work.
  process.send?.('ready');
  warmUp();
}

/** Tokens stay valid over a restart: the secret is made once and kept with the data. */
async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'jwt.secret');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    return await readFile(path, 'utf8');
  } catch {
    // `wx`: of two processes that start at once, one writes and both read the same.
    await writeFile(path, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(() => {});
    return readFile(path, 'utf8');
  }
}
