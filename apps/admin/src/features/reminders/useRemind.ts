import type { Obligation } from '@nuanxin/client';
import { ref, shallowRef } from 'vue';
import { api } from '../../api.ts';
import { failed, notice } from '../../shared/notify.ts';
import { everything } from '../../shared/usePages.ts';
import { remindTexts as t } from '../../texts/reminders.ts';

type Query = NonNullable<Parameters<typeof api.listObligations>[0]>['query'];

/** Lamps of what a unit has to do now: it is late, was sent back or falls due within days. */
export const NEEDED: readonly Obligation['lamp'][] = ['red', 'yellow'];

/** What is to be reminded of: found by the service or chosen in a list, then shown before it is sent. */
export function useRemind() {
  const chosen = shallowRef<Obligation[] | null>(null);
  const busy = ref(false);
  const outcome = ref('');

  async function ask(query: Query): Promise<void> {
    busy.value = true;
    try {
      const all = await everything((cursor) =>
        api.listObligations({ query: { ...query, limit: 500, ...(cursor ? { cursor } : {}) } }),
      );
      if (all.length === 0) notice(t.nothing);
      else chosen.value = all;
    } catch (error) {
      failed(error);
    }
    busy.value = false;
  }

  return { chosen, busy, outcome, ask };
}
