import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@nuanxin/client';
import { describe, expect, it } from 'vitest';
import { report } from '../../../reports/expected.ts';
import { start, stop } from './service-process.ts';
import { createDatabase, preparedTemplate } from './prepared.ts';
import { databases, PASSWORD } from './support.ts';

async function signIn(baseUrl: string) {
  const { data } = await createClient({ baseUrl }).login({ body: { username: 'admin', password: PASSWORD } });
  return createClient({ baseUrl, token: () => data.accessToken });
}

describe('the process', () => {
  it.each([
    [{ NUANXIN_NOV: '1' }, '不认识的环境变量：NUANXIN_NOV'],
    [{ NODE_ENV: 'production' }, '正式运行'],
    [{ PORT: '99999' }, 'PORT 应为'],
    [{ NUANXIN_NOW: 'yesterday' }, 'NUANXIN_NOW 应为时刻'],
    [{ NUANXIN_S3_BUCKET: 'nuanxin' }, '还须设置：NUANXIN_S3_ENDPOINT、NUANXIN_S3_ACCESS_KEY、NUANXIN_S3_SECRET_KEY'],
  ])('does not start with %j and says why', async (env, words) => {
    await expect(start(env as Record<string, string>)).rejects.toThrow(words);
  });

  it('does not open a data folder that another process holds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nuanxin-test-'));
    const first = await start({ NUANXIN_DATA_DIR: folder });
    await expect(start({ NUANXIN_DATA_DIR: folder })).rejects.toThrow('正被另一个进程使用');
    await stop(first.process, 'SIGTERM');
    const again = await start({ NUANXIN_DATA_DIR: folder });
    expect((await fetch(`${again.address}/readyz`)).status).toBe(200);
    await stop(again.process, 'SIGTERM');
    await rm(folder, { recursive: true });
  });

  it('ends where its port is taken, and lets go of its data', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nuanxin-test-'));
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(start({ NUANXIN_DATA_DIR: folder, PORT: String(port) })).rejects.toThrow('无法启动：');
    other.close();
    const again = await start({ NUANXIN_DATA_DIR: folder });
    await stop(again.process, 'SIGTERM');
    await rm(folder, { recursive: true });
  });

  it('generates the first password, prints it once and keeps tokens valid over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nuanxin-test-'));
    const first = await start({ NUANXIN_DATA_DIR: folder });
    const client = await signIn(first.address);
    const { data } = await createClient({ baseUrl: first.address }).login({
      body: { username: 'admin', password: PASSWORD },
    });
    expect((await client.me()).data.username).toBe('admin');
    await stop(first.process, 'SIGTERM');
    const second = await start({ NUANXIN_DATA_DIR: folder });
    const kept = createClient({ baseUrl: second.address, token: () => data.accessToken });
    expect((await kept.me()).data.username).toBe('admin');
    await stop(second.process, 'SIGTERM');
    await rm(folder, { recursive: true });
  });
});

describe.each(databases)('killed during an import, on $name', (database) => {
  // Wherever the blow falls, the outcome is one of two; the delays only spread the blows over the import.
  it('leaves all of it or nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nuanxin-test-'));
    const { url } = database;
    const created = url ? await createDatabase(url, await preparedTemplate(url)) : null;
    const env = { NUANXIN_DATA_DIR: folder, ...(created ? { DATABASE_URL: created.url } : {}) };
    for (const delay of [80, 200, 350]) {
      const service = await start(env);
      const office = await signIn(service.address);
      const body = { file: report('2025年二季度各乡镇情况汇总表.xlsx'), mode: 'atomic' as const };
      const outcome = office.createImport({ body }).catch(() => null);
      await setTimeout(delay);
      await stop(service.process, 'SIGKILL');
      await outcome;
    }
    const after = await start(env);
    const office = await signIn(after.address);
    const { data } = await office.listSubmissions({ query: { period: '2025Q2', limit: 100 } });
    expect([0, 15]).toContain(data.items.length);
    const { data: imports } = await office.listImports();
    expect(imports.items.filter(({ status }) => status === 'committed')).toHaveLength(data.items.length === 15 ? 1 : 0);
    // And it can be done (again) afterwards, once.
    const { data: done } = await office.createImport({
      body: { file: report('2025年二季度各乡镇情况汇总表.xlsx'), mode: 'atomic' },
    });
    expect(done.status).toBe('committed');
    expect(
      (await office.listSubmissions({ query: { period: '2025Q2', limit: 100 } })).data.items.map(
        ({ revision }) => revision,
      ),
    ).toEqual(Array(15).fill(1));
    await stop(after.process, 'SIGTERM');
    await created?.drop();
    await rm(folder, { recursive: true });
  }, 120_000);
});
