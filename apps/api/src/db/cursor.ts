import { ProblemError } from '../problem.ts';

export type CursorKey = (string | number | null)[];

/** Opaque position in a list: the sort key of the last row that was given. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * @param kinds `typeof` of each part of the key
 * @throws ProblemError invalid_cursor when it is not one of this list's own
 */
export function decodeCursor(cursor: string | undefined, kinds: ('string' | 'number')[]): CursorKey | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, i) => typeof key[i] === kind))
      return key;
  } catch {
    // Not one of ours: said below.
  }
  throw new ProblemError('invalid_cursor');
}

/**
 * Cuts a list that was read with one row more than asked for.
 * @param keyOf sort key of a row; the list must be ordered by it
 */
export function page<T, R>(
  rows: T[],
  limit: number,
  keyOf: (row: T) => CursorKey,
  map: (row: T) => R,
  total?: number,
): { items: R[]; nextCursor: string | null; total?: number } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: items.map(map), nextCursor, ...(total === undefined ? {} : { total }) };
}
