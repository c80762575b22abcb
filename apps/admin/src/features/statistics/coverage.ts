import type { Coverage } from '@nuanxin/client';
import { countsAs, standings, type FigureBasis } from '@nuanxin/domain';
import { statisticsTexts } from '../../texts/statistics.ts';

/** Where the reports stand that were owed, in words: those in the figures, and those that they lack. */
export function coverageWords(coverage: Coverage, basis: FigureBasis): { inside: string; outside: string } {
  const t = statisticsTexts.coverage;
  const words = (counted: boolean): string =>
    standings
      .filter((standing) => coverage[standing] > 0 && countsAs(standing, basis) === counted)
      .map((standing) => t.part(t.parts[standing], coverage[standing]))
      .join('、');
  return { inside: words(true), outside: words(false) };
}
