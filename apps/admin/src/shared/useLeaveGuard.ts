import { ElMessageBox } from 'element-plus';
import { onBeforeRouteLeave } from 'vue-router';
import { common } from '../texts/common.ts';

/** Asks before a page is left on which something was entered and not saved. */
export function useLeaveGuard(
  unsaved: () => boolean,
  words: { title: () => string; text: string; leave: string },
): void {
  onBeforeRouteLeave(async () => {
    if (!unsaved()) return true;
    const buttons = { confirmButtonText: words.leave, cancelButtonText: common.back };
    return ElMessageBox.confirm(words.text, words.title(), buttons).then(
      () => true,
      () => false,
    );
  });
}
