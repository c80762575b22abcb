import type { FormField } from './form.ts';
import type { ObligationStatus } from './obligation.ts';
import { previousPeriods } from './period.ts';

/**
 * Where a report that was owed stands for the figures. `returned`: handed in, and sent back for correction; `missing`: the
 * last day is over and nothing stands; `open`: nothing stands, and there is time.
 */
export const standings = ['accepted', 'waiting', 'returned', 'missing', 'open'] as const;
export type Standing = (typeof standings)[number];

/** Which reports make up a figure: all that were handed in and not sent back, or only accepted ones. */
export const figureBases = ['handed_in', 'accepted'] as const;
export type FigureBasis = (typeof figureBases)[number];

/** What a figure covers: the quarter alone, or the year up to its end. */
export const figureSpans = ['quarter', 'year_to_date'] as const;
export type FigureSpan = (typeof figureSpans)[number];

/** By what figures are grouped. */
export const figureGroups = ['total', 'unit', 'kind', 'quarter', 'phase'] as const;
export type FigureGroup = (typeof figureGroups)[number];

export const figureBasisLabel: Record<FigureBasis, string> = {
  handed_in: '已报送（含待审）',
  accepted: '只计已通过',
};
export const figureSpanLabel: Record<FigureSpan, string> = { quarter: '本季度', year_to_date: '本年累计' };
export const figureGroupLabel: Record<FigureGroup, string> = {
  total: '合计',
  unit: '按单位',
  kind: '按单位类型',
  quarter: '按季度',
  phase: '按阶段',
};

/** Quarters and phases stand one beside the other: each is read by itself, up to the last one, whatever the span. */
export function isSideBySide(by: FigureGroup): boolean {
  return by === 'quarter' || by === 'phase';
}

/** A report that a unit owed for a quarter, handed in or not. */
export interface OwedReport {
  unit: string;
  /** Code of a quarter. */
  period: string;
  standing: Standing;
  /** Handed in after its last day. */
  late: boolean;
  /** Codes of the fields that the unit fills in, in the form's version of that quarter. */
  fields: ReadonlySet<string>;
  /** What was handed in, by field; a blank is missing, and no zero. */
  values: Readonly<Record<string, number>>;
}

export interface Figure {
  /** Null when no report that counts has a value: blank is not zero. */
  value: number | null;
  /** Reports whose value is in it, of those that owed one. */
  reports: number;
  owed: number;
}

/** How many reports were owed, and where they stand; `counted` by the basis, `late` among all that were handed in. */
export type Coverage = Record<Standing | 'owed' | 'counted' | 'late', number>;

/** @returns null where nothing is owed: an exemption, or a quarter that has not opened yet */
export function standingOf({
  status,
  correctionDueOn,
}: {
  status: ObligationStatus;
  correctionDueOn: string | null;
}): Standing | null {
  switch (status) {
    case 'exempt':
    case 'upcoming':
      return null;
    case 'submitted':
      return 'waiting';
    case 'overdue':
      // Late with the correction: the report itself was there.
      return correctionDueOn === null ? 'missing' : 'returned';
    default:
      return status;
  }
}

/** True when the report's values are in the figures. */
export function countsAs(standing: Standing, basis: FigureBasis): boolean {
  return standing === 'accepted' || (basis === 'handed_in' && standing === 'waiting');
}

/** Quarters that a figure covers, oldest first. */
export function quartersOf(period: string, span: FigureSpan): string[] {
  return span === 'quarter' ? [period] : [...previousPeriods(period), period];
}

/**
 * Reports that a field's figure is made of: a flow counts every quarter, a stock states how it was at the end, which only
 * the last quarter's reports know.
 * @param period last quarter of the figure; reports of quarters that it does not cover are not to be among `reports`
 */
export function reportsFor<T extends OwedReport>(
  { code, kind }: Pick<FormField, 'code' | 'kind'>,
  reports: readonly T[],
  period: string,
): T[] {
  return reports.filter((each) => each.fields.has(code) && (kind === 'flow' || each.period === period));
}

/** The sum of a field over reports, and of how many of them (R105; flow 本期数, stock 期末数: notes §2.2). */
export function figureOf(
  field: Pick<FormField, 'code' | 'kind'>,
  reports: readonly OwedReport[],
  period: string,
  basis: FigureBasis,
): Figure {
  const owing = reportsFor(field, reports, period);
  const values = owing.flatMap(({ standing, values: own }) => {
    const value = own[field.code];
    return countsAs(standing, basis) && value !== undefined ? [value] : [];
  });
  const value = values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0);
  return { value, reports: values.length, owed: owing.length };
}

export function coverageOf(reports: readonly OwedReport[], basis: FigureBasis): Coverage {
  const count = (test: (report: OwedReport) => boolean): number => reports.filter(test).length;
  const [accepted = 0, waiting = 0, returned = 0, missing = 0, open = 0] = standings.map((standing) =>
    count((each) => each.standing === standing),
  );
  return {
    owed: reports.length,
    counted: basis === 'accepted' ? accepted : accepted + waiting,
    accepted,
    waiting,
    returned,
    missing,
    open,
    late: count(({ late }) => late),
  };
}
