import { isInstant, isIsoDate } from '@nuanxin/domain';
import { ProblemError } from '../problem.ts';

export type CursorKey = (string | number | null)[];

/** Opaque position in a list: the sort key of the last row that was given. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

export type CursorKind = 'text' | 'integer' | 'uuid' | 'instant' | 'day';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What the database takes for each kind: a cursor comes from outside, whoever made it. */
const storable: Record<CursorKind, (part: unknown) => boolean> = {
  text: (part) => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'),
  integer: (part) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  uuid: (part) => typeof part === 'string' && uuid.test(part),
  instant: (part) => typeof part === 'string' && isInstant(part),
  day: (part) => typeof part === 'string' && isIsoDate(part) && part >= '1000',
};

/**
 * @param kinds kind of each part of the key
 * @throws ProblemError invalid_cursor when it is not one of this list's own
 */
export function decodeCursor(cursor: string | undefined, kinds: readonly CursorKind[]): CursorKey | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, i) => storable[kind](key[i])))
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
