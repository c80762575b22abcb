import { reactive, watch } from 'vue';
import { useSession } from '../session/session.ts';

/** What a reviewer has written about a report and not sent, or sent and taken back. */
export interface ReviewDraft {
  /** The revision about which it was written. */
  revision: number;
  /** On single figures. */
  remarks: Record<string, string>;
  /** On the whole: like the remarks it goes with a return or an acceptance, whichever comes. */
  comment: string;
  reopen: string;
  /** Version that the decision with which it went out left behind: there again when that is taken back, gone after it. */
  sent: number | null;
}

/** As long as the window is open, also when it is loaded anew: somebody looks something up elsewhere and goes on writing. */
const drafts = new Map<string, ReviewDraft>();

/** A newer revision takes over what was written about the one before: whoever wrote it decides whether it still holds. */
export function reviewDraft(id: string, { revision, version }: { revision: number; version: number }): ReviewDraft {
  const known = drafts.get(keyOf(id));
  const draft = known ?? keep(id, revision);
  if (draft.sent !== null && version > draft.sent) Object.assign(draft, blank(revision));
  if (!isWritten(draft)) draft.revision = revision;
  return draft;
}

/** What was written about a report went out with a decision that left this version, or came back with it. */
export function markSent(id: string, sent: number | null): void {
  const draft = drafts.get(keyOf(id));
  if (draft) draft.sent = sent;
}

export function isWritten(draft: ReviewDraft): boolean {
  return draft.reopen.trim() !== '' || isOpinion(draft);
}

/** Something that its unit should read, whichever way the report is decided. */
export function isOpinion({ remarks, comment }: ReviewDraft): boolean {
  return [comment, ...Object.values(remarks)].some((text) => text.trim() !== '');
}

function blank(revision: number): ReviewDraft {
  return { revision, remarks: {}, comment: '', reopen: '', sent: null };
}

/** Each reviewer's own: the next one at the same machine starts with nothing. */
const keyOf = (id: string): string => `review ${useSession().user?.id} ${id}`;

function keep(id: string, revision: number): ReviewDraft {
  const key = keyOf(id);
  const draft = reactive<ReviewDraft>({ ...blank(revision), ...stored(key) });
  watch(draft, (now) => {
    try {
      if (isWritten(now)) sessionStorage.setItem(key, JSON.stringify(now));
      else sessionStorage.removeItem(key);
    } catch {
      // Full, or not allowed: it is kept until the page is loaded anew.
    }
  });
  drafts.set(key, draft);
  return draft;
}

function stored(key: string): Partial<ReviewDraft> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<ReviewDraft>;
  } catch {
    return {};
  }
}
