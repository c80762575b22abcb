import { findPersonalInfo, mobileInSql } from '@nuanxin/domain';
import { sql, type SQL } from 'drizzle-orm';
import { seesMobiles, type Actor } from './context.ts';
import { problemAt } from './problem.ts';

/**
 * Counts only, never people (DESIGN §3, privacy; D52): a text with an identity number is not taken.
 * @param place what the texts are, as a clerk calls it
 * @param texts by JSON pointer into the input
 * @throws ProblemError personal_info, at the first such text
 */
export function refusePersonalInfo(place: string, texts: Record<string, string | null | undefined>): void {
  for (const [pointer, text] of Object.entries(texts))
    if (text && findPersonalInfo(text).length > 0) throw problemAt(pointer, 'personal_info', { place });
}

/**
 * A text as the actor may read it, to be looked through for `searched`: who sees mobile numbers masked does not find them
 * by their hidden digits.
 */
export function shownText(actor: Actor, column: SQL, searched: string): SQL {
  if (seesMobiles(actor) || !/\d/.test(searched.normalize('NFKC'))) return column;
  const { pattern, masked } = mobileInSql;
  return sql`regexp_replace(normalize(${column}, NFKC), ${pattern}::text, ${masked}::text, 'g')`;
}
