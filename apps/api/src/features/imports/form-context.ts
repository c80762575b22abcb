import type { FormContext, ReporterKind } from '@nuanxin/domain';

export interface KnownFacts {
  /** By unit code. */
  contexts: Record<string, { kind: ReporterKind | null; villages: number | null }>;
  /** year → unit code → figures of the registers. */
  registers: Record<string, Record<string, Record<string, number>>>;
  /** period → unit code → values handed in. */
  yearValues: Record<string, Record<string, Record<string, number>>>;
}

/** What the form's checks need to know of a unit in a period. */
export function contextFrom({
  contexts,
  registers,
  yearValues,
}: KnownFacts): (unit: string, period: string) => FormContext {
  return (unit, period) => {
    const quarter = Number(period.slice(5)) as 1 | 2 | 3 | 4;
    const { kind, villages } = contexts[unit] ?? { kind: null, villages: null };
    return {
      kind,
      villages,
      quarter: period.length === 6 ? quarter : null,
      yearToDate: yearToDate(yearValues, unit, period),
      registers: registers[period.slice(0, 4)]?.[unit] ?? {},
    };
  };
}

/** Sums of what a unit handed in for earlier quarters of the same year. */
function yearToDate(yearValues: KnownFacts['yearValues'], unit: string, upTo: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [earlier, byUnit] of Object.entries(yearValues)) {
    if (earlier.slice(0, 4) !== upTo.slice(0, 4) || earlier >= upTo) continue;
    for (const [code, value] of Object.entries(byUnit[unit] ?? {})) sums[code] = (sums[code] ?? 0) + value;
  }
  return sums;
}
