import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ApiProblem, importRows, type Client, type ProblemDocument } from '@nuanxin/client';
import { CannotRun, ServiceAway } from './errors.ts';
import { isClean, type Outcome } from './outcome.ts';

export interface ImportOptions {
  period?: string;
  /** Name of the sheet that counts, where several could. */
  sheet?: string;
  form: string;
  mode: 'dry_run' | 'atomic' | 'valid_rows';
  confirm: boolean;
}

/** How long to go on when the service does not answer, or not now. */
export interface Patience {
  /** Seconds after the first refusal in which a file is tried again. */
  wait: number;
  /** Called before each pause, with its seconds. */
  waiting?: (seconds: number, problem: ProblemDocument) => void;
  signal?: AbortSignal;
}

const FIRST_PAUSE = 0.5;
const LONGEST_PAUSE = 2;
/** A service that wants to be left alone for longer is not waited for. */
const LONGEST_ASKED = 300;

/**
 * Sends one workbook. A broken connection is tried again under the same key, so that nothing is written twice; and under a
 * new key the service itself writes the same file for the same period only once.
 * @throws ServiceAway when the service is not there, CannotRun when it does not let the account import
 */
export async function sendWorkbook(
  client: Client,
  file: string,
  bytes: Buffer,
  options: ImportOptions,
  patience: Patience,
): Promise<Outcome> {
  let idempotencyKey: string = randomUUID();
  try {
    return await patiently(patience, async (signal) => {
      try {
        const body = { file: new File([new Uint8Array(bytes)], baseName(file)), ...options };
        const { data } = await client.createImport({ body }, { idempotencyKey, ...signal });
        const rows = await importRows(client, data);
        return { file, ok: isClean(data), import: { ...data, rows, nextRows: null } };
      } catch (error) {
        // A request whose service died holds its key for minutes.
        if (error instanceof ApiProblem && error.problem.code === 'idempotency_conflict') idempotencyKey = randomUUID();
        throw error;
      }
    });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { problem } = error;
    const kind = kindOf(problem);
    if (kind === 'away') throw new ServiceAway(problem.detail);
    if (problem.code === 'not_found') throw new CannotRun(`没有报表 ${options.form}`);
    if (kind === 'barred') throw new CannotRun(problem.detail);
    return { file, ok: false, problem, ...(kind === 'passing' ? { passing: true } : {}) };
  }
}

/** Calls again, after longer and longer pauses, while what goes wrong may pass. @throws what the last call threw */
export async function patiently<T>(
  { wait, waiting, signal }: Patience,
  call: (options: { signal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  const options = signal ? { signal } : {};
  let lastMoment: number | null = null;
  let pause = FIRST_PAUSE;
  let before = '';
  for (;;) {
    try {
      return await call(options);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ApiProblem)) throw error;
      const kind = kindOf(error.problem);
      if (kind !== 'away' && kind !== 'passing') throw error;
      lastMoment ??= performance.now() + wait * 1000;
      // A service that is back is not kept waiting for having been away.
      pause = kind === before ? Math.min(pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
      before = kind;
      const seconds = Math.max(pause, error.retryAfter ?? 0);
      if (performance.now() >= lastMoment || seconds > LONGEST_ASKED) throw error;
      waiting?.(seconds, error.problem);
      await setTimeout(seconds * 1000, undefined, options).catch(() => signal?.throwIfAborted());
    }
  }
}

/**
 * What a refusal is about: the file for good (`final`), this moment (`passing`), the service that does not answer
 * (`away`), or an account or a command that is not let in (`barred`).
 */
export function kindOf({ status, code }: ProblemDocument): 'final' | 'passing' | 'away' | 'barred' {
  if ([0, 502, 503, 504].includes(status)) return 'away';
  if ([401, 403, 404].includes(status)) return 'barred';
  if ([408, 429].includes(status) || status >= 500) return 'passing';
  return ['import_timeout', 'idempotency_conflict', 'unexpected'].includes(code) ? 'passing' : 'final';
}

/** The name that the file itself has, in a folder or in an archive: the period may stand in it. */
export function baseName(file: string): string {
  return file.split(/[\\/]|› /).at(-1) ?? file;
}
