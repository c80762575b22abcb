import type { IsoDate } from '../dates.ts';
import { item, type ComplianceResult } from './result.ts';

/** What the office asks of the column; the notice has no number, so each may be absent. */
export interface ColumnTargets {
  /** Most days between two items. */
  gapDays?: number | undefined;
  /** Items in the year. */
  items?: number | undefined;
}

/** As many of the longest gaps are told while nobody has said how long one may be. */
const TOLD = 3;
const DAY = 86_400_000;
const daysFrom = (from: IsoDate, to: IsoDate): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

interface Gap {
  from: IsoDate;
  /** Null while it lasts. */
  to: IsoDate | null;
  days: number;
}

/**
 * Density and frequency of the column “乐享太平 民生先行” (R46: 保证专栏上稿密度和频率). Without a target the longest gaps
 * are told as facts.
 * @param adoptedOn days on which items of the column were adopted in the year, in any order
 * @param asOf today, or the last day of a year that is over
 */
export function checkColumn(
  year: number,
  adoptedOn: readonly IsoDate[],
  targets: ColumnTargets,
  asOf: IsoDate,
): ComplianceResult {
  const days = adoptedOn.filter((day) => day <= asOf).toSorted();
  const gaps = gapsIn(days, asOf);
  const { gapDays, items: wanted } = targets;
  const items = [];
  if (wanted !== undefined && days.length < wanted) {
    const state = asOf >= `${year}-12-31` ? 'failing' : 'pending';
    items.push(item(state, `专栏已采用 ${days.length} 篇，全年目标 ${wanted} 篇，还差 ${wanted - days.length} 篇`));
  }
  const sinceNewYear = daysFrom(`${year}-01-01`, asOf);
  if (days.length === 0) {
    const tooLong = gapDays !== undefined && sinceNewYear > gapDays;
    items.push(item(tooLong ? 'failing' : 'fact', '本年度专栏还没有采用的稿件'));
  }
  if (gapDays === undefined)
    items.push(
      ...gaps
        .toSorted((a, b) => b.days - a.days)
        .slice(0, TOLD)
        .map((gap) => item('fact', sentence(gap))),
    );
  else
    items.push(
      ...gaps.filter((gap) => gap.days > gapDays).map((gap) => item('failing', `${sentence(gap)}，超过 ${gapDays} 天`)),
    );
  const judged = (gapDays === undefined ? 0 : Math.max(gaps.length, 1)) + (wanted === undefined ? 0 : 1);
  return { checked: judged, items };
}

/** Between two days on which something appeared, and since the last one. */
function gapsIn(days: readonly IsoDate[], asOf: IsoDate): Gap[] {
  return days.flatMap((from, index): Gap[] => {
    const to = days[index + 1];
    if (to === undefined) return asOf > from ? [{ from, to: null, days: daysFrom(from, asOf) }] : [];
    return to === from ? [] : [{ from, to, days: daysFrom(from, to) }];
  });
}

function sentence({ from, to, days }: Gap): string {
  return to === null ? `${from} 之后至今 ${days} 天没有采用的稿件` : `${from} 至 ${to} 间隔 ${days} 天`;
}
