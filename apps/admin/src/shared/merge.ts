type Plain = Record<string, unknown>;

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** By what rows of a list are known while they change. */
const codeOf = (row: unknown): unknown => (isPlain(row) ? row.code : row);
const isList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((row) => !isPlain(row) || 'code' in row);

/**
 * What two people made of the same thing: what only one of them changed is as that one has it, what both changed is mine.
 * Of a list of words, and of rows that have a code, what each added and took out counts.
 */
export function merged<T>(before: T, mine: T, theirs: T): T {
  if (same(mine, before)) return theirs;
  if (same(theirs, before)) return mine;
  if (isPlain(before) && isPlain(mine) && isPlain(theirs)) return ofParts(before, mine, theirs) as T;
  if (isList(before) && isList(mine) && isList(theirs)) return ofRows(before, mine, theirs) as T;
  return mine;
}

function ofParts(before: Plain, mine: Plain, theirs: Plain): Plain {
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  return Object.fromEntries(keys.map((key) => [key, merged(before[key], mine[key], theirs[key])]));
}

function ofRows(before: unknown[], mine: unknown[], theirs: unknown[]): unknown[] {
  const find = (rows: unknown[], row: unknown): unknown =>
    codeOf(row) === undefined ? undefined : rows.find((each) => codeOf(each) === codeOf(row));
  const kept = mine.flatMap((row) => {
    const was = find(before, row);
    const is = find(theirs, row);
    if (was !== undefined && is === undefined) return same(row, was) ? [] : [row];
    return [was === undefined || is === undefined ? row : merged(was, row, is)];
  });
  const added = theirs.filter((row) => find(before, row) === undefined && find(mine, row) === undefined);
  return [...kept, ...added];
}
