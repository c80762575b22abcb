import type { Statistics } from '@nuanxin/client';
import { number } from '../../shared/format.ts';
import { pictureTexts } from '../../texts/pictures.ts';

/** What stands for a unit in the place of a field: its number, or why there is none; null where the field is not the unit's. */
export function saidOf(
  row: Statistics['rows'][number],
  { code }: Statistics['fields'][number],
): { value: number | null; text: string } | null {
  const t = pictureTexts.heat;
  const figure = row.figures[code];
  if (!figure || figure.owed === 0) return null;
  if (figure.value !== null) return { value: figure.value, text: number(figure.value) };
  const { counted, returned } = row.coverage;
  return { value: null, text: counted > 0 ? t.blank : returned > 0 ? t.returned : t.notIn };
}
