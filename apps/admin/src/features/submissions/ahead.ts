import type { SubmissionInFull, SubmissionRow } from '@nuanxin/client';
import { api } from '../../api.ts';
import { useSession } from '../session/session.ts';

export interface InFull {
  full: SubmissionInFull;
  etag: string;
}

/** The report that is likely to be opened next, asked for while somebody reads the one before it. */
let ahead: { key: string; loaded: Promise<InFull> } | null = null;

const keyOf = (id: string): string => `${useSession().user?.id} ${id}`;

async function load(id: string, signal?: AbortSignal): Promise<InFull> {
  const { data: full, etag } = await api.getSubmissionInFull({ params: { id } }, signal ? { signal } : {});
  return { full, etag: etag ?? '' };
}

export function loadAhead({ id, version }: Pick<SubmissionRow, 'id' | 'version'>): void {
  const key = `${keyOf(id)} ${version}`;
  if (ahead?.key === key) return;
  const mine = { key, loaded: load(id) };
  ahead = mine;
  // Whoever opens it asks again, and is told.
  mine.loaded.catch(() => {
    if (ahead === mine) ahead = null;
  });
}

/** What was loaded ahead is good once: a decision on it names its version, and a second look is a fresh one. */
export function loadInFull(id: string, signal: AbortSignal): Promise<InFull> {
  const loaded = ahead?.key.startsWith(`${keyOf(id)} `) ? ahead.loaded : null;
  ahead = null;
  return loaded ?? load(id, signal);
}
