import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Client } from '@nuanxin/client';
import { documentsFirst, isImportable } from '@nuanxin/workbook/archive';
import { fileTrouble, isVanished, ServiceAway } from './errors.ts';
import { answer, type InHand } from './inbox-file.ts';
import type { Outcome } from './outcome.ts';
import { putAway } from './put-away.ts';
import type { ImportOptions, Patience } from './send.ts';
import type { Session } from './session.ts';
import { isArchiveName } from './sources.ts';
import { printable } from './table.ts';

export interface WatchOptions extends Patience {
  /** Signs in; called until it succeeds. */
  connect: () => Promise<Session>;
  /** Called after the first look: the folder is there. */
  ready: () => void;
  /** Between two looks. */
  pause: () => Promise<void>;
  /** False ends it after the look. */
  more: () => boolean;
  answered: (outcome: Outcome) => void;
  /** What hinders, once each time. */
  tell: (message: string) => void;
}

type Look = Map<string, string>;

/** Workbooks and archives in the folder itself, with what tells whether one is still being written. */
async function look(folder: string): Promise<Look> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && (isImportable(entry.name) || isArchiveName(entry.name)))
    .map(({ name }) => name)
    .toSorted((a, b) => documentsFirst(a, b) || a.localeCompare(b, 'zh'));
  const found = await Promise.all(names.map(async (name) => [name, await factsOf(join(folder, name))] as const));
  return new Map(found.filter((each): each is readonly [string, string] => each[1] !== null));
}

async function factsOf(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  return facts && `${facts.size} ${facts.mtimeMs}`;
}

/**
 * Imports what appears in a folder. A file is taken when it looks the same twice, so that none is read half copied; then
 * it is moved to done/ or failed/ with its annotated workbook, or the reason, beside it. What hinders for a while ends
 * nothing: files stay where they are until the service is back.
 * @throws CannotRun when the account may not sign in or import; ServiceAway only when there is no more look
 */
export async function watchFolder(folder: string, options: ImportOptions, watch: WatchOptions): Promise<void> {
  let before: Look | null = await look(folder);
  watch.ready();
  let session: Session | null = null;
  const inHand = new Map<string, InHand>();
  const told = new Map<string, string>();
  const hindered = (what: string, message: string): void => {
    if (told.get(what) !== message) watch.tell(message);
    told.set(what, message);
  };
  const serviceIsBack = (): void => {
    if (told.delete(SERVICE)) watch.tell('服务已恢复，继续导入');
  };
  const unlessAway = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ServiceAway) || !watch.more()) throw error;
      if (!told.has(SERVICE)) hindered(SERVICE, `${error.message}；文件留在原处，服务恢复后自动继续`);
    }
  };
  const signedIn = async (): Promise<Client> => {
    if (session) return session.client;
    session = await watch.connect();
    serviceIsBack();
    return session.client;
  };
  const answered = (outcome: Outcome): void => {
    serviceIsBack();
    watch.answered(outcome);
  };

  await unlessAway(async () => void (await signedIn()));
  for (;;) {
    await watch.pause();
    const now = await look(folder).catch((error: unknown) => hindered(FOLDER, wordsOf(error)) ?? null);
    if (now) told.delete(FOLDER);
    await unlessAway(async () => {
      const client = await signedIn();
      for (const [name, facts] of now ?? []) {
        if (before?.get(name) !== facts) continue;
        const known = inHand.get(name + facts) ?? { outcomes: [], results: [] };
        inHand.set(name + facts, known);
        try {
          await take(client, join(folder, name), facts, known, options, { ...watch, answered });
          inHand.delete(name + facts);
          told.delete(name);
        } catch (error) {
          const words = wordsOf(error);
          if (isVanished(error)) inHand.delete(name + facts);
          else hindered(name, `${words}；处理好后自动继续`);
        }
      }
    });
    if (!watch.more()) return;
    before = now;
  }
}

async function take(
  client: Client,
  path: string,
  facts: string,
  inHand: InHand,
  options: ImportOptions,
  watch: WatchOptions,
): Promise<void> {
  await answer(client, path, inHand, options, watch);
  // Somebody may have put another version there meanwhile: that one's turn comes.
  if ((await factsOf(path)) !== facts) return;
  const ok = inHand.outcomes.every((outcome) => outcome.ok);
  await putAway(path, join(dirname(path), ok ? 'done' : 'failed'), inHand.results);
}

/** Names of what may hinder, beside those of files. */
const FOLDER = './';
const SERVICE = '//';

/** @throws the error itself unless it is the file system's */
function wordsOf(error: unknown): string {
  const trouble = fileTrouble(error);
  if (!trouble) throw error;
  return `${printable(trouble.path)}：${trouble.reason}`;
}
