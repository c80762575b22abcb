import { computed, reactive } from 'vue';
import { useSession } from '../features/session/session.ts';
import { keep, readKept } from './kept.ts';

/** Whether a user closed the guide; what the browser keeps is read once. */
const closed = reactive(new Map<string, boolean>());

/** The guide of the first run: for the office, until it is closed; it can be had again. */
export function useGuide() {
  const session = useSession();
  const user = computed(() => session.user?.id ?? '');
  const key = (): string => `nuanxin.guide ${user.value}`;
  const isClosed = computed(() => closed.get(user.value) ?? readKept<string>(key()) === 'closed');

  function set(close: boolean): void {
    closed.set(user.value, close);
    keep(key(), close ? 'closed' : null);
  }
  return {
    /** Only the office has one. */
    isOffered: computed(() => session.isOffice),
    isOpen: computed(() => session.isOffice && !isClosed.value),
    close: () => set(true),
    reopen: () => set(false),
  };
}
