import { ElMessage } from 'element-plus';
import { problemOf } from '../api.ts';

export function done(text: string): void {
  ElMessage({ type: 'success', message: text, duration: 2500, grouping: true });
}

/** Says what went wrong with an action, in the service's own sentence. */
export function failed(error: unknown): void {
  const { detail, errors, instance } = problemOf(error);
  const more = errors?.map((each) => each.detail).filter((each) => each !== detail) ?? [];
  const text = [detail, ...more.slice(0, 3)].join('；');
  ElMessage({
    type: 'error',
    message: instance ? `${text}（请求编号 ${instance.slice(0, 8)}）` : text,
    duration: 6000,
    showClose: true,
  });
}
