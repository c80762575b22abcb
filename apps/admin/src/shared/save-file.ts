import type { Download } from '@nuanxin/client';

/** Hands a file that the service made to the browser's downloads. */
export function saveFile({ fileName, content }: Download, type: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(content)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
