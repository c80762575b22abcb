import { computed, onMounted, onUnmounted, ref, type Ref } from 'vue';

/** So many rows are drawn whole: on a sheet that somebody fills in nothing is left out. */
const WHOLE = 200;
/** Drawn above and below what is in sight. */
const AROUND = 20;

/** A row by its place, or the height of those that are left out. */
export type Drawn = { at: number } | { gap: number; before: number };

/**
 * Of very many rows of one height only those are drawn that are in sight, and the one that has the focus. On paper they
 * all are.
 */
export function useInSight(scroll: Ref<HTMLElement | null>, count: () => number, kept: () => number) {
  const height = ref(37);
  const from = ref(0);
  const to = ref(2 * AROUND);
  const printing = ref(false);

  function look(): void {
    const box = scroll.value;
    if (!box) return;
    height.value = box.querySelector<HTMLElement>('tbody tr[role=row]')?.offsetHeight || height.value;
    // In steps, so that a little scrolling draws nothing anew.
    const first = Math.floor(box.scrollTop / height.value / 10) * 10;
    from.value = Math.max(0, first - AROUND);
    to.value = first + Math.ceil(box.clientHeight / height.value) + 10 + AROUND;
  }

  const drawn = computed((): Drawn[] => {
    const all = count();
    if (all <= WHOLE || printing.value) return Array.from({ length: all }, (_, at) => ({ at }));
    const places = new Set(
      Array.from({ length: Math.max(0, Math.min(to.value, all) - from.value) }, (_, i) => from.value + i),
    );
    if (kept() >= 0) places.add(kept());
    const lines: Drawn[] = [];
    let next = 0;
    for (const at of [...places].toSorted((a, b) => a - b)) {
      if (at > next) lines.push({ gap: (at - next) * height.value, before: at });
      lines.push({ at });
      next = at + 1;
    }
    return all > next ? [...lines, { gap: (all - next) * height.value, before: all }] : lines;
  });

  const print = (event: Event): void => void (printing.value = event.type === 'beforeprint');
  let resized: ResizeObserver | undefined;
  onMounted(() => {
    scroll.value?.addEventListener('scroll', look, { passive: true });
    resized = new ResizeObserver(look);
    if (scroll.value) resized.observe(scroll.value);
    addEventListener('beforeprint', print);
    addEventListener('afterprint', print);
  });
  onUnmounted(() => {
    resized?.disconnect();
    removeEventListener('beforeprint', print);
    removeEventListener('afterprint', print);
  });
  return drawn;
}
