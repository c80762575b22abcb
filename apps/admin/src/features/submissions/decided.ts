import { UNDO_SECONDS } from '@nuanxin/domain';
import { shallowRef } from 'vue';

export interface Decided {
  /** Each as the decision left it. */
  items: { id: string; version: number }[];
  until: number;
}

/** What was decided last: the page of the next report offers to take it back. */
export const lastDecision = shallowRef<Decided | null>(null);

export function decided(items: Decided['items']): void {
  lastDecision.value = { items, until: Date.now() + UNDO_SECONDS * 1000 };
}

/** 0 when there is nothing that could be taken back. */
export function secondsLeft(): number {
  return lastDecision.value ? Math.max(0, Math.ceil((lastDecision.value.until - Date.now()) / 1000)) : 0;
}
