import { fork, type ChildProcess } from 'node:child_process';
import type { S3Config } from '../../storage/store.ts';
import type { Answered, Told } from './zip-process.ts';
import type { Written } from './zip-writer.ts';

/** A zip that is being written in a process of its own. */
export interface Zip {
  /** Content as it comes; gives what was written. */
  add(name: string, parts: AsyncIterable<string | Uint8Array>): Promise<Written>;
  /** What lies in the store; null when it is not there. */
  addStored(name: string, key: string): Promise<Written | null>;
  finish(): Promise<Written>;
  /** Ends the process, whether it is done or not. */
  close(): void;
}

/** What is packed already gets no smaller. */
const packed = /\.(?:jpe?g|png|webp|docx|xlsx|pptx|pdf|zip)$/;

/**
 * @param path where it is written
 * @param at the time that all files in it have
 */
export async function openZip(path: string, at: Date, store: { dataDir: string; s3: S3Config | null }): Promise<Zip> {
  const child = fork(new URL('./zip-process.ts', import.meta.url), [], {
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=2'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ask = asker(child);
  await ask({ open: path, at, store });
  return {
    async add(name, parts) {
      await ask({ begin: name, compress: !packed.test(name) });
      for await (const part of parts) await ask(typeof part === 'string' ? { text: part } : { bytes: part });
      return (await ask({ end: true })) as Written;
    },
    async addStored(name, key) {
      await ask({ begin: name, compress: !packed.test(name) });
      const found = await ask({ content: key });
      const written = (await ask({ end: true })) as Written;
      return found ? written : null;
    },
    finish: async () => (await ask({ finish: true })) as Written,
    close: () => void child.kill('SIGKILL'),
  };
}

/** One question at a time: the next part is read when the one before is written. */
function asker(child: ChildProcess) {
  return async (told: Told): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('the process that writes the zip ended'));
      child.once('exit', gone);
      child.once('message', (answer: Answered) => {
        child.off('exit', gone);
        if ('failed' in answer) reject(Object.assign(new Error(answer.failed), { code: answer.code }));
        else resolve(answer.done);
      });
      if (!child.connected) gone();
      else child.send(told);
    });
}
