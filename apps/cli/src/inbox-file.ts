import { readFile } from 'node:fs/promises';
import { ApiProblem, type Client } from '@nuanxin/client';
import { describe } from './describe.ts';
import { CannotRun, ServiceAway } from './errors.ts';
import type { Outcome } from './outcome.ts';
import type { Result } from './put-away.ts';
import { baseName, kindOf, patiently, sendWorkbook, type ImportOptions, type Patience } from './send.ts';
import { isArchiveName, unpacked, type Source } from './sources.ts';
import { printable } from './table.ts';

/** What is known of a file of a watched folder until it is put away: whatever hinders that, nothing is sent twice. */
export interface InHand {
  /** One for each of its workbooks. */
  outcomes: Outcome[];
  results: Result[];
}

/** The service has no time for anybody: 408, 409 for a key in use, 429. */
const BUSY = new Set([408, 409, 429]);

/**
 * Sends a file, or the workbooks of an archive, and fetches what is to be laid beside it; each of it once.
 * @throws ServiceAway, CannotRun, or the file system's error
 */
export async function answer(
  client: Client,
  path: string,
  inHand: InHand,
  options: ImportOptions,
  { answered, ...patience }: Patience & { answered: (outcome: Outcome) => void },
): Promise<void> {
  const { outcomes, results } = inHand;
  for (const [i, { name, bytes, refused }] of (await partsOf(path)).entries()) {
    let outcome = outcomes[i];
    if (!outcome) {
      outcome = refused
        ? { file: name, ok: false, problem: refused }
        : await send(client, name, await bytes(), options, patience);
      outcomes[i] = outcome;
      answered(outcome);
    }
    const part = name === printable(path) ? null : baseName(name);
    results[i] ??= { part, ...(await resultOf(client, outcome, patience)) };
  }
}

async function partsOf(path: string): Promise<(Source & { refused?: { code: string; detail: string } })[]> {
  const name = printable(path);
  const content = await readFile(path);
  const whole = { name, bytes: () => Promise.resolve(content) };
  if (!isArchiveName(path)) return [whole];
  try {
    return await unpacked(name, content);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return [{ ...whole, refused: { code: 'unreadable', detail: error.message } }];
  }
}

async function send(...[client, name, bytes, options, patience]: Parameters<typeof sendWorkbook>): Promise<Outcome> {
  const outcome = await sendWorkbook(client, name, bytes, options, patience);
  if ('problem' in outcome && outcome.passing && BUSY.has(outcome.problem.status ?? 0))
    throw new ServiceAway(outcome.problem.detail);
  return outcome;
}

/** The annotated workbook, or the reason why there is none. */
async function resultOf(client: Client, outcome: Outcome, patience: Patience): Promise<Omit<Result, 'part'>> {
  if ('problem' in outcome) return { ending: '.txt', content: `${outcome.problem.detail}\n` };
  const { id } = outcome.import;
  try {
    const { data } = await patiently(patience, (signal) => client.getImportWorkbook({ params: { id } }, signal));
    return { ending: '.xlsx', content: data.content };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const kind = kindOf(error.problem);
    if (kind === 'away') throw new ServiceAway(error.problem.detail);
    if (kind === 'barred') throw new CannotRun(error.problem.detail);
    return { ending: '.txt', content: `${describe(outcome, true)}\n` };
  }
}
