import type { RecordRow } from '@nuanxin/contract';
import type { RecordKindCode } from '@nuanxin/domain';
import { computed, ref, shallowRef, watch } from 'vue';
import { api } from '../../api.ts';
import { failed } from '../../shared/notify.ts';
import { useFilter } from '../../shared/useFilters.ts';

/** The row that stands in the drawer: a record by its address, or a new row. */
export function useOpened(kind: RecordKindCode) {
  const address = useFilter('record');
  const fresh = ref('');
  const record = shallowRef<RecordRow | null>(null);

  watch(
    address,
    async (id) => {
      record.value = null;
      if (!id) return;
      try {
        const { data } = await api.getRecord({ params: { kind, id } });
        if (address.value === id) record.value = data;
      } catch (error) {
        failed(error);
        if (address.value === id) address.value = '';
      }
    },
    { immediate: true },
  );

  return {
    record,
    key: computed(() => fresh.value || record.value?.id || ''),
    open(key: string, isRecord: boolean): void {
      fresh.value = isRecord ? '' : key;
      address.value = isRecord ? key : '';
    },
    close(): void {
      fresh.value = '';
      address.value = '';
    },
  };
}
