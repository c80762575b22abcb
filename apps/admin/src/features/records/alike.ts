import type { RecordKind, RecordValues } from '@nuanxin/domain';

interface Compared {
  /** Code. */
  unit: string | null;
  date: string | null;
  values: RecordValues;
}

/**
 * By what a record looks the same as another one, as the service sees it: one text for each set of fields of which the
 * first is filled in. In a register a name means something only within its unit.
 */
export function likeness(kind: RecordKind, { unit, date, values }: Compared): string[] {
  return kind.duplicates.flatMap((fields) => {
    const own: Record<string, string | null> = { unit, date };
    const found = fields.map((field) => (field in own ? own[field] : values[field]) ?? null);
    const blank = found[0] === null || (fields.includes('date') && date === null);
    return blank ? [] : [JSON.stringify([fields, found, kind.register ? unit : null])];
  });
}

/** Rows that look the same as an earlier or later one of these, each with the others' keys. */
export function alikeAmong(kind: RecordKind, rows: (Compared & { key: string })[]): Map<string, string[]> {
  const byLikeness = new Map<string, string[]>();
  for (const row of rows)
    for (const like of likeness(kind, row)) byLikeness.set(like, [...(byLikeness.get(like) ?? []), row.key]);
  const alike = new Map<string, string[]>();
  for (const keys of byLikeness.values()) {
    if (keys.length === 1) continue;
    for (const key of keys)
      alike.set(key, [...new Set([...(alike.get(key) ?? []), ...keys.filter((other) => other !== key)])]);
  }
  return alike;
}
