import { excerpt, foundPlaces, maskMobiles, type FoundPlace, type MarkedText } from '@nuanxin/domain';
import { and, sql, type SQL } from 'drizzle-orm';
import { seesMobiles, type Context } from '../../context.ts';
import { like } from '../../db/sql.ts';
import { shownText } from '../../personal-info.ts';

/** What is looked for, and by whom. */
export interface Asked {
  ctx: Context;
  /** The text without the blanks around it. */
  whole: string;
  words: string[];
  /** Hits of a group. */
  limit: number;
}

/** The texts of a row in which something can be found, each on its own line; blanks are left out. */
export const lines = (...texts: SQL[]): SQL => sql`concat_ws(e'\\n', ${sql.join(texts, sql`, `)})`;

/** A text as the actor reads it. */
export const shown = ({ ctx, whole }: Asked, text: SQL): SQL => shownText(ctx.actor, text, whole);

/** True where a word occurs; folding the case of what is mostly Chinese costs half of the time. */
export function holds(text: SQL, word: string): SQL {
  return likeAny(text, word, like);
}

export const holdsAll = (text: SQL, words: readonly string[]): SQL | undefined =>
  and(...words.map((word) => holds(text, word)));

function likeAny(text: SQL, word: string, ...patternsOf: ((spelling: string) => string)[]): SQL {
  const patterns = spellings(word).flatMap((each) => patternsOf.map((pattern) => pattern(each)));
  const operator = word.toLowerCase() === word.toUpperCase() ? sql`like` : sql`ilike`;
  return patterns.length === 1
    ? sql`${text} ${operator} ${patterns[0]}`
    : sql`${text} ${operator} any(${sql.param(patterns)}::text[])`;
}

/** Punctuation in Chinese texts is full-width, which nobody is asked to type: （试行） is found by (试行). */
function spellings(word: string): string[] {
  const plain = word.normalize('NFKC');
  const wide = plain.replace(/[!-/:-@[-`{-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  return [...new Set([word, plain, wide])];
}

/** What a word begins behind, within a line. */
const before = [...' 　“‘《〈（(【、，。：；·—'];
const startsLine = (text: string): string => `%\n${like(text).slice(1)}`;
const startsWord = before.map((sign) => (text: string) => `%${sign}${like(text).slice(1)}`);
const isLine = (text: string): string => `%\n${like(text).slice(1, -1)}\n%`;

/**
 * How well the names of a row, one on a line, answer the question: 0 one of them is it, 1 all words begin one or a word in
 * one, 2 all stand in them, 3 something stands elsewhere.
 */
export function rankOf(names: SQL, { whole, words }: Asked): SQL<number> {
  const framed = sql`(e'\\n' || ${names} || e'\\n')`;
  const begin = and(...words.map((word) => likeAny(framed, word, startsLine, ...startsWord)));
  return sql<number>`case when ${likeAny(framed, whole, isLine)} then 0 when ${begin} then 1
    when ${holdsAll(framed, words)} then 2 else 3 end`;
}

/** The rows that are shown; one more was asked for. */
export function grouped<R, H>(rows: R[], { limit }: Asked, toHit: (row: R) => H): { items: H[]; more: boolean } {
  return { items: rows.slice(0, limit).map(toHit), more: rows.length > limit };
}

const TITLE_ROOM = 80;

/** Title and places of a hit with the words marked, as the actor may read them. */
export function marked(
  { ctx, words }: Asked,
  title: string,
  texts: readonly (readonly [where: string, text: string | null | undefined])[],
): { title: MarkedText; places: FoundPlace[] } {
  // Masked before it is marked: positions in the hidden text would tell of it.
  const read = <T>(text: T): T => (seesMobiles(ctx.actor) ? text : maskMobiles(text));
  const name = read(title);
  return { title: excerpt(name, words, TITLE_ROOM), places: foundPlaces(name, read(texts), words) };
}
