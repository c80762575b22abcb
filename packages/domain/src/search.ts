/** A text in which a reader looks for something: where that stands, in UTF-16 units, from the first to behind the last. */
export interface MarkedText {
  text: string;
  marks: { from: number; to: number }[];
}

/** Where one of the words stands: the code of the text, and its part that holds the word. */
export interface FoundPlace {
  where: string;
  text: MarkedText;
}

/** A text as texts are compared: full-width signs are as good as half-width ones, capitals as small letters. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The words of what somebody looks for, folded, each once. */
export function searchWords(query: string): string[] {
  return [...new Set(foldText(query).split(/\s+/u))].filter((word) => word !== '');
}

/**
 * What is looked for among things of a kind, when its noun is said too: `问题 3`, `问题3` and `第3号问题` mean what `3` and
 * `第3号` do among problems. The noun alone is a word as any other.
 */
export function withoutNoun(words: readonly string[], noun: string): string[] {
  const glued = new RegExp(`^${noun}(?=[#第]?[a-z]?\\d)|(?<=^第?\\d+号)${noun}$`, 'u');
  const rest = words.map((word) => (word === noun ? '' : word.replace(glued, ''))).filter((word) => word !== '');
  return rest.length > 0 ? rest : [...words];
}

/** Marks all words in a text, whatever their case and width; marks neither overlap nor touch. */
export function markWords(text: string, words: readonly string[]): MarkedText {
  // Folding may make several characters of one (㎡) or another number of units: each knows where it comes from.
  const from: number[] = [];
  const to: number[] = [];
  let folded = '';
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let i = 0; i < part.length; i++) {
      from.push(at);
      to.push(at + character.length);
    }
    folded += part;
    at += character.length;
  }
  const found = words.map(foldText).flatMap((word) => occurrences(folded, word));
  const marks: MarkedText['marks'] = [];
  for (const [start, end] of found.toSorted(([a], [b]) => a - b)) {
    const mark = { from: from[start] ?? 0, to: to[end - 1] ?? 0 };
    const last = marks.at(-1);
    if (last && mark.from <= last.to) last.to = Math.max(last.to, mark.to);
    else marks.push(mark);
  }
  return { text, marks };
}

function occurrences(text: string, word: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  if (word === '') return found;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    found.push([at, at + word.length]);
  return found;
}

/**
 * A long text cut to what stands around its first mark, on one line.
 * @param room characters that are left of it, ellipses not counted
 */
export function excerpt(text: string, words: readonly string[], room: number): MarkedText {
  const characters = [...text.replace(/\s+/gu, ' ').trim()];
  const line = characters.join('');
  const whole = markWords(line, words);
  if (characters.length <= room) return whole;
  const before = line.slice(0, whole.marks[0]?.from ?? 0);
  const first = Array.from(before).length;
  const start = Math.max(0, Math.min(first - Math.floor(room / 4), characters.length - room));
  const part = characters.slice(start, start + room).join('');
  const ends = start + room < characters.length ? '…' : '';
  return markWords(`${start > 0 ? '…' : ''}${part}${ends}`, words);
}

/**
 * The texts, besides the title, that hold a word which stands neither in the title nor in one of those before.
 * @param texts by their codes, in the order in which they are looked through
 */
export function foundPlaces(
  title: string,
  texts: readonly (readonly [where: string, text: string | null | undefined])[],
  words: readonly string[],
): FoundPlace[] {
  const holds = (text: string, word: string): boolean => foldText(text).includes(foldText(word));
  let missing = words.filter((word) => !holds(title, word));
  return texts.flatMap(([where, text]) => {
    const here = missing.filter((word) => text && holds(text, word));
    if (!text || here.length === 0) return [];
    missing = missing.filter((word) => !here.includes(word));
    // Cut to what is told here: another word may stand in it far before.
    const cut = excerpt(text, here, PLACE_ROOM);
    return [{ where, text: markWords(cut.text, words) }];
  });
}

const PLACE_ROOM = 48;
