import { quoted, type Finding, type FormField } from '../form.ts';
import { measureOfAll } from './header.ts';
import { statedMeasure, type StatedMeasure } from './measures.ts';
import { cellAddress, type SheetData } from './sheet.ts';

/**
 * The measure that a line above the figures states for them (单位：万份). It counts for the fields of that measure, or for
 * all when it names none (单位：万).
 * @param rows above the figures
 */
export function sheetMeasure({ rows }: SheetData, end: number): (field: FormField) => StatedMeasure | undefined {
  const word = rows
    .slice(0, end)
    .flatMap((row) => row.map((cell) => (cell ? measureOfAll(cell.text) : null)))
    .find((each) => each !== null);
  if (word === undefined) return () => undefined;
  return ({ measure }) => {
    const stated = statedMeasure(word ?? '', measure);
    return stated && !stated.other ? stated : undefined;
  };
}

/** Another measure than the form's, such as 份 where 张 are counted, is worth a look (D27). */
export function otherMeasure(
  { word }: StatedMeasure,
  { code, label, measure }: FormField,
  at: { row: number; column: number; text: string },
): Finding {
  const cell = cellAddress(at.row, at.column);
  const detail = `${quoted(label)}的计量单位应为“${measure}”，表中写的是“${word}”（${cell}），请核对`;
  return { level: 'warning', code: 'unit', cell, field: code, text: at.text, readsAs: null, detail };
}
