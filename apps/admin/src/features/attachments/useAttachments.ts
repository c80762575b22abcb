import type { Attachment } from '@nuanxin/client';
import { MAX_ATTACHMENT_BYTES } from '@nuanxin/contract';
import { onScopeDispose, reactive, ref, shallowRef } from 'vue';
import { api, problemOf } from '../../api.ts';
import { failed } from '../../shared/notify.ts';
import { useLoad } from '../../shared/useLoad.ts';
import { attachmentTexts as t } from '../../texts/attachments.ts';
import { upload, type Target } from './upload.ts';

/** A file on its way, or one that was refused. */
export interface Upload {
  key: number;
  file: File;
  field: string | undefined;
  state: 'waiting' | 'sending' | 'failed';
  /** Of 100. */
  percent: number;
  fault: string;
  /** It may go better the next time; a refusal stays one. */
  mayRetry: boolean;
}

/** The attachments of one thing, those that are being uploaded, and the last one that was deleted. */
export function useAttachments(owner: Target['owner'], ownerId: string) {
  const { data, problem, loading, reload } = useLoad(
    async (signal) => (await api.listAttachments({ query: { owner, ownerId } }, { signal })).data.items,
  );
  const uploads = ref<Upload[]>([]);
  const removed = shallowRef<Attachment | null>(null);
  const stopped = new AbortController();
  let count = 0;
  let sending = false;

  function add(files: Iterable<File>, field?: string): void {
    for (const file of files) {
      const isTooLarge = file.size > MAX_ATTACHMENT_BYTES;
      const start = isTooLarge
        ? { state: 'failed' as const, fault: t.tooLarge }
        : { state: 'waiting' as const, fault: '' };
      uploads.value.push(reactive({ key: ++count, file, field, percent: 0, mayRetry: false, ...start }));
    }
    void sendNext();
  }

  /** One after the other: the first are there while the last are still under way. */
  async function sendNext(): Promise<void> {
    const next = uploads.value.find(({ state }) => state === 'waiting');
    if (!next || sending) return;
    sending = true;
    next.state = 'sending';
    const target = { owner, ownerId, ...(next.field ? { field: next.field } : {}) };
    try {
      const tell = (part: number): void => void (next.percent = Math.round(part * 100));
      const made = await upload(next.file, target, tell, stopped.signal);
      data.value = [...(data.value ?? []), made];
      dismiss(next);
    } catch (error) {
      if (stopped.signal.aborted) return;
      next.state = 'failed';
      const { detail, status } = problemOf(error);
      next.fault = detail;
      next.mayRetry = status === 0 || status === 429 || status >= 500;
    }
    sending = false;
    void sendNext();
  }

  function dismiss({ key }: Upload): void {
    uploads.value = uploads.value.filter((each) => each.key !== key);
  }
  function retry(failure: Upload): void {
    failure.state = 'waiting';
    failure.percent = 0;
    void sendNext();
  }

  async function remove(attachment: Attachment): Promise<void> {
    try {
      await api.deleteAttachment({ params: { id: attachment.id } });
      data.value = (data.value ?? []).filter(({ id }) => id !== attachment.id);
      removed.value = attachment;
    } catch (error) {
      failed(error);
    }
  }

  /** Takes the last deletion back. */
  async function restore(): Promise<void> {
    const last = removed.value;
    if (!last) return;
    try {
      await api.restoreAttachment({ params: { id: last.id } });
      removed.value = null;
      await reload();
    } catch (error) {
      failed(error);
    }
  }

  onScopeDispose(() => stopped.abort());
  return { items: data, problem, loading, reload, uploads, add, dismiss, retry, removed, remove, restore };
}
