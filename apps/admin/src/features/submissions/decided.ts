import { UNDO_SECONDS } from '@nuanxin/domain';
import { shallowRef } from 'vue';

export interface Decided {
  /** Each as the decision left it. */
  items: { id: string; version: number }[];
  until: number;
}

/** What was decided a moment ago, newest first: it is taken back one after the other, from whichever page. */
const decisions = shallowRef<Decided[]>([]);

export function decided(items: Decided['items']): void {
  decisions.value = [{ items, until: Date.now() + UNDO_SECONDS * 1000 }, ...decisions.value.filter(isYoung)];
}

/** What would be taken back now; null when there is nothing. */
export function lastDecision(): Decided | null {
  return decisions.value.find(isYoung) ?? null;
}

export function forget(decision: Decided): void {
  decisions.value = decisions.value.filter((each) => each !== decision && isYoung(each));
}

export function secondsLeft(): number {
  const last = lastDecision();
  return last ? Math.ceil((last.until - Date.now()) / 1000) : 0;
}

function isYoung({ until }: Decided): boolean {
  return until > Date.now();
}
