/** A place of a template, as `{单位}`. */
const place = /\{([^{}\s]{1,20})\}/g;

/** Places of a template that are none of those known, each once. */
export function unknownPlaces(text: string, known: readonly string[]): string[] {
  return [...new Set([...text.matchAll(place)].map(([, name = '']) => name))].filter((name) => !known.includes(name));
}

/**
 * Fills the places of a template. A line whose places are all blank is left out: what it would introduce is not there.
 * @param values by the name of the place; a place that is not among them stays as it stands
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  const lines = text.split('\n').flatMap((line) => {
    const named = [...line.matchAll(place)].map(([, name = '']) => values[name]).filter((value) => value !== undefined);
    if (named.length > 0 && named.every((value) => value === '')) return [];
    return line.replace(place, (whole, name: string) => values[name] ?? whole);
  });
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * A text in parts of at most so many bytes of UTF-8, cut between lines; a line that is longer by itself is cut within.
 * Parts of several say which they are.
 */
export function inParts(text: string, mostBytes: number): string[] {
  const bytes = (part: string): number => new TextEncoder().encode(part).length;
  if (bytes(text) <= mostBytes) return [text];
  // Room for `（10/12）` and its line.
  const most = mostBytes - 24;
  const parts: string[] = [];
  let part = '';
  for (const line of text.split('\n').flatMap((each) => pieces(each, most, bytes))) {
    const longer = part === '' ? line : `${part}\n${line}`;
    if (bytes(longer) <= most) part = longer;
    else {
      parts.push(part);
      part = line;
    }
  }
  parts.push(part);
  return parts.map((each, at) => `${each}\n（${at + 1}/${parts.length}）`);
}

function pieces(line: string, most: number, bytes: (text: string) => number): string[] {
  if (bytes(line) <= most) return [line];
  const found: string[] = [];
  let piece = '';
  for (const char of line) {
    if (bytes(piece + char) > most) {
      found.push(piece);
      piece = '';
    }
    piece += char;
  }
  return [...found, piece];
}
