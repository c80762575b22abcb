import { reactive, watch } from 'vue';

/** What a reviewer has written about a report and not sent, or sent and taken back. */
export interface ReviewDraft {
  /** The revision about which it was written. */
  revision: number;
  /** On single figures, for a return. */
  remarks: Record<string, string>;
  return: string;
  reopen: string;
  /** It went out with a decision: there again when that is taken back, gone with the next revision. */
  sent: boolean;
}

/** As long as the window is open, also when it is loaded anew: somebody looks something up elsewhere and goes on writing. */
const drafts = new Map<string, ReviewDraft>();

/** A newer revision takes over what was written about the one before: whoever wrote it decides whether it still holds. */
export function reviewDraft(id: string, revision: number): ReviewDraft {
  const known = drafts.get(id);
  const draft = known ?? keep(id, revision);
  if (draft.sent && draft.revision !== revision) Object.assign(draft, blank(revision));
  if (!isWritten(draft)) draft.revision = revision;
  return draft;
}

/** What was written about a report went out with a decision, or came back with it. */
export function markSent(id: string, sent: boolean): void {
  const draft = drafts.get(id);
  if (draft) draft.sent = sent;
}

export function isWritten({ remarks, return: comment, reopen }: ReviewDraft): boolean {
  return [comment, reopen, ...Object.values(remarks)].some((text) => text.trim() !== '');
}

function blank(revision: number): ReviewDraft {
  return { revision, remarks: {}, return: '', reopen: '', sent: false };
}

function keep(id: string, revision: number): ReviewDraft {
  const key = `review ${id}`;
  const draft = reactive<ReviewDraft>({ ...blank(revision), ...stored(key) });
  watch(draft, (now) => {
    try {
      if (isWritten(now)) sessionStorage.setItem(key, JSON.stringify(now));
      else sessionStorage.removeItem(key);
    } catch {
      // Full, or not allowed: it is kept until the page is loaded anew.
    }
  });
  drafts.set(id, draft);
  return draft;
}

function stored(key: string): Partial<ReviewDraft> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<ReviewDraft>;
  } catch {
    return {};
  }
}
