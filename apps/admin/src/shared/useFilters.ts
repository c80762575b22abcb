import { computed, nextTick, type WritableComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router';
import { useSession } from '../features/session/session.ts';

let waiting: { path: string; query: LocationQueryRaw } | null = null;

/**
 * One filter of a list, kept in the address: a link to the page is a link to what is seen. Filters that are set in the
 * same tick go into the address together.
 */
export function useFilter(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => (typeof route.query[name] === 'string' ? route.query[name] : fallback),
    set(value) {
      if (waiting?.path !== route.path) {
        waiting = { path: route.path, query: { ...route.query } };
        void nextTick(() => {
          const next = waiting;
          waiting = null;
          if (next && next.path === route.path) void router.replace(next);
        });
      }
      // A cleared select gives undefined.
      if (value && value !== fallback) waiting.query[name] = value;
      else delete waiting.query[name];
    },
  });
}

/**
 * What is open for a quick look, kept in the address: a link to it is a link to the page with it. Back closes it, and
 * closing it goes back to the list that it was opened from.
 * @param along what the address says besides of what is open, and goes with it
 */
export function useLook(name = 'look', along: readonly string[] = []): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  const filter = useFilter(name);
  return computed({
    get: () => filter.value,
    set(id) {
      if (id === filter.value) return;
      const { path, hash } = route;
      const rest = Object.fromEntries(
        Object.entries(route.query).filter(([each]) => each !== name && (id !== '' || !along.includes(each))),
      );
      const next = router.resolve({ path, hash, query: id ? { ...rest, [name]: id } : rest });
      if (id && !filter.value) void router.push(next);
      else if (!id && history.state.back === next.fullPath) router.back();
      else void router.replace(next);
    },
  });
}

/** The year of the top bar: what the address says, or else the plan that is under way. */
export function useYear(): () => number | undefined {
  const route = useRoute();
  const session = useSession();
  return () => (route.query.year ? Number(route.query.year) : session.thisYear);
}

/** Part of a query: the value under its name, or nothing when it is blank. */
export function given<K extends string, T>(name: K, value: T | '' | undefined): { [P in K]?: T } {
  return value === '' || value === undefined ? {} : ({ [name]: value } as { [P in K]?: T });
}
