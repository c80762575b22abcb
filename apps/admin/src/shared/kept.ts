/** What a reader chose for how pages look, kept in this browser. Nobody's work and nobody's data are in it. */
export function readKept<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    // A browser that keeps nothing for pages, or something that is not ours.
    return null;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It holds until the window is closed.
  }
}
