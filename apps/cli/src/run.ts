import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import { writeFindings } from './findings.ts';
import { importBytes, type ImportOptions, type Outcome } from './import.ts';
import { CannotRun } from './settings.ts';
import type { Source } from './sources.ts';
import { keyOf, openState } from './state.ts';

export interface RunOptions {
  /** Folder of the state and of findings.csv; null keeps neither. */
  out: string | null;
  /** Ask again about what was answered before. */
  again: boolean;
  /** Called before each file, with how many are done. */
  progress: (done: number, total: number, name: string) => void;
  /** Called with each answer; `before` when it is that of an earlier run. */
  answered: (outcome: Outcome, before: boolean) => void;
  unreadable: (message: string) => void;
}

/** Sends workbooks one after the other. @returns answers, and how many files could not be read */
export async function importAll(
  client: Client,
  sources: Source[],
  options: ImportOptions,
  run: RunOptions,
): Promise<{ outcomes: Outcome[]; unreadable: number }> {
  if (run.out !== null) await mkdir(run.out, { recursive: true });
  const state = run.out === null ? null : await openState(join(run.out, 'nuanxin-state.jsonl'), run.again);
  const outcomes: Outcome[] = [];
  let unreadable = 0;
  for (const [index, source] of sources.entries()) {
    run.progress(index, sources.length, source.name);
    let bytes: Buffer;
    try {
      bytes = await source.bytes();
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      unreadable += 1;
      run.unreadable(error.message);
      continue;
    }
    const key = keyOf(bytes, options);
    const known = state?.answered(key);
    const outcome = known ?? (await importBytes(client, source.name, bytes, options));
    if (!known) await state?.keep(key, outcome);
    outcomes.push(outcome);
    run.answered(outcome, known !== undefined);
  }
  await state?.close();
  if (run.out !== null) await writeFindings(join(run.out, 'findings.csv'), outcomes);
  return { outcomes, unreadable };
}
