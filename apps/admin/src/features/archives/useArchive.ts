import type { Archive } from '@nuanxin/client';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { api, problemOf } from '../../api.ts';

const POLL_MS = 1000;

/**
 * The newest archive of a year that the reader had made, followed while it is being made. It is the service that keeps it:
 * whoever comes back, or reloads, finds it as it stands.
 */
export function useArchive(year: () => number | undefined) {
  const archive = shallowRef<Archive | null>(null);
  const fault = ref('');
  const starting = ref(false);
  const isRunning = computed(() => archive.value?.state === 'waiting' || archive.value?.state === 'running');
  const percent = computed(() => {
    const { done = 0, total = 0 } = archive.value ?? {};
    return total === 0 ? null : Math.floor((done / total) * 100);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(found: Archive | null): void {
    archive.value = found;
    clearTimeout(timer);
    if (isRunning.value) timer = setTimeout(follow, POLL_MS);
  }

  async function follow(): Promise<void> {
    const { id, year: of } = archive.value ?? {};
    if (id === undefined) return;
    try {
      const { data } = await api.getArchive({ params: { id } });
      if (of === year()) take(data);
    } catch {
      // A service that is away for a moment goes on when it is back.
      timer = setTimeout(follow, POLL_MS * 5);
    }
  }

  async function look(): Promise<void> {
    const asked = year();
    take(null);
    if (asked === undefined) return;
    try {
      const { data } = await api.listArchives({ params: { year: asked } });
      if (asked === year()) take(data.items[0] ?? null);
    } catch (error) {
      fault.value = problemOf(error).detail;
    }
  }

  async function start(): Promise<void> {
    const asked = year();
    if (asked === undefined) return;
    starting.value = true;
    fault.value = '';
    try {
      take((await api.createArchive({ params: { year: asked } })).data);
    } catch (error) {
      fault.value = problemOf(error).detail;
    }
    starting.value = false;
  }

  watch(year, look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return { archive, fault, starting, isRunning, percent, start };
}
