import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
// Not all of the package: it takes long to load.
import { periodIn } from '@nuanxin/domain/period-text';
import { findPersonalInfo } from '@nuanxin/domain/personal-info';
import { isDocumentName } from '@nuanxin/workbook/archive';
import type { Outcome } from './outcome.ts';
import { baseName, type ImportOptions } from './send.ts';
import { writeWhole } from './write-whole.ts';

/** What was answered so far, so that an interrupted run goes on where it stopped and nothing is sent twice. */
export interface State {
  answered(key: string): Outcome | undefined;
  /** On the disk when it returns. */
  keep(key: string, outcome: Outcome): Promise<void>;
  close(): Promise<void>;
}

/** A line of the file: an answer, and the service and account that it was given to. */
interface Line {
  account: string;
  key: string;
  outcome: Outcome;
}

/** The same bytes asked about in the same way, under names that say the same. */
export function keyOf(file: string, bytes: Buffer, options: ImportOptions): string {
  const name = baseName(file);
  // A document's unit may stand in its name alone: under two names the same words are two units'.
  const said = isDocumentName(name) ? [name] : [periodIn(name), findPersonalInfo(name).length > 0];
  const { form, period = null, mode, confirm, sheet } = options;
  const asked = JSON.stringify([form, period, mode, confirm, ...said, ...(sheet === undefined ? [] : [{ sheet }])]);
  return createHash('sha256').update(bytes).update(asked).digest('hex');
}

/**
 * One line of JSON an answer; a line that a killed process left unfinished is no answer. What another service or another
 * account answered is no answer either, and stays.
 * @param again forgets the answers
 */
export async function openState(path: string, account: string, again: boolean): Promise<State> {
  const known = new Map<string, Outcome>();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').flatMap((line) => parsed(line) ?? []);
  if (again) {
    const others = lines.filter((line) => line.account !== account);
    await writeWhole(path, others.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } else {
    for (const line of lines) if (line.account === account) known.set(line.key, line.outcome);
  }
  const file = await open(path, 'a');
  // After a torn line the next one begins on its own.
  if (!again && text !== '' && !text.endsWith('\n')) await file.appendFile('\n');
  return {
    answered: (key) => known.get(key),
    async keep(key, outcome) {
      known.set(key, outcome);
      await file.appendFile(`${JSON.stringify({ account, key, outcome } satisfies Line)}\n`);
      await file.sync();
    },
    close: () => file.close(),
  };
}

function parsed(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    return line?.account && line.key && line.outcome ? (line as Line) : null;
  } catch {
    return null;
  }
}
