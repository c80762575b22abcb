import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** One filter of a list, kept in the address: a link to the page is a link to what is seen. */
export function useFilter(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => (typeof route.query[name] === 'string' ? route.query[name] : fallback),
    set(value) {
      const { [name]: _, ...rest } = route.query;
      void router.replace({ path: route.path, query: value && value !== fallback ? { ...rest, [name]: value } : rest });
    },
  });
}

/** The year of the top bar; undefined for the newest plan. */
export function useYear(): () => number | undefined {
  const route = useRoute();
  return () => (route.query.year ? Number(route.query.year) : undefined);
}
