import { ref, type Ref } from 'vue';
import { keep, readKept } from '../../shared/kept.ts';

const MOST = 5;

/** What a user looked for last in this browser, the newest first. */
export function useRecent(userId: string): { recent: Ref<string[]>; remember(text: string): void; forget(): void } {
  const key = `nuanxin.searches.${userId}`;
  const recent = ref(readKept<string[]>(key) ?? []);
  return {
    recent,
    remember(text) {
      recent.value = [text, ...recent.value.filter((each) => each !== text)].slice(0, MOST);
      keep(key, recent.value);
    },
    forget() {
      recent.value = [];
      keep(key, null);
    },
  };
}
