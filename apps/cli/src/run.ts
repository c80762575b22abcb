import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun, Interrupted } from './errors.ts';
import { writeFindings, type Unreadable } from './findings.ts';
import { isPassing, type Outcome } from './outcome.ts';
import { FINDINGS_FILE, STATE_FILE } from './run-files.ts';
import { sendWorkbook, type ImportOptions, type Patience } from './send.ts';
import type { Session } from './session.ts';
import type { Source } from './sources.ts';
import { keyOf, openState, type State } from './state.ts';

export interface RunOptions extends Patience {
  /** Folder of the state and of findings.csv; null keeps neither. */
  out: string | null;
  /** Ask again about what was answered before. */
  again: boolean;
  /** Called before each file, with how many are done. */
  progress: (done: number, total: number, name: string) => void;
  /** Called with each answer; `before` when it is that of an earlier run. */
  answered: (outcome: Outcome, before: boolean) => void;
  unreadable: (file: Unreadable) => void;
}

export interface RunResult {
  outcomes: Outcome[];
  unreadable: Unreadable[];
  /** How many answers are those of an earlier run. */
  before: number;
}

/**
 * Sends workbooks one after the other. However it ends, what was answered so far is kept and listed.
 * @throws CannotRun, Interrupted with the number of files that are left
 */
export async function importAll(
  session: Session,
  sources: Source[],
  options: ImportOptions,
  run: RunOptions,
): Promise<RunResult> {
  const { out } = run;
  if (out !== null) await mkdir(out, { recursive: true });
  const state = out === null ? null : await openState(join(out, STATE_FILE), session.account, run.again);
  const result: RunResult = { outcomes: [], unreadable: [], before: 0 };
  const end = async (): Promise<void> => {
    await state?.close();
    if (out !== null) await writeFindings(join(out, FINDINGS_FILE), result.outcomes, result.unreadable);
  };
  try {
    await sendAll(session, sources, options, run, state, result);
  } catch (error) {
    // Why the run stopped matters more than a list that could not be written.
    await end().catch(() => {});
    if (!(error instanceof CannotRun) && !(error instanceof Interrupted)) throw error;
    const left = sources.length - result.outcomes.length - result.unreadable.length;
    error.message += `；还有 ${left} 个文件没有处理，再次运行同一命令就从这里继续`;
    throw error;
  }
  await end();
  return result;
}

async function sendAll(
  { client }: Session,
  sources: Source[],
  options: ImportOptions,
  run: RunOptions,
  state: State | null,
  result: RunResult,
): Promise<void> {
  const answers = new Map<string, { outcome: Outcome; before: boolean }>();
  for (const [index, source] of sources.entries()) {
    run.signal?.throwIfAborted();
    run.progress(index, sources.length, source.name);
    const bytes = await read(source, run, result);
    if (!bytes) continue;
    const key = keyOf(source.name, bytes, options);
    const twin = answers.get(key);
    const earlier = twin?.outcome ?? state?.answered(key);
    const before = twin?.before ?? earlier !== undefined;
    const outcome = earlier
      ? { ...earlier, file: source.name }
      : await sendWorkbook(client, source.name, bytes, options, run);
    if (twin) outcome.sameAs = twin.outcome.file;
    if (!earlier && !isPassing(outcome)) await state?.keep(key, outcome);
    if (!twin && !isPassing(outcome)) answers.set(key, { outcome, before });
    if (before) result.before += 1;
    result.outcomes.push(outcome);
    run.answered(outcome, before);
  }
}

/** One that cannot be read stops no other. */
async function read(source: Source, run: RunOptions, { unreadable }: RunResult): Promise<Buffer | null> {
  try {
    return await source.bytes();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    const file = { file: source.name, detail: error.message };
    unreadable.push(file);
    run.unreadable(file);
    return null;
  }
}
