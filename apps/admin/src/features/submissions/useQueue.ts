import type { SubmissionRow } from '@nuanxin/client';
import { computed, onMounted, onUnmounted, shallowRef, watch } from 'vue';
import { api } from '../../api.ts';
import { failed } from '../../shared/notify.ts';
import { useSession } from '../session/session.ts';
import type { queueQuery } from './queue.ts';

/** Others decide as well: a report that opens after so long asks for the queue again. */
const FRESH_MS = 15_000;

/** Kept from report to report: what one goes through is read once, not once for each report. */
const kept = shallowRef<{ key: string; at: number; rows: SubmissionRow[] } | null>(null);

/** Decisions that were put into it. */
let decisions = 0;

/** What a review goes through; loaded again behind what is shown when it is old, or when somebody comes back to the window. */
export function useQueue(query: () => ReturnType<typeof queueQuery> | null) {
  const session = useSession();
  const key = computed(() => JSON.stringify([session.user?.id, query()]));
  const own = computed(() => (kept.value?.key === key.value ? kept.value : null));
  const rows = computed(() => own.value?.rows ?? []);
  let loading = Promise.resolve();

  function reload(): void {
    const asked = query();
    if (asked) loading = load(asked, key.value);
  }

  async function load(asked: ReturnType<typeof queueQuery>, asKey: string): Promise<void> {
    try {
      const before = decisions;
      const { items } = (await api.listSubmissions({ query: asked })).data;
      // An answer from before the last decision would bring its report back.
      if (before !== decisions) return load(asked, asKey);
      kept.value = { key: asKey, at: Date.now(), rows: items };
    } catch (error) {
      // One that is there goes on being used: what is decided from it names its version.
      if (!own.value) failed(error);
    }
  }

  /** The rows, also where they are still on their way. */
  async function whole(): Promise<SubmissionRow[]> {
    if (!own.value) await loading;
    return rows.value;
  }

  /** What was decided here stands so at once, and goes where the queue does not ask for it. */
  function decidedAs({ id, state, version }: Pick<SubmissionRow, 'id' | 'state' | 'version'>): void {
    decisions++;
    if (!own.value) return;
    const now = rows.value.map((row) => (row.id === id ? { ...row, state, version } : row));
    kept.value = { ...own.value, rows: now.filter((row) => query()?.state.includes(row.state)) };
  }

  watch(
    key,
    () => {
      if (Date.now() - (own.value?.at ?? 0) > FRESH_MS) reload();
    },
    { immediate: true },
  );
  onMounted(() => addEventListener('focus', reload));
  onUnmounted(() => removeEventListener('focus', reload));
  return { rows, whole, reload, decidedAs };
}
