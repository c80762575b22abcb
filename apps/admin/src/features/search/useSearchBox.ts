import type { SearchHits } from '@nuanxin/client';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { api } from '../../api.ts';
import { useLoad } from '../../shared/useLoad.ts';

const PAUSE = 150;

/** What is typed, and what it finds when the typing pauses; a newer question ends the one before. */
export function useSearchBox() {
  const typed = ref('');
  const asked = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    clearTimeout(timer);
    asked.value = typed.value.trim();
  };
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(ask, text.trim() ? PAUSE : 0);
  });
  onScopeDispose(() => clearTimeout(timer));

  const { data, problem, loading, reload } = useLoad(
    async (signal): Promise<{ text: string; hits: SearchHits } | null> => {
      const text = asked.value;
      return text ? { text, hits: (await api.search({ query: { q: text } }, { signal })).data } : null;
    },
    () => asked.value,
  );
  /** The answer is to what stands in the box. */
  const isFresh = computed(() => !loading.value && asked.value === typed.value.trim());
  return { typed, ask, data, problem, isFresh, reload };
}
