import type { RecordKindCode, RecordValues } from '@nuanxin/domain';

export interface DemoRecord {
  kind: RecordKindCode;
  /** Code of the unit. */
  unit: string;
  date: string | null;
  values: RecordValues;
}
export interface DemoUnit {
  code: string;
  name: string;
  kind: string;
  villages: string[];
}
export interface DemoProject {
  no: number;
  name: string;
  kind: string;
  lead: string | null;
}

export type Next = () => number;
export const pick = <T>(list: readonly T[], next: Next): T => list[Math.floor(next() * list.length)] as T;
export const between = (least: number, most: number, next: Next): number =>
  least + Math.floor(next() * (most - least + 1));
export const day = (month: number, next: Next, from = 3, to = month % 3 === 0 ? 17 : 26): string =>
  `2025-${String(month).padStart(2, '0')}-${String(between(from, to, next)).padStart(2, '0')}`;
/** Some days later, at most to the end of the month. */
export const later = (date: string, days: number): string =>
  `${date.slice(0, 8)}${String(Math.min(28, Number(date.slice(8)) + days)).padStart(2, '0')}`;
