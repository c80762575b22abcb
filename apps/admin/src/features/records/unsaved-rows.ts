import type { Row } from './rows.ts';

/** Rows that were typed and not saved. */
export interface Kept {
  at: string;
  fresh: Row[];
  changed: Row[];
}

/**
 * Keeps unsaved rows in the browser's window, by user, kind and year, so that leaving the page, a reload or the end of
 * the session loses nothing. It ends with the window: a shared machine keeps nobody's rows.
 */
export function unsavedRows(user: string, kind: string, year: number) {
  const key = `nuanxin-rows ${user} ${kind} ${year}`;
  return {
    read(): Kept | null {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
      } catch {
        return null;
      }
    },
    keep(fresh: Row[], changed: Row[]): void {
      try {
        if (fresh.length + changed.length === 0) sessionStorage.removeItem(key);
        else
          sessionStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), fresh, changed } satisfies Kept));
      } catch {
        // A browser that keeps nothing for pages: the question before leaving is all there is.
      }
    },
  };
}
