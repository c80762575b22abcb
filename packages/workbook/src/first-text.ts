import type { SheetData } from '@nuanxin/domain';

/** As much of it as a heading may have, many times over. */
const LENGTH = 200;

/** How a material begins (R88): the first of its texts in which something stands; empty when there is none. */
export function firstText(texts: readonly string[]): string {
  const found = texts.find((text) => text.replace(/[\s\p{Cf}]/gu, '') !== '') ?? '';
  return [...found.trim()].slice(0, LENGTH).join('').toWellFormed();
}

/** The first filled cell that is in sight. */
export function firstCell(sheets: readonly SheetData[]): string {
  const shown = sheets.filter(({ hidden }) => !hidden);
  return firstText(shown.flatMap(({ rows }) => rows.flatMap((row) => row.map((cell) => cell?.text ?? ''))));
}
