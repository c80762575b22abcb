/** 有进有退、滚动实施: what of one year's plan stands in another's. */
export const planPairStates = ['kept', 'changed', 'dropped', 'new'] as const;
export type PlanPairState = (typeof planPairStates)[number];

export interface PlanPair<T> {
  state: PlanPairState;
  from: T | null;
  to: T | null;
  /** In the office's words, in order. */
  changes: { what: string; from: string; to: string }[];
}

/** What is compared of a row, in words. */
export type PlanParts<T> = { what: string; of: (row: T) => string }[];

/** `2025年` becomes `2026年`; a longer number that holds the year stays. */
export function yearMovedOn(text: string, from: number, to: number): string {
  return text.replace(new RegExp(`(?<!\\d)${from}(?!\\d)`, 'g'), String(to));
}

interface Years {
  from: number;
  to: number;
}

/**
 * Pairs the rows of two years and says what differs; a text that only says the other year is the same.
 * @param keys by which rows are known again, the surest first: what one pairs, the next does not see
 * @returns the rows of the new year in their order; those that went stand after the one that they followed
 */
export function comparePlanRows<T>(
  old: readonly T[],
  next: readonly T[],
  keys: readonly ((row: T) => string)[],
  parts: PlanParts<T>,
  years: Years,
): PlanPair<T>[] {
  const pairs = new Map<T, T>();
  const left = new Set(old);
  for (const key of keys) {
    const open = new Map<string, T>();
    for (const row of left) {
      // As it stood, and as it would be called in the new year.
      for (const name of [yearMovedOn(key(row), years.from, years.to), key(row)])
        if (!open.has(name)) open.set(name, row);
    }
    for (const row of next) {
      const found = pairs.has(row) ? undefined : open.get(key(row));
      if (!found || !left.delete(found)) continue;
      pairs.set(row, found);
    }
  }
  const all = next.map((row): PlanPair<T> => {
    const from = pairs.get(row);
    if (from === undefined) return { state: 'new', from: null, to: row, changes: [] };
    const changes = parts.flatMap(({ what, of }) => {
      const words = { what, from: of(from), to: of(row) };
      const same = [words.from, yearMovedOn(words.from, years.from, years.to)].includes(words.to);
      return same ? [] : [words];
    });
    return { state: changes.length > 0 ? 'changed' : 'kept', from, to: row, changes };
  });
  old.forEach((row, i) => {
    if (!left.has(row)) return;
    const before = i === 0 ? -1 : all.findIndex(({ from }) => from === old[i - 1]);
    all.splice(before + 1, 0, { state: 'dropped', from: row, to: null, changes: [] });
  });
  return all;
}
