import { tidy } from '../import/numbers.ts';
import type { UnitMatch } from '../import/units.ts';
import { hasUnseen, NOT_ONE_LINE } from '../one-line.ts';
import type { ListCells } from './read-list.ts';

/** A text of limited length. */
export function limited<C extends string>(
  cells: ListCells<C>,
  column: C,
  max: number,
  { needed = true }: { needed?: boolean } = {},
): string {
  const value = cells.text(column);
  if (value === '' && needed) cells.find(column, 'error', 'required', '请填写');
  if (value.length > max) cells.find(column, 'error', 'too_long', `不能超过 ${max} 个字`);
  return value;
}

/** A name: a text of limited length in one line, in which everything can be seen. */
export function named<C extends string>(
  cells: ListCells<C>,
  column: C,
  max: number,
  options: { needed?: boolean } = {},
): string {
  const value = limited(cells, column, max, options);
  if (hasUnseen(value)) cells.find(column, 'error', 'not_one_line', NOT_ONE_LINE);
  return value;
}

/** One of a fixed set of words. */
export function word<C extends string, W extends string>(
  cells: ListCells<C>,
  column: C,
  words: ReadonlyMap<string, W>,
  shown: readonly string[],
): W | null {
  const found = words.get(tidy(cells.text(column))) ?? null;
  if (found === null) cells.find(column, 'error', 'unknown_word', `应为：${shown.join('、')}`);
  return found;
}

/** A unit by its exact text; a blank is for the caller to judge. */
export function unitIn<C extends string>(
  cells: ListCells<C>,
  column: C,
  match: (text: string) => UnitMatch,
): { code: string; name: string } | null {
  const text = cells.text(column);
  const found = match(text);
  switch (found.kind) {
    case 'unit':
      if (found.oldName) cells.find(column, 'warning', 'old_name', `“${text}”是旧名，已按“${found.unit.name}”`);
      return { code: found.unit.code, name: found.unit.name };
    case 'ambiguous':
      cells.find(column, 'error', 'unit_ambiguous', `“${text}”可能是${found.units.join('或')}，请写全称`);
      return null;
    case 'unknown': {
      const hint = found.suggestions.length > 0 ? `，是否为：${found.suggestions.join('、')}` : '';
      cells.find(column, 'error', 'unit_unknown', `不认识单位“${text}”${hint}`);
      return null;
    }
  }
}

/** Several texts in one cell: `甲、乙`, also with other marks or line breaks between them. */
export function parts(text: string): string[] {
  return text
    .split(/[、，,;；\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
