import { reactive } from 'vue';

/** What a reviewer has written about a revision and not sent, or sent and taken back. */
export interface ReviewDraft {
  /** On single figures, for a return. */
  remarks: Record<string, string>;
  return: string;
  reopen: string;
}

/** Kept as long as the window is open: somebody looks something up in another report and goes on writing. */
const drafts = new Map<string, ReviewDraft>();

export function reviewDraft(id: string, revision: number): ReviewDraft {
  const key = `${id} ${revision}`;
  const draft = drafts.get(key) ?? reactive({ remarks: {}, return: '', reopen: '' });
  drafts.set(key, draft);
  return draft;
}
