import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router';
import { mayLose } from './may-lose.ts';
import { useUnloadWarning } from './useUnloadWarning.ts';

/**
 * Asks before a page is left, closed or loaded anew on which something was entered and not saved.
 * @param words.loses parts of the address with which another page comes in its place
 */
export function useLeaveGuard(
  unsaved: () => boolean,
  words: { title: () => string; text: string; leave: string; loses?: readonly string[] },
): void {
  const ask = async (): Promise<boolean> => !unsaved() || mayLose(words.text, words.title(), words.leave);
  onBeforeRouteLeave(ask);
  onBeforeRouteUpdate(async (to: RouteLocationNormalized, from: RouteLocationNormalized) =>
    words.loses?.some((name) => to.query[name] !== from.query[name]) ? ask() : true,
  );
  useUnloadWarning(unsaved);
}
