import { tidy } from './numbers.ts';

export interface UnitEntry {
  code: string;
  name: string;
  /** Further texts that mean the unit, exactly. */
  aliases: { text: string; oldName?: boolean }[];
  reports: boolean;
}

export type UnitMatch =
  | { kind: 'unit'; unit: UnitEntry; oldName: boolean }
  | { kind: 'unknown'; suggestions: string[] }
  | { kind: 'ambiguous'; units: string[] };

/** One text; for many, make the matcher once. */
export function matchUnit(text: string, units: readonly UnitEntry[]): UnitMatch {
  return unitMatcher(units)(text);
}

/**
 * Finds units by the exact text, spaces and width apart. Never by likeness: 新明, 新华 and 新丰 differ by one character
 * and 永丰乡（终稿） may be another sheet's row, so the rest gets suggestions and a person decides (D39–D45).
 */
export function unitMatcher(units: readonly UnitEntry[]): (text: string) => UnitMatch {
  const byText = new Map<string, { unit: UnitEntry; oldName: boolean }[]>();
  for (const unit of units) {
    for (const { text, oldName = false } of [{ text: unit.name }, ...unit.aliases]) {
      const key = tidy(text);
      const known = byText.get(key) ?? [];
      if (!known.some((each) => each.unit.code === unit.code)) byText.set(key, [...known, { unit, oldName }]);
    }
  }
  return (text) => {
    const wanted = tidy(text);
    const found = byText.get(wanted) ?? [];
    const [only] = found;
    if (only && found.length === 1) return { kind: 'unit', ...only };
    if (only) return { kind: 'ambiguous', units: found.map(({ unit }) => unit.name) };
    return { kind: 'unknown', suggestions: suggest(wanted, units) };
  };
}

/** No unit's name is as long; a paragraph in the unit's cell is not worth comparing. */
const LONGEST = 40;

/** Up to three names that are alike, the closest first. */
function suggest(text: string, units: readonly UnitEntry[]): string[] {
  if (text === '' || text.length > LONGEST) return [];
  return units
    .map(({ name, aliases }) => ({
      name,
      distance: Math.min(...[name, ...aliases.map((each) => each.text)].map((each) => distance(text, each))),
    }))
    .filter((each) => each.distance <= Math.max(1, Math.floor(text.length / 2)))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, char] of [...a].entries()) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      row.push(Math.min((previous[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (previous[j] ?? 0) + (char === b[j] ? 0 : 1)));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
