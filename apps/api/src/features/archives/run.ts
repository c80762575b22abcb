import { fork } from 'node:child_process';
import { addressOf, type Database } from '../../db/connect.ts';
import type { Tells, Told } from './archive-process.ts';
import { writeArchive, type Making, type Tell } from './write.ts';
import type { Written } from './zip-writer.ts';

/**
 * Writes an archive in a process of its own, so that packing gigabytes is nothing to the one that answers requests and to
 * its memory; on the embedded database, which has one connection, in this one.
 */
export async function runArchive(db: Database, making: Making, tell: Tell): Promise<Written> {
  const url = addressOf(db);
  if (url === null) return writeArchive(db, making, tell);
  const child = fork(new URL('./archive-process.ts', import.meta.url), [], {
    // Two thirds of it are the program itself.
    execArgv: ['--max-old-space-size=128', '--max-semi-space-size=2'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let told = Promise.resolve();
  try {
    return await new Promise<Written>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error('the process that writes the archive ended')));
      child.on('message', (said: Tells) => {
        if ('progress' in said) told = told.then(async () => tell(...said.progress)).catch(reject);
        else if ('written' in said) resolve(said.written);
        else reject(Object.assign(new Error(said.failed), { code: said.code }));
      });
      child.send({ url, making } satisfies Told);
    });
  } finally {
    child.removeAllListeners();
    child.kill('SIGKILL');
    // What it said last must not be overtaken by what follows.
    await told;
  }
}
