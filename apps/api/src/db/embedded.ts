import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Told } from './embedded-process.ts';

export interface Embedded {
  /** Folder of the socket; `pg` takes it as the host. */
  host: string;
  close(): Promise<void>;
}

/**
 * Starts PGlite in a process of its own behind a socket that `pg` speaks to, so that the service has one driver for both
 * databases. Not in a thread: V8 keeps one list of compiled pages for all threads of a process, and WebAssembly in one
 * while others come and go now and then ends the process (nodejs/node#64500).
 * @param folder data folder, or `memory://` for a database that lives as long as the process
 * @param archive of the data folder that a database in memory begins with, instead of an empty one
 * @throws Error with a remedy when another process holds the folder
 */
export async function startEmbedded(folder: string, archive = ''): Promise<Embedded> {
  // In a new private folder: socket paths are limited to some 100 bytes, and a crash leaves no stale socket behind.
  const host = await mkdtemp(join(tmpdir(), 'nuanxin-'));
  const child = fork(
    new URL('./embedded-process.ts', import.meta.url),
    [folder === 'memory://' ? '' : folder, join(host, '.s.PGSQL.5432'), archive],
    { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    await said(child, 'ready');
  } catch (error) {
    child.kill('SIGKILL');
    await rm(host, { recursive: true, force: true });
    throw error;
  }
  return {
    host,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send('close');
      await gone;
      await rm(host, { recursive: true, force: true });
    },
  };
}

async function said(child: ChildProcess, word: 'ready'): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: Told) => {
      if ('refused' in message) reject(new Error(message.refused));
      else if (message.said === word) resolve();
    });
    child.once('exit', () => reject(new Error('the embedded database ended unexpectedly')));
    child.once('error', reject);
  });
}
