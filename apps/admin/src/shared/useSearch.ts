import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { useFilter } from './useFilters.ts';

const PAUSE = 250;

/** A word to look for: what is typed goes into the address, and so to the service, when the typing pauses. */
export function useSearch(name: string): { typed: Ref<string>; word: Ref<string> } {
  const word = useFilter(name);
  const typed = ref(word.value);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (word.value = text.trim()), text ? PAUSE : 0);
  });
  // The browser's way back, and a link that clears the filters.
  watch(word, (text) => {
    if (text !== typed.value.trim()) typed.value = text;
  });
  onScopeDispose(() => clearTimeout(timer));
  return { typed, word };
}
