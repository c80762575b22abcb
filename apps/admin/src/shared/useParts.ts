import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue';

/** Rows that fill the first screen of a window; they are there at once. */
const FIRST = 12;
/** So many come in one go: less than a twentieth of a second on a common office computer. */
const PART = 8;

/**
 * How many of many heavy rows are drawn. The first are there at once, the others come part by part, between which the
 * page answers to whoever uses it. Once drawn they stay drawn.
 * @param total how many there are
 */
export function useParts(total: () => number): Readonly<Ref<number>> {
  const drawn = ref(FIRST);
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function further(): Promise<void> {
    clearTimeout(timer);
    await nextTick();
    if (drawn.value >= total()) return;
    timer = setTimeout(() => {
      drawn.value += PART;
      void further();
    });
  }
  watch(total, () => void further(), { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return drawn;
}
