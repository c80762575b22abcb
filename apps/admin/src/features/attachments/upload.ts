import type { Attachment, AttachmentOwner } from '@nuanxin/client';
import { clientWith } from '../../api.ts';

export interface Target {
  owner: AttachmentOwner;
  ownerId: string;
  field?: string;
}

/**
 * Attaches a file and tells how much of it has gone out, from 0 to 1. By XMLHttpRequest: `fetch` does not know.
 */
export async function upload(
  file: File,
  target: Target,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const client = clientWith((address, init = {}) => sendWatched(String(address), init, onProgress));
  return (await client.addAttachment({ body: { ...target, file } }, { signal })).data;
}

function sendWatched(address: string, init: RequestInit, onProgress: (part: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(init.method ?? 'GET', address);
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' };
      resolve(new Response(request.responseText, { status: request.status, headers }));
    });
    request.addEventListener('error', () => reject(new TypeError('no answer')));
    request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
    init.signal?.addEventListener('abort', () => request.abort());
    request.send(init.body as ArrayBuffer);
  });
}
