import { annex7, readImport, type FormContext, type ImportReading, type SheetData } from '@nuanxin/domain';
import { units } from './units.ts';

/** Form sheets as a reader gives them, and what the importer makes of them. */
const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
export type Given = string | number | null;

/** A sheet as a reader gives it; a number is a number cell, everything else text. */
export function sheet(rows: Given[][], more: Partial<SheetData> = {}): SheetData {
  const cells = rows.map((row) =>
    row.map((each) =>
      each === null || each === ''
        ? null
        : {
            text: String(each),
            number: typeof each === 'number' ? each : null,
            date: null,
            formula: 'none' as const,
            error: false,
          },
    ),
  );
  return { name: '附件7', hidden: false, rows: cells, merges: [], ...more };
}
export const read = (sheets: SheetData[], more: { period?: string; fileName?: string } = {}): ImportReading =>
  readImport({ format: 'xlsx', sheets }, { form: annex7, units, contextOf, fileName: '表.xlsx', ...more });
export const refusal = (...given: Parameters<typeof read>): unknown => {
  try {
    return read(...given).period;
  } catch (error) {
    const { code, detail } = error as { code: string; detail: string };
    return [code, detail];
  }
};

const figures: Given[][] = [
  ['指标', '单位', '数量', '备注'],
  ['区级媒体刊播数', '篇', 3, ''],
  ['联络员人数', '人', '约20', ''],
  ['海报张贴数', '张', '', ''],
];
export const form = (head: Given[][], foot: Given[][] = []): SheetData => sheet([...head, ...figures, ...foot]);
