import { isIsoDate } from './dates.ts';
import type { Phase } from './phase.ts';

/**
 * Faults of a year's phases: days that do not exist, a range turned round, two phases on one day.
 * @returns place in the list, field and Chinese sentence of each
 */
export function phaseFaults(
  phases: readonly Omit<Phase, 'code'>[],
  year: number,
): { index: number; at: 'from' | 'to'; detail: string }[] {
  return phases.flatMap(({ name, from, to }, index) => {
    for (const [at, day] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (!isIsoDate(`${year}-${day}`)) return [{ index, at, detail: `${year}年没有 ${day} 这一天` }];
    if (from > to) return [{ index, at: 'to' as const, detail: `“${name}”的最后一天早于第一天` }];
    const other = phases.slice(0, index).find((each) => from <= each.to && to >= each.from);
    return other ? [{ index, at: 'from' as const, detail: `“${name}”与“${other.name}”的日期重叠` }] : [];
  });
}
