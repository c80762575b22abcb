import type { PlanComparison } from '@nuanxin/client';
import type { PlanPairState } from '@nuanxin/domain';

export type PairView = 'projects' | 'tasks' | 'phases' | 'groups';
export const pairViews = ['projects', 'tasks', 'phases', 'groups'] as const satisfies PairView[];

interface Pair {
  from: object | null;
  to: object | null;
}

/** What differs from what was seen before: the row it is, and its name. */
export interface Moved {
  view: PairView;
  key: string;
  name: string;
}

/** By what a row is known while the old year changes. */
export function pairKey({ from, to }: Pair): string {
  const { code, no } = (from ?? to ?? {}) as { code?: string; no?: number };
  return `${from ? 'from' : 'to'} ${code ?? no}`;
}

export function pairName({ from, to }: Pair): string {
  const { name, title } = (to ?? from ?? {}) as { name?: string; title?: string };
  return title ?? name ?? '';
}

/** Rows that are others than they were, new ones, and those that are gone. */
export function movedPairs(seen: PlanComparison, now: PlanComparison): Moved[] {
  return pairViews.flatMap((view) => {
    const before = new Map((seen[view] as Pair[]).map((pair) => [pairKey(pair), pair]));
    const after = new Map((now[view] as Pair[]).map((pair) => [pairKey(pair), pair]));
    return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
      const [was, is] = [before.get(key), after.get(key)];
      const pair = is ?? was;
      return pair && JSON.stringify(was) !== JSON.stringify(is) ? [{ view, key, name: pairName(pair) }] : [];
    });
  });
}

/** In the order in which the office reads them. */
const states = ['kept', 'changed', 'new', 'dropped'] as const;

export function stateCounts(pairs: { state: PlanPairState }[]): { state: PlanPairState; count: number }[] {
  return states.map((state) => ({ state, count: pairs.filter((pair) => pair.state === state).length }));
}
