import type { Content } from './changes.ts';

/** What was typed and not saved, with the version of the submission that it was typed over. */
export interface Unsaved {
  etag: string;
  at: string;
  content: Content;
}

/**
 * Keeps what could not be saved in the browser's window, by user and submission, so that leaving the page, a reload or
 * the end of the session loses nothing. It ends with the window: a shared machine keeps nobody's figures.
 */
export function unsavedDraft(user: string, submission: string) {
  const key = `nuanxin-unsaved ${user} ${submission}`;
  return {
    read(): Unsaved | null {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Unsaved | null;
      } catch {
        return null;
      }
    },
    keep(etag: string, content: Content): void {
      const unsaved: Unsaved = { etag, at: new Date().toISOString(), content };
      try {
        sessionStorage.setItem(key, JSON.stringify(unsaved));
      } catch {
        // A browser that keeps nothing for pages: the question before leaving is all there is.
      }
    },
    drop(): void {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // The same browser.
      }
    },
  };
}
