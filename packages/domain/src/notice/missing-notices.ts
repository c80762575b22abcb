import { dateOf } from '../dates.ts';

/** The notice for a year comes out at the end of October or in November of the year before. */
const EXPECTED_FROM = '11-01';

/**
 * Years whose notice should have been entered by now: the running year, and from 1 November on the next.
 * @param published years whose notice is known
 */
export function missingNotices(published: readonly number[], now: Date): number[] {
  const today = dateOf(now);
  const year = Number(today.slice(0, 4));
  return (today.slice(5) >= EXPECTED_FROM ? [year, year + 1] : [year]).filter((each) => !published.includes(each));
}
