import type { RecordKindCode } from '@nuanxin/domain';
import { computed } from 'vue';
import { api } from '../../api.ts';
import { given } from '../../shared/useFilters.ts';
import { useLoad } from '../../shared/useLoad.ts';
import { usePages } from '../../shared/usePages.ts';
import type { RecordFilters } from './filters.ts';

export const LIMIT = 100;

/** The records that are filtered, page by page, with their number and sums. */
export function useRecordList(kind: RecordKindCode, filters: RecordFilters) {
  const params = { kind };
  const query = computed(() => ({ limit: LIMIT, ...filters.query.value }));
  const list = usePages(
    async (cursor, signal) => {
      const page = { ...query.value, ...given('cursor', cursor) };
      return (await api.listRecords({ params, query: page }, signal ? { signal } : {})).data;
    },
    () => query.value,
  );
  const totals = useLoad(
    async (signal) => (await api.getRecordTotals({ params, query: filters.query.value }, { signal })).data,
    () => filters.query.value,
  );
  return {
    list,
    totals: totals.data,
    reload: async (): Promise<void> => {
      await Promise.all([list.reload(), totals.reload()]);
    },
  };
}
