import { addDays, isIsoDate } from './dates.ts';
import type { Phase } from './phase.ts';

/**
 * Faults of a year's phases: days that do not exist, a range turned round, two phases on one day, a later one first.
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
    if (other) return [{ index, at: 'from' as const, detail: `“${name}”与“${other.name}”的日期重叠` }];
    const before = phases[index - 1];
    return before && from < before.from
      ? [{ index, at: 'from' as const, detail: `“${name}”早于排在它前面的“${before.name}”，请按日期先后排列` }]
      : [];
  });
}

/**
 * Days between phases that belong to none: allowed, and seldom meant.
 * @param phases without faults
 * @returns Chinese sentence of each gap
 */
export function phaseGaps(phases: readonly Omit<Phase, 'code'>[], year: number): string[] {
  return phases.slice(1).flatMap(({ name, from }, i) => {
    const before = phases[i];
    if (!before) return [];
    const [first, last] = [addDays(`${year}-${before.to}`, 1).slice(5), addDays(`${year}-${from}`, -1).slice(5)];
    return first <= last ? [`“${before.name}”与“${name}”之间空着 ${first} 至 ${last}，不属于任何阶段`] : [];
  });
}
