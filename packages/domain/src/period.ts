import type { IsoDate } from './dates.ts';

export type Quarter = 1 | 2 | 3 | 4;

const ends = ['03-31', '06-30', '09-30', '12-31'] as const;
const names = ['一', '二', '三', '四'] as const;

/** `2025Q2` is a quarter, `2025W1` a window of an ad hoc task, `2025` a whole year. @returns null for anything else */
export function parsePeriod(text: string): { year: number; quarter: Quarter | null; window: number | null } | null {
  const match = /^(\d{4})(?:Q([1-4])|W([1-9]\d?))?$/.exec(text);
  if (!match) return null;
  const [, year, quarter, window] = match;
  return {
    year: Number(year),
    quarter: quarter ? (Number(quarter) as Quarter) : null,
    window: window ? Number(window) : null,
  };
}

/** Code of a quarter, `2025Q2`. */
export function quarterPeriod(year: number, quarter: Quarter): string {
  return `${year}Q${quarter}`;
}

/** Code of a window, `2025W1`. */
export function windowPeriod(year: number, no: number): string {
  return `${year}W${no}`;
}

/** First and last day of a quarter. */
export function quarterRange(year: number, quarter: Quarter): { from: IsoDate; to: IsoDate } {
  return { from: `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`, to: `${year}-${ends[quarter - 1]}` };
}

/** First and last day of a period: of a quarter, or of a whole year. */
export function periodRange(period: string): { from: IsoDate; to: IsoDate } {
  const { year, quarter } = parsePeriod(period) ?? { year: 0, quarter: null };
  return quarter === null ? { from: `${year}-01-01`, to: `${year}-12-31` } : quarterRange(year, quarter);
}

/** The quarter before, the fourth one of last year for a first; the year before for a year; the window before for a window. */
export function periodBefore(period: string): string {
  const { year, quarter, window } = parsePeriod(period) ?? { year: 0, quarter: null, window: null };
  if (window !== null) return windowPeriod(year, window - 1);
  if (quarter === null) return String(year - 1);
  return quarter === 1 ? quarterPeriod(year - 1, 4) : quarterPeriod(year, (quarter - 1) as Quarter);
}

/** @param quarter code of one; after the fourth comes the first of the next year */
export function quarterAfter(quarter: string): string {
  const { year = 0, quarter: no = null } = parsePeriod(quarter) ?? {};
  return no === 4 || no === null ? quarterPeriod(year + 1, 1) : quarterPeriod(year, (no + 1) as Quarter);
}

/** The same quarter of the year before. */
export function yearBefore(period: string): string {
  const { year = 0, quarter = null } = parsePeriod(period) ?? {};
  return `${year - 1}Q${quarter}`;
}

/** `二季度`; a text that is no quarter stays as it is. */
export function quarterLabel(period: string): string {
  const quarter = parsePeriod(period)?.quarter;
  return quarter ? `${names[quarter - 1]}季度` : period;
}

/** Earlier quarters of the same year, oldest first; none for a whole year. */
export function previousPeriods(period: string): string[] {
  const { year, quarter } = parsePeriod(period) ?? { year: 0, quarter: null };
  return ([1, 2, 3, 4] as const).filter((each) => each < (quarter ?? 1)).map((each) => quarterPeriod(year, each));
}

/**
 * `2025年第二季度`, `2025年度`, `2025年“省民调”窗口期`; a text that is no period stays as it is.
 * @param window name of the window where it is one and is known
 */
export function periodLabel(period: string, window: string | null = null): string {
  const parsed = parsePeriod(period);
  if (!parsed) return period;
  if (window !== null) return `${parsed.year}年“${window}”窗口期`;
  if (parsed.window !== null) return `${parsed.year}年第${parsed.window}个窗口期`;
  return parsed.quarter ? `${parsed.year}年第${names[parsed.quarter - 1]}季度` : `${parsed.year}年度`;
}
