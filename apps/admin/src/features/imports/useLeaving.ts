import { ElMessageBox } from 'element-plus';
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router';
import { useUnloadWarning } from '../../shared/useUnloadWarning.ts';
import { leavingTexts as t } from '../../texts/imports.ts';
import { useSession } from '../session/session.ts';

/** Asks before changes that were not read anew yet go out of sight. @param count of them */
export function useLeaving(count: () => number): void {
  const session = useSession();

  async function mayLeave(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<boolean> {
    if (to.path === from.path || count() === 0 || !session.user) return true;
    // What Enter and Esc do is to stay.
    const words = { confirmButtonText: t.stay, cancelButtonText: t.leave, distinguishCancelAndClose: true };
    return ElMessageBox.confirm(t.unsaved(count()), t.title, words).then(
      () => false,
      (answer: unknown) => answer === 'cancel',
    );
  }
  onBeforeRouteLeave(mayLeave);
  onBeforeRouteUpdate(mayLeave);

  useUnloadWarning(() => count() > 0);
}
