import type { Endpoints, Input, Unit } from '@nuanxin/client';
import { api } from '../api.ts';
import { useLoad, type Load } from './useLoad.ts';

type Kinds = NonNullable<NonNullable<Input<Endpoints['listUnits']>['query']>['kind']>;

/** Units that hand in reports. */
export const reporting: Kinds = ['township', 'department', 'media'];
const working: Kinds = ['office', ...reporting];

/**
 * Units to choose from, in the office's order: those that report and the office itself, unless others are asked for.
 * @param wanted false where nobody chooses, or as long as nobody does: nothing is asked then
 */
export function useUnits({
  kinds = working,
  wanted = true,
}: { kinds?: Kinds; wanted?: boolean | (() => boolean) } = {}): Load<Unit[]> {
  const isWanted = (): boolean => (typeof wanted === 'function' ? wanted() : wanted);
  return useLoad(
    async (signal) =>
      isWanted() ? (await api.listUnits({ query: { kind: kinds, limit: 500 } }, { signal })).data.items : [],
    isWanted,
  );
}
