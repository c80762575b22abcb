import { excerpt, foundPlaces, maskMobiles, type FoundPlace, type MarkedText } from '@nuanxin/domain';
import { and, sql, type SQL } from 'drizzle-orm';
import { seesMobiles, type Context } from '../../context.ts';
import { like } from '../../db/sql.ts';
import { shownText } from '../../personal-info.ts';

/** What is looked for, and by whom. */
export interface Asked {
  ctx: Context;
  /** Folded (`foldText`). */
  words: string[];
  /** Hits of a group. */
  limit: number;
}

/** The texts of a row in which something can be found, each on its own line, folded; blanks are left out. */
export function lines(...texts: SQL[]): SQL {
  return sql`lower(normalize(concat_ws(e'\\n', ${sql.join(texts, sql`, `)}), NFKC))`;
}

/** A text as the actor reads it. */
export function shown({ ctx, words }: Asked, text: SQL): SQL {
  return shownText(ctx.actor, text, words.join(''));
}

export const holds = (text: SQL, word: string): SQL => sql`${text} like ${like(word)}`;

export const holdsAll = (text: SQL, words: readonly string[]): SQL | undefined =>
  and(...words.map((word) => holds(text, word)));

/** What a name or a word begins behind, besides nothing at all, as a regular expression. */
const before = String.raw`(^|[\n "“‘《〈(【、,。:;·—])`;
const literal = (word: string): string => word.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);

/**
 * How well the names of a row, which are `lines`, answer the question: 0 one of them is it, 1 all words begin a name or a
 * word in one, 2 all stand in them, 3 something stands elsewhere.
 */
export function rankOf(names: SQL, { words }: Asked): SQL<number> {
  const isOne = holds(sql`(e'\\n' || ${names} || e'\\n')`, `\n${words.join(' ')}\n`);
  const begin = and(...words.map((word) => sql`${names} ~ ${before + literal(word)}`));
  return sql<number>`case when ${isOne} then 0 when not (${holdsAll(names, words)}) then 3 when ${begin} then 1 else 2 end`;
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
