import { signature, type ImportDecisions } from './decisions.ts';
import { ImportRefused } from './refused.ts';
import type { ImportRow, RawRow } from './row.ts';

/**
 * Rows that a person decided not to import are not judged: one that stands twice then stands once. They stay in sight.
 * @param wholeSheet a row stands for its whole sheet (form layout)
 * @throws ImportRefused decision_invalid for a row that is none of a unit
 */
export function leaveOut(
  raw: RawRow[],
  skipped: NonNullable<ImportDecisions['skipped']>,
  wholeSheet: boolean,
): { kept: RawRow[]; leftOut: ImportRow[] } {
  if (skipped.length === 0) return { kept: raw, leftOut: [] };
  const keyOf = ({ sheet, row }: { sheet: string; row: number }): string =>
    JSON.stringify(wholeSheet ? [sheet] : [sheet, row]);
  const keys = new Map(skipped.map((each) => [keyOf(each), each]));
  const sheets = new Set(raw.map(({ sheet }) => sheet));
  const rows = new Set(raw.map(keyOf));
  const unknown = skipped.find((each) => sheets.has(each.sheet) && !rows.has(keyOf(each)));
  if (unknown)
    throw new ImportRefused('decision_invalid', `工作表“${unknown.sheet}”第 ${unknown.row} 行没有单位的数据，不必排除`);
  return {
    kept: raw.filter((row) => !keys.has(keyOf(row))),
    leftOut: raw.flatMap((row) => {
      const decision = keys.get(keyOf(row));
      return decision ? [leftOutRow(row, signature(decision))] : [];
    }),
  };
}

function leftOutRow({ sheet, row, unitText }: RawRow, by: string): ImportRow {
  const detail = `第${row}行：按导入人的决定不导入${by}`;
  return {
    sheet,
    row,
    unitText,
    unit: null,
    outcome: 'ignored',
    values: {},
    findings: [{ level: 'warning', code: 'left_out', cell: null, field: null, text: unitText, readsAs: null, detail }],
  };
}
