import { ElMessage } from 'element-plus';
import { problemOf } from '../api.ts';
import { common } from '../texts/common.ts';

export function done(text: string): void {
  ElMessage({ type: 'success', message: text, duration: 2500, grouping: true });
}

/** Something the reader has to know, though it is no mistake of the reader's. */
export function notice(text: string): void {
  ElMessage({ type: 'warning', message: text, duration: 5000, showClose: true, grouping: true });
}

/** Says what went wrong with an action, in the service's own sentence. */
export function failed(error: unknown): void {
  const { detail, errors, instance } = problemOf(error);
  const more = errors?.map((each) => each.detail).filter((each) => each !== detail) ?? [];
  const text = [detail, ...more.slice(0, 3)].join(common.join);
  ElMessage({
    type: 'error',
    message: instance ? `${text}（${common.requestId(instance)}）` : text,
    duration: 6000,
    showClose: true,
  });
}

/** True when a dialog was left without a decision. */
export function wasLeft(error: unknown): boolean {
  return error === 'cancel' || error === 'close';
}
