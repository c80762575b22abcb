import { computed, ref, type ComputedRef } from 'vue';
import { useSession } from '../features/session/session.ts';
import { keep, readKept } from './kept.ts';

export interface Columns<C extends string = string> {
  /** Those that may be hidden. */
  choices: ComputedRef<{ code: C; label: string }[]>;
  isChanged: ComputedRef<boolean>;
  shows(code: C): boolean;
  show(code: C, on: boolean): void;
  reset(): void;
}

/**
 * Which columns of a list its reader wants to see: remembered by user and list. Kept is what is hidden, so that a column
 * that comes with an update is seen.
 * @param essential columns without which a row says nothing
 */
export function useColumns<C extends string>(
  list: string,
  labels: Readonly<Record<C, string>>,
  essential: readonly NoInfer<C>[],
): Columns<C> {
  const key = `nuanxin.columns ${useSession().user?.id ?? ''} ${list}`;
  const codes = (Object.keys(labels) as C[]).filter((code) => !essential.includes(code));
  const kept = readKept<C[]>(key);
  const hidden = ref<Set<string>>(new Set(Array.isArray(kept) ? kept.filter((code) => codes.includes(code)) : []));

  function hide(those: Set<string>): void {
    hidden.value = those;
    keep(key, those.size > 0 ? [...those] : null);
  }

  return {
    choices: computed(() => codes.map((code) => ({ code, label: labels[code] }))),
    isChanged: computed(() => hidden.value.size > 0),
    shows: (code) => !hidden.value.has(code),
    show(code, on) {
      const next = new Set(hidden.value);
      if (on) next.delete(code);
      else next.add(code);
      hide(next);
    },
    reset: () => hide(new Set()),
  };
}
