import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '@nuanxin/client';
import { watchFolder } from '../src/watch.ts';
import { committed } from './fake-service.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanxin-watch-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Watches for some looks with a service that commits everything. */
async function watch(
  looks: number,
  { sent = async () => {}, told = () => {} }: { sent?: () => Promise<void>; told?: (message: string) => void } = {},
): Promise<string[]> {
  const files: string[] = [];
  let left = looks;
  const client = {
    async createImport({ body }: { body: { file: File } }) {
      files.push(body.file.name);
      await sent();
      return { data: committed };
    },
    getImportWorkbook: async () => ({ data: { fileName: '', content: new Uint8Array([1]) } }),
  } as unknown as Client;
  await watchFolder(
    folder,
    { form: 'annex7', mode: 'atomic', confirm: false },
    {
      connect: async () => ({ client, account: '' }),
      ready() {},
      pause: async () => {},
      more: () => --left > 0,
      wait: 0,
      answered() {},
      tell: told,
    },
  );
  return files;
}

describe('a watched folder', () => {
  it('goes on when a file vanishes between the look and the reading', async () => {
    for (const name of ['a.csv', 'b.csv', 'c.csv']) await writeFile(join(folder, name), name);
    const told: string[] = [];
    const sent = () => rm(join(folder, 'b.csv'), { force: true });
    expect(await watch(1, { sent, told: (message) => told.push(message) })).toEqual(['a.csv', 'c.csv']);
    expect(told).toEqual([]);
    expect(new Set(await readdir(join(folder, 'done')))).toEqual(
      new Set(['a.csv', 'a_导入结果.xlsx', 'c.csv', 'c_导入结果.xlsx']),
    );
  });

  it('leaves a file alone that was replaced while it was sent: the new one has its turn', async () => {
    await writeFile(join(folder, 'a.csv'), 'old');
    let first = true;
    const sent = async (): Promise<void> => {
      if (first) await writeFile(join(folder, 'a.csv'), 'newer');
      first = false;
    };
    expect(await watch(4, { sent })).toEqual(['a.csv', 'a.csv']);
    expect(await readFile(join(folder, 'done/a.csv'), 'utf8')).toBe('newer');
  });

  it('sends nothing twice when a file cannot be moved: says so once, and moves it as soon as that is possible', async () => {
    await writeFile(join(folder, 'a.csv'), 'a');
    // Where done/ has to be stands a file.
    await writeFile(join(folder, 'done'), '');
    const told: string[] = [];
    expect(await watch(4, { told: (message) => told.push(message) })).toEqual(['a.csv']);
    expect(told).toEqual([expect.stringContaining('done：不是文件夹；处理好后自动继续')]);
    expect(new Set(await readdir(folder))).toEqual(new Set(['a.csv', 'done']));
    expect(await watch(4, { told: () => rmSync(join(folder, 'done')) })).toEqual(['a.csv']);
    expect(new Set(await readdir(join(folder, 'done')))).toEqual(new Set(['a.csv', 'a_导入结果.xlsx']));
  });
});
