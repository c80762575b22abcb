import type { RouteLocationRaw } from 'vue-router';
import type { Drawn } from './draw.ts';

export type PictureCell = string | { text: string; to: RouteLocationRaw };

/** Everything of a picture: what is drawn, the same in words, and as a table whose figures lead on. */
export interface Picture {
  title: string;
  note: string;
  words: string;
  drawing: Drawn;
  height: number;
  legend?: { sign: string; word: string; tone?: string }[];
  head: readonly string[];
  lines: PictureCell[][];
  empty: string;
  link: { to: RouteLocationRaw; text: string };
}

/** Which quarters are looked at, and what counts: as the address says. */
export interface Span {
  year: number;
  /** Last quarter. */
  period: string;
  quarters: readonly string[];
  /** `2025年二季度本年累计`. */
  when: string;
  /** The same for the page of the table. */
  query: Record<string, string>;
}
