import { fork, type ChildProcess } from 'node:child_process';
import type { Progress } from '@nuanxin/contract';
import { ProblemError } from '../../problem.ts';
import type { Answer, Job, Message, Question, Reply, Results } from './workbook-jobs.ts';

const SECONDS = 60;
/** Of the heap: 20,000 rows in order take the whole process to 300 MB, as many with a fault in every cell to 500. */
const MEGABYTES = 320;
/** Files that are read at the same time; the next ones wait, so that a hundred uploads do not take all memory. */
const AT_ONCE = 2;

/** Processes that have done a job and wait for the next: starting one takes longer than reading most files. */
const idle: ChildProcess[] = [];
let running = 0;
const waiting: (() => void)[] = [];

type Tell = (progress: Progress) => void;
type Find = (question: Question) => Promise<Reply>;

async function inTurn<T>(tell: Tell | undefined, run: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    tell?.({ step: 'wait', done: 0, total: waiting.length + 1 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await run();
  } finally {
    // The place goes to the next one, or is free.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function start(): ChildProcess {
  return fork(new URL('./workbook-process.ts', import.meta.url), [], {
    execArgv: [`--max-old-space-size=${MEGABYTES}`, '--max-semi-space-size=8'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Starts a process ahead of the first file, whose sender need not wait for it. */
export function warmUp(): void {
  keep(start());
}

/** An idle process keeps nobody from ending. */
function keep(child: ChildProcess): void {
  child.removeAllListeners();
  child.once('exit', () => idle.splice(idle.indexOf(child), 1));
  child.unref();
  child.channel?.unref();
  idle.push(child);
}

function take(): ChildProcess {
  const child = idle.pop() ?? start();
  child.removeAllListeners();
  child.ref();
  child.channel?.ref();
  return child;
}

/**
 * Does a job on a workbook in a process with limits on time and memory: a hostile file costs its sender an error and
 * nobody else anything. Not in a thread: each would load its own WebAssembly to read TypeScript, and V8 does not bear
 * threads that come and go with it (nodejs/node#64500).
 * @param find answers what the job has to know on its way
 * @throws ProblemError file_refused, period_unknown, period_mismatch, decision_invalid, import_timeout
 */
export async function inProcess<K extends Job['kind']>(
  job: Extract<Job, { kind: K }>,
  tell?: Tell,
  find?: Find,
): Promise<Results[K]> {
  return inTurn(tell, async () => {
    const child = take();
    let failed: unknown;
    const reply = (question: Question): Promise<unknown> =>
      Promise.resolve(find?.(question))
        .catch((error: unknown) => void (failed = error))
        .then((found) => child.connected && child.send(found ?? { alike: null }));
    const answer = await new Promise<Answer | 'timeout' | 'gone'>((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), SECONDS * 1000);
      const settle = (outcome: Answer | 'gone'): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      child.on('message', (message: Message) => {
        if ('progress' in message) tell?.(message.progress);
        else if ('keys' in message) void reply(message);
        else settle(message);
      });
      child.once('exit', () => settle('gone'));
      child.once('error', () => settle('gone'));
      child.send(job);
    });
    if (answer === 'timeout' || answer === 'gone') {
      child.removeAllListeners();
      child.kill('SIGKILL');
      if (answer === 'timeout') throw new ProblemError('import_timeout', { seconds: SECONDS });
      throw new ProblemError('file_refused', { detail: '文件内容过多，内存不足以读取，请拆分后重新导入' });
    }
    keep(child);
    if (failed) throw failed;
    if ('refused' in answer) throw refusal(answer.refused);
    if ('failed' in answer) throw new Error(answer.failed);
    return answer.result as Results[K];
  });
}

function refusal({ code, detail, sheets = [] }: { code: string; detail: string; sheets?: string[] }): ProblemError {
  if (code === 'period_unknown') return new ProblemError(code);
  if (code === 'period_mismatch') return new ProblemError(code, { detail });
  if (code === 'cell_unknown' || code === 'decision_invalid') return new ProblemError('decision_invalid', { detail });
  const choices = sheets.map((name) => ({ pointer: '/sheet', code: 'sheet_choice', detail: name }));
  return new ProblemError('file_refused', { detail }, { errors: [{ pointer: '/file', code, detail }, ...choices] });
}
