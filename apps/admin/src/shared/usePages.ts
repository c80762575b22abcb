import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { failed } from './notify.ts';
import { useLoad, type Load } from './useLoad.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

export interface Pages<T> extends Omit<Load<Page<T>>, 'data'> {
  rows: ComputedRef<T[]>;
  loaded: ComputedRef<boolean>;
  total: ComputedRef<number | undefined>;
  cursor: Ref<string | null>;
  more(): Promise<void>;
}

/**
 * A list by keyset paging: the first page now and whenever the question changes, each further one when asked for. Who
 * reads the list again keeps its place: as many pages come as were there.
 */
export function usePages<T>(
  load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>,
  depends: () => unknown,
): Pages<T> {
  let count = 1;
  watch(depends, () => (count = 1), { flush: 'sync' });
  const { data, problem, loading, reload } = useLoad(async (signal) => {
    let page = await load(undefined, signal);
    for (let i = 1; i < count && page.nextCursor !== null; i++) {
      const next = await load(page.nextCursor, signal);
      page = { ...page, items: [...page.items, ...next.items], nextCursor: next.nextCursor };
    }
    return page;
  }, depends);
  const further = ref<T[]>([]) as Ref<T[]>;
  const cursor = ref<string | null>(null);
  watch(data, (page) => {
    further.value = [];
    cursor.value = page?.nextCursor ?? null;
  });

  async function more(): Promise<void> {
    const from = cursor.value;
    if (from === null) return;
    try {
      const page = await load(from);
      // The question may have changed meanwhile.
      if (cursor.value !== from) return;
      further.value = [...further.value, ...page.items];
      count++;
      cursor.value = page.nextCursor;
    } catch (error) {
      failed(error);
    }
  }

  return {
    rows: computed(() => [...(data.value?.items ?? []), ...further.value]),
    loaded: computed(() => data.value !== null),
    total: computed(() => data.value?.total),
    cursor,
    problem,
    loading,
    reload,
    more,
  };
}

/** Everything of a list that is known to be small, over as many pages as it takes. */
export async function everything<T>(load: (cursor?: string) => Promise<{ data: Page<T> }>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await load(cursor);
    items.push(...data.items);
    cursor = data.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
