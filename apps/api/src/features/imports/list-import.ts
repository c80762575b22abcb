import type { ListRowOutcome } from '@nuanxin/contract';
import type { Finding } from '@nuanxin/domain';
import { ProblemError } from '../../problem.ts';

/** A list that is sent to be read, and written when nothing is wrong with it. */
export interface ListUpload {
  fileName: string;
  content: Uint8Array;
  mode: 'dry_run' | 'atomic';
}

/** @throws ProblemError file_missing */
export function listUploadOf({ file, mode = 'dry_run' }: { file: unknown; mode?: ListUpload['mode'] }): ListUpload {
  const { fileName, content } = file as Partial<{ fileName: string; content: Buffer }>;
  if (fileName === undefined || !Buffer.isBuffer(content)) throw new ProblemError('file_missing');
  return { fileName, content, mode };
}

/** Values of a row as its preview shows them, by the names of their columns. */
export type Shown = Record<string, string>;

/** What is imported is no sample any more: somebody has looked it through. */
export const shownSample = (sample: boolean): Shown => ({ 示例数据: sample ? '是' : '否' });

export interface Compared {
  outcome: ListRowOutcome;
  changes: { label: string; from: string; to: string }[];
}

/**
 * What a row does.
 * @param before what is known by its key
 * @param after what will be known; only what the list says
 */
export function compared(findings: readonly Finding[], before: Shown | undefined, after: Shown): Compared {
  if (hasError(findings)) return { outcome: 'faulty', changes: [] };
  if (!before) return { outcome: 'new', changes: [] };
  const changes = Object.entries(after)
    .map(([label, to]) => ({ label, from: before[label] ?? '', to }))
    .filter(({ from, to }) => from !== to);
  return { outcome: changes.length > 0 ? 'changed' : 'same', changes };
}

const hasError = (findings: readonly Finding[]): boolean => findings.some(({ level }) => level === 'error');

export function errorsIn(rows: readonly { findings: readonly Finding[] }[]): number {
  return rows.flatMap(({ findings }) => findings.filter(({ level }) => level === 'error')).length;
}

export const isToWrite = ({ outcome }: Compared): boolean => outcome === 'new' || outcome === 'changed';
