import { on } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockFolder } from './folder-lock.ts';

export interface Embedded {
  /** Folder of the socket; `pg` takes it as the host. */
  host: string;
  close(): Promise<void>;
}

/**
 * Starts PGlite in a worker behind a socket that `pg` speaks to, so that the service has one driver for both databases.
 * @param folder data folder, or `memory://` for a database that lives as long as the process
 */
export async function startEmbedded(folder: string): Promise<Embedded> {
  const unlock = folder === 'memory://' ? async () => {} : await lockFolder(folder);
  // In a new private folder: socket paths are limited to some 100 bytes, and a crash leaves no stale socket behind.
  const host = await mkdtemp(join(tmpdir(), 'nuanxin-'));
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: {
      folder: folder === 'memory://' ? null : folder,
      socket: join(host, '.s.PGSQL.5432'),
    },
  });
  try {
    await said(worker, 'ready');
  } catch (error) {
    await rm(host, { recursive: true, force: true });
    await unlock();
    throw error;
  }
  return {
    host,
    async close() {
      worker.postMessage('close');
      await said(worker, 'closed');
      await worker.terminate();
      await rm(host, { recursive: true, force: true });
      await unlock();
    },
  };
}

/** Waits for one word of the worker; under `node --watch` the runtime's own messages come between. */
async function said(worker: Worker, word: string): Promise<void> {
  for await (const [message] of on(worker, 'message', { close: ['exit'] })) if (message === word) return;
  throw new Error('the embedded database ended unexpectedly');
}
