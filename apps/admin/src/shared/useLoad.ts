import type { ProblemDocument } from '@nuanxin/client';
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { problemOf } from '../api.ts';

export interface Load<T> {
  data: ShallowRef<T | null>;
  problem: Ref<ProblemDocument | null>;
  loading: Ref<boolean>;
  reload(): Promise<void>;
}

/**
 * Loads something now and whenever what it depends on changes. An answer that was overtaken by a newer question is
 * dropped; what is shown stays until the new answer is there.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, depends?: () => unknown): Load<T> {
  const data = shallowRef<T | null>(null);
  const problem = ref<ProblemDocument | null>(null);
  const loading = ref(true);
  let current = new AbortController();

  async function reload(): Promise<void> {
    current.abort();
    const mine = (current = new AbortController());
    loading.value = true;
    try {
      const loaded = await load(mine.signal);
      if (mine.signal.aborted) return;
      data.value = loaded;
      problem.value = null;
    } catch (error) {
      if (mine.signal.aborted) return;
      problem.value = problemOf(error);
    }
    loading.value = false;
  }

  onScopeDispose(() => current.abort());
  if (depends) watch(depends, reload, { immediate: true });
  else void reload();
  return { data, problem, loading, reload };
}
