import type { Finding } from '@nuanxin/domain';
import type { ListRead } from './list-read.ts';

export interface Repeated {
  rows: number[];
  level: Finding['level'];
  text: string;
}

/** A finding without its place: what may be said of many rows. */
const textOf = ({ detail }: Finding): string => detail.replace(/^第\d+行(（[A-Z]+\d+）)?：?/, '');

/** What is said of several rows in the same words, once. */
export function repeatedIn(rows: ListRead['rows']): Repeated[] {
  const all = rows.flatMap(({ row, findings }) =>
    findings.map((finding) => ({ row, level: finding.level, text: textOf(finding) })),
  );
  return [...Map.groupBy(all, ({ level, text }) => `${level} ${text}`).values()].flatMap((same) => {
    const [{ level, text } = { level: 'error', text: '' } as const] = same;
    const at = [...new Set(same.map(({ row }) => row))];
    return at.length > 1 ? [{ rows: at, level, text }] : [];
  });
}

/** Whether a finding is among what is said once. */
export const isIn = (repeated: readonly Repeated[], finding: Finding): boolean =>
  repeated.some(({ level, text }) => level === finding.level && text === textOf(finding));

/** `2—4、7`: rows that follow each other as one. */
export function rowRanges(rows: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const row of rows.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}—${to}`)).join('、');
}
