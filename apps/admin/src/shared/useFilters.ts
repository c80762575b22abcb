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
