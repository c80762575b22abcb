import { findPersonalInfo } from '@nuanxin/domain';
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
