import type { Finding } from '../form.ts';
import { nextFilled, valueColumns, type Labels } from './form-labels.ts';
import { normaliseNumber } from './numbers.ts';
import { cellAddress, columnName, textAt, type SheetData } from './sheet.ts';

/**
 * Columns of a form's figures: those that a header row names, and else the one that a person is asked about when two
 * figures stand beside a label. Which of 本期 and 累计 they are is not ours to guess (D48).
 * @returns no columns when each figure simply stands beside its label
 */
export function figureColumns(sheet: SheetData, labels: Labels): { columns: number[]; findings: Finding[] } {
  const named = valueColumns(sheet);
  if (named.length > 0) return { columns: named, findings: [] };
  const doubled = sheet.rows.flatMap((cells, row) =>
    cells.flatMap((_, at) => {
      const [first, second] = figuresBeside(sheet, row, at, labels);
      return first === undefined || second === undefined ? [] : [{ row, first, second }];
    }),
  );
  const [pair] = doubled;
  if (!pair) return { columns: [], findings: [] };
  const { row, first, second } = pair;
  const places = `${columnName(first)}、${columnName(second)}列`;
  const say = (level: Finding['level'], what: string): Finding => ({
    level,
    code: 'columns_ambiguous',
    cell: cellAddress(row, first),
    field: null,
    text: textAt(sheet, row, first),
    readsAs: null,
    detail: `第${row + 1}行：指标右侧有两列数（${places}），又没有写明“指标、本期、累计”的表头，${what}`,
  });
  // In one column all through the sheet, it can be asked about; in several, there is nothing to ask.
  return doubled.every((each) => each.first === first)
    ? { columns: [first], findings: [say('confirm', `已取${columnName(first)}列为本期数，请确认`)] }
    : { columns: [], findings: [say('error', '分不清哪一列是本期数，请加上表头或只保留本期数')] };
}

/** Columns of what can be read as figures of a label, up to the next one; none when no label stands there. */
function figuresBeside(sheet: SheetData, row: number, label: number, labels: Labels): number[] {
  const field = labels.field(textAt(sheet, row, label));
  if (!field) return [];
  const { measure } = field;
  const figures: number[] = [];
  let column = nextFilled(sheet, row, label, labels, measure);
  while (column !== null) {
    const text = textAt(sheet, row, column);
    // 无 and / are remarks as often as they are zeros.
    if (/\d/.test(text) && normaliseNumber(text, measure).value !== null) figures.push(column);
    column = nextFilled(sheet, row, column, labels, measure);
  }
  return figures;
}
