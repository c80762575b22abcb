import type { Attachment } from '@nuanxin/client';
import { onScopeDispose, shallowReactive } from 'vue';
import { api } from '../../api.ts';
import { failed } from '../../shared/notify.ts';
import { saveFile } from '../../shared/save-file.ts';

/** Address of a picture, or that it could not be had. */
export type Shown = string | 'failed';

/**
 * Pictures by the attachment's id, as addresses of this window's own memory: the service gives them only to who brings
 * the token of the session, which an `<img>` cannot.
 */
export function usePictures(part: 'thumbnail' | 'content') {
  const shown = shallowReactive(new Map<string, Shown>());
  const asked = new Set<string>();
  let gone = false;

  async function load({ id }: Attachment): Promise<void> {
    if (asked.has(id)) return;
    asked.add(id);
    try {
      const call = part === 'content' ? api.getAttachmentContent : api.getAttachmentThumbnail;
      const { data } = await call({ params: { id } });
      if (!gone) shown.set(id, addressOf(data.content, data.type ?? 'image/webp'));
    } catch {
      asked.delete(id);
      if (!gone) shown.set(id, 'failed');
    }
  }

  onScopeDispose(() => {
    gone = true;
    for (const address of shown.values()) URL.revokeObjectURL(address);
  });
  return { shown, load };
}

function addressOf(content: Uint8Array, type: string): string {
  return URL.createObjectURL(new Blob([new Uint8Array(content)], { type }));
}

export async function save({ id }: Attachment): Promise<void> {
  try {
    const { data } = await api.getAttachmentContent({ params: { id } });
    saveFile(data, data.type ?? '');
  } catch (error) {
    failed(error);
  }
}

/** Those have a thumbnail. */
export const isPicture = ({ thumbnail }: Attachment): boolean => thumbnail !== null;

/** A PDF in a window of its own, which has to be opened at the click itself. */
export async function openPdf(attachment: Attachment): Promise<void> {
  const tab = open('', '_blank');
  if (!tab) return save(attachment);
  try {
    const { data } = await api.getAttachmentContent({ params: { id: attachment.id } });
    const address = addressOf(data.content, 'application/pdf');
    tab.opener = null;
    tab.location.replace(address);
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    tab.close();
    failed(error);
  }
}
