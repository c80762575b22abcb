import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';
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
  /** The rest as well, as long as there are fewer rows than `most`. */
  all(most: number): Promise<void>;
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
  const rows = computed(() => [...(data.value?.items ?? []), ...further.value]);
  const cursor = ref<string | null>(null);
  watch(data, (page) => {
    further.value = [];
    cursor.value = page?.nextCursor ?? null;
  });

  const left = new AbortController();
  onScopeDispose(() => left.abort());

  async function all(most: number): Promise<void> {
    const from = cursor.value;
    let next = from;
    const items: T[] = [];
    let pages = 0;
    try {
      do {
        if (next === null) return;
        const page = await load(next, left.signal);
        // The question may have changed meanwhile.
        if (cursor.value !== from) return;
        items.push(...page.items);
        next = page.nextCursor;
        pages++;
      } while (next !== null && rows.value.length + items.length < most);
      further.value = [...further.value, ...items];
      count += pages;
      cursor.value = next;
    } catch (error) {
      if (!left.signal.aborted) failed(error);
    }
  }

  return {
    rows,
    loaded: computed(() => data.value !== null),
    total: computed(() => data.value?.total),
    cursor,
    problem,
    loading,
    reload,
    more: () => all(0),
    all,
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
