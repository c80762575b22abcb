import type { RecordValues } from '@nuanxin/domain';

/** Share of those asked who know of the projects, and of those with an opinion who are satisfied (R18, R23). */
export interface SurveyRates {
  /** Between 0 and 1; null when its base is missing or nothing. */
  awareness: number | null;
  satisfaction: number | null;
}

export function surveyRates(values: RecordValues): SurveyRates {
  const sum = (...fields: string[]): number | null => {
    const found = fields.map((field) => values[field]);
    return found.every((value) => typeof value === 'number') ? found.reduce((all, value) => all + value, 0) : null;
  };
  const valid = sum('valid');
  const unclear = sum('unclear');
  return {
    awareness: share(sum('knows', 'heard'), valid),
    satisfaction: share(
      sum('satisfied', 'ratherSatisfied'),
      valid === null || unclear === null ? null : valid - unclear,
    ),
  };
}

function share(part: number | null, of: number | null): number | null {
  return part === null || of === null || of <= 0 ? null : part / of;
}

/** `83.2%`; a blank where there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '' : `${(rate * 100).toFixed(1)}%`;
}
