import { quoted, type Finding } from '../form.ts';
import type { RecordKind } from './kinds.ts';
import type { RecordSheetRow } from './read-row.ts';

/**
 * Points out rows of one file that say the same: what a kind takes for a duplicate, or all of a row. Not forbidden, but a
 * unit of which a kind has one row stands once. Adds to the rows' findings.
 */
export function noteRepeats(kind: RecordKind, rows: RecordSheetRow[]): void {
  if (kind.oncePerUnit) {
    note(
      rows,
      ({ unit }) => unit?.code ?? null,
      ({ unit }, first) => ({
        level: 'error',
        code: 'unit_duplicate',
        detail: `“${unit?.name ?? ''}”在第${first}行已有，请只保留一行`,
      }),
    );
    return;
  }
  const sets =
    kind.duplicates.length > 0 ? kind.duplicates : [['unit', 'date', ...kind.fields.map(({ code }) => code)]];
  for (const set of sets) {
    const labels = set.map((code) => labelOf(kind, code)).join('、');
    const what = kind.duplicates.length > 0 ? labels : '各项内容';
    note(rows, keyOf(kind, set), (_, first) => ({
      level: 'warning',
      code: 'row_repeated',
      detail: `与第${first}行的${what}相同，请核对是否重复`,
    }));
  }
}

function labelOf(kind: RecordKind, code: string): string {
  if (code === 'date') return quoted(kind.dateLabel ?? '');
  if (code === 'unit') return quoted(kind.unitLabel);
  return quoted(kind.fields.find((field) => field.code === code)?.label ?? code);
}

/** A name in a register means something within its unit only. What could not be read is compared as it stands. */
function keyOf(kind: RecordKind, set: string[]): (row: RecordSheetRow) => string | null {
  const [first = ''] = set;
  return ({ unit, date, values, texts }) => {
    if (first !== 'unit' && values[first] === undefined) return null;
    const parts = set.map(
      (code) => (code === 'date' ? date : code === 'unit' ? unit?.code : values[code]) ?? texts[code] ?? null,
    );
    return JSON.stringify(kind.register ? [unit?.code, ...parts] : parts);
  };
}

function note(
  rows: RecordSheetRow[],
  key: (row: RecordSheetRow) => string | null,
  say: (row: RecordSheetRow, first: number) => Pick<Finding, 'level' | 'code' | 'detail'>,
): void {
  const seen = new Map<string, number>();
  for (const row of rows) {
    const own = key(row);
    if (own === null) continue;
    const first = seen.get(own);
    if (first === undefined) seen.set(own, row.row);
    else {
      const { detail, ...finding } = say(row, first);
      row.findings.push({
        ...finding,
        cell: null,
        field: null,
        text: null,
        readsAs: null,
        detail: `第${row.row}行：${detail}`,
      });
    }
  }
}
