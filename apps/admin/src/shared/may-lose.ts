import { ElMessageBox } from 'element-plus';
import { common } from '../texts/common.ts';

/**
 * Asks before something that was entered is lost. To go on is what Enter, Escape and the cross do.
 * @param leave what the button says that loses it
 */
export async function mayLose(text: string, title: string, leave: string): Promise<boolean> {
  const words = { confirmButtonText: common.goOn, cancelButtonText: leave, distinguishCancelAndClose: true };
  return ElMessageBox.confirm(text, title, words).then(
    () => false,
    (why: unknown) => why === 'cancel',
  );
}
