import { Worker } from 'node:worker_threads';
import { ProblemError } from '../../problem.ts';
import type { Job, Results } from './workbook-worker.ts';

const SECONDS = 60;
const MEGABYTES = 1024;
/** Files that are read at the same time; the next ones wait, so that a hundred uploads do not take all memory. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await run();
  } finally {
    // The place goes to the next one, or is free.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/**
 * Does a job on a workbook in a worker with limits on time and memory: a hostile file costs its sender an error and
 * nobody else anything.
 * @throws ProblemError file_refused, period_unknown, period_mismatch, decision_invalid, import_timeout
 */
export async function inWorker<K extends Job['kind']>(job: Extract<Job, { kind: K }>): Promise<Results[K]> {
  return inTurn(async () => {
    const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    return new Promise<Results[K]>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ProblemError('import_timeout', { seconds: SECONDS })), SECONDS * 1000);
      worker.on('message', (message: { result?: Results[K]; refused?: { code: string; detail: string } }) => {
        // Under `node --watch` the runtime's own messages come as well.
        if (message.refused) reject(refusal(message.refused));
        else if ('result' in message) resolve(message.result as Results[K]);
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        const detail = '文件内容过多，内存不足以读取，请拆分后重新导入';
        reject(tooLarge ? new ProblemError('file_refused', { detail }) : error);
      });
      worker.once('exit', () => clearTimeout(timer));
    }).finally(() => worker.terminate());
  });
}

function refusal({ code, detail }: { code: string; detail: string }): ProblemError {
  if (code === 'period_unknown') return new ProblemError(code);
  if (code === 'period_mismatch') return new ProblemError(code, { detail });
  if (code === 'cell_unknown') return new ProblemError('decision_invalid', { detail });
  return new ProblemError('file_refused', { detail }, { errors: [{ pointer: '/file', code, detail }] });
}
