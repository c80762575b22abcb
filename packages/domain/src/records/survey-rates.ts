import type { RecordKind, RecordValues } from './kinds.ts';

/** What a survey found; both between 0 and 1 where its counts are consistent. */
export interface SurveyRates {
  /** Those who know of the projects or heard of them, of all valid answers. */
  awareness: number | null;
  /** Those who are satisfied or rather satisfied, of all who have an opinion. */
  satisfaction: number | null;
}

export const surveyRateLabels: Record<keyof SurveyRates, string> = { awareness: '知晓率', satisfaction: '满意度' };

/** Columns that stand in a list of the kind and that nobody fills in. */
export const computedLabels = ({ code }: RecordKind): string[] =>
  code === 'surveys' ? Object.values(surveyRateLabels) : [];

/**
 * The two rates of a survey (R18, R23), computed from its counts and never typed. A rate is null when one of
 * its counts is missing, or nobody is left to divide by.
 */
export function surveyRates(values: RecordValues): SurveyRates {
  const count = (field: string): number => {
    const value = values[field];
    return typeof value === 'number' ? value : NaN;
  };
  return {
    awareness: share(count('knows') + count('heard'), count('valid')),
    satisfaction: share(count('satisfied') + count('ratherSatisfied'), count('valid') - count('unclear')),
  };
}

/** What is missing makes every sum that it goes into NaN. */
const share = (part: number, of: number): number | null => (Number.isNaN(part) || !(of > 0) ? null : part / of);
