import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Client } from '@nuanxin/client';
import { documentsFirst, isImportable } from '@nuanxin/workbook';
import { importBytes, type ImportOptions, type Outcome } from './import.ts';

type Look = Map<string, string>;

/** Workbooks and documents in the folder itself, with what tells whether one is still being written. */
async function look(folder: string): Promise<Look> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && isImportable(entry.name))
    .map(({ name }) => name)
    .toSorted((a, b) => documentsFirst(a, b) || a.localeCompare(b, 'zh'));
  const found = await Promise.all(
    names.map(async (name) => {
      const facts = await stat(join(folder, name)).catch(() => null);
      return facts ? ([name, `${facts.size} ${facts.mtimeMs}`] as const) : null;
    }),
  );
  return new Map(found.filter((each) => each !== null));
}

/**
 * Imports what appears in a folder. A file is taken when it looks the same twice, so that none is read half copied; then
 * it is moved to done/ or failed/ with its annotated workbook, or the reason, beside it.
 * @param pause between two looks
 * @param more false ends it after the look
 */
export async function watchFolder(
  client: Client,
  folder: string,
  options: ImportOptions,
  { pause, more, answered }: { pause: () => Promise<void>; more: () => boolean; answered: (outcome: Outcome) => void },
): Promise<void> {
  let before: Look = await look(folder);
  for (;;) {
    await pause();
    const now = await look(folder);
    for (const [name, facts] of now) {
      if (before.get(name) === facts) answered(await take(client, folder, name, options));
    }
    if (!more()) return;
    before = now;
  }
}

async function take(client: Client, folder: string, name: string, options: ImportOptions): Promise<Outcome> {
  const path = join(folder, name);
  const bytes = await readFile(path);
  const outcome = await importBytes(client, path, bytes, options);
  const to = join(folder, outcome.ok ? 'done' : 'failed');
  await mkdir(to, { recursive: true });
  const kept = await freeName(to, name);
  const beside = join(to, `${basename(kept, extname(kept))}_导入结果`);
  if ('import' in outcome) {
    const { data } = await client.getImportWorkbook({ params: { id: outcome.import.id } });
    await writeFile(`${beside}.xlsx`, data.content);
  } else await writeFile(`${beside}.txt`, `${outcome.problem.detail}\n`);
  // Last: a file that is still there after a crash is sent again, and answered as before.
  await rename(path, join(to, kept));
  return outcome;
}

/** A second file of one name gets a number. */
async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  const [stem, ending] = [basename(name, extname(name)), extname(name)];
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${stem}（${n}）${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}
