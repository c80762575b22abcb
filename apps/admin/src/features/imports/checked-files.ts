import type { Import, ProblemDocument } from '@nuanxin/client';
import { shallowRef } from 'vue';

/** One of several files that were checked together: its outcome, or why it was refused. */
export interface CheckedFile {
  fileName: string;
  import: Import | null;
  problem: (Partial<ProblemDocument> & { detail: string }) | null;
}

/** The files of the last time several were checked; they stay while the reader looks at one of them and comes back. */
export const checkedFiles = shallowRef<CheckedFile[]>([]);

const isDocument = ({ name }: File): boolean => /\.(?:docx|doc|wps)$/i.test(name);

/** Work summaries first: written before its unit's workbook, a summary is handed in with it, and nobody is asked. */
export function inOrder(files: Iterable<File>): File[] {
  return [...files].toSorted((a, b) => Number(isDocument(b)) - Number(isDocument(a)));
}

/** It can be written without a decision. */
export function isReady({ import: result }: CheckedFile): boolean {
  if (!result || result.status !== 'checked' || result.replayOf) return false;
  const { accepted, rejected, confirm } = result.counts;
  return accepted > 0 && rejected === 0 && confirm === 0;
}
