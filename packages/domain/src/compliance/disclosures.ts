import type { IsoDate } from '../dates.ts';
import { periodLabel } from '../period.ts';
import { item, type ComplianceItem, type ComplianceResult } from './result.ts';

/** What a unit has published on a website or an official account in the year. */
export interface DisclosingUnit {
  unit: string;
  /** Interpretation of policy (政策解读), once. */
  policy: boolean;
  /** Sites of projects (项目点位), once. */
  sites: boolean;
  /** Quarters, as `2025Q2`, in which progress (实施进展) was published. */
  progress: ReadonlySet<string>;
}

export interface DisclosureDays {
  /** Quarters to judge, with their last day. */
  quarters: readonly { period: string; last: IsoDate }[];
  /** Last day by the plan for what is published once. */
  onceDueOn: IsoDate;
}

/**
 * Whoever the plan names publishes policy and sites once and progress each quarter, on a website or an official account
 * (R66: 在网站、微信公众号等载体上公开政策解读、项目点位以及季度公开实施进展情况).
 */
export function checkDisclosures(
  units: readonly DisclosingUnit[],
  { quarters, onceDueOn }: DisclosureDays,
  asOf: IsoDate,
): ComplianceResult {
  const state = (last: IsoDate): ComplianceItem['state'] => (asOf > last ? 'failing' : 'pending');
  const items = units.flatMap(({ unit, policy, sites, progress }) => [
    ...quarters
      .filter(({ period }) => !progress.has(period))
      .map(({ period, last }) => item(state(last), `${periodLabel(period)}没有在网上公开实施进展`, { unit })),
    ...(policy ? [] : [item(state(onceDueOn), '没有在网上公开政策解读', { unit })]),
    ...(sites ? [] : [item(state(onceDueOn), '没有在网上公开项目点位', { unit })]),
  ]);
  // What fails stands before what is still open, each in the order of the units.
  const first = items.filter((each) => each.state === 'failing');
  return {
    checked: units.length * (quarters.length + 2),
    items: [...first, ...items.filter((each) => each.state !== 'failing')],
  };
}
