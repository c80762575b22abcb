import { tidy } from './numbers.ts';

const quarters: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4' };

/** `2025Q2` from 2025年二季度, 2025年第2季度, 2025Q2 anywhere in a text; null when none is named. */
export function periodIn(text: string): string | null {
  const match = /(\d{4})年?度?(?:第?([一二三四1-4])季度?|[-_]?q([1-4]))/i.exec(tidy(text));
  if (!match) return null;
  const quarter = match[2] ?? match[3] ?? '';
  return `${match[1]}Q${quarters[quarter] ?? quarter}`;
}
