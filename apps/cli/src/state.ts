import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { ImportOptions, Outcome } from './import.ts';

/** What was answered so far, so that an interrupted run goes on where it stopped and nothing is sent twice. */
export interface State {
  answered(key: string): Outcome | undefined;
  /** On the disk when it returns. */
  keep(key: string, outcome: Outcome): Promise<void>;
  outcomes(): Outcome[];
  close(): Promise<void>;
}

/** The same bytes asked about in the same way. */
export function keyOf(bytes: Buffer, options: ImportOptions): string {
  const asked = JSON.stringify([options.form, options.period ?? null, options.mode, options.confirm]);
  return createHash('sha256').update(bytes).update(asked).digest('hex');
}

/** One line of JSON an answer; a line that a killed process left unfinished is no answer. */
export async function openState(path: string, again: boolean): Promise<State> {
  const known = new Map<string, Outcome>();
  const text = again ? '' : await readFile(path, 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    try {
      const { key, outcome } = JSON.parse(line) as { key: string; outcome: Outcome };
      known.set(key, outcome);
    } catch {
      // Blank or torn.
    }
  }
  const file = await open(path, again ? 'w' : 'a');
  // After a torn line the next one begins on its own.
  if (text !== '' && !text.endsWith('\n')) await file.write('\n');
  return {
    answered: (key) => known.get(key),
    async keep(key, outcome) {
      known.set(key, outcome);
      await file.write(`${JSON.stringify({ key, outcome })}\n`);
      await file.sync();
    },
    outcomes: () => [...known.values()],
    close: () => file.close(),
  };
}
