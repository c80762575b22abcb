import { quoted, type Finding, type FormField } from '../form.ts';
import { nextFilled, type Labels } from './form-labels.ts';
import type { RawRow } from './row.ts';
import { cellAddress, spreadText, textAt, type SheetData } from './sheet.ts';
import type { TableHeader } from './table-header.ts';

/** A value that stands for several units or fields at once: how much is whose is not ours to guess. */
export interface MergedValue {
  field: FormField;
  /** Of the part that is this unit's or field's. */
  row: number;
  column: number;
  finding: Finding;
}

type Merge = SheetData['merges'][number];

function mergedValue(
  sheet: SheetData,
  { top, left, bottom, right }: Merge,
  field: FormField,
  row: number,
  column: number,
) {
  const area = `${cellAddress(top, left)}:${cellAddress(bottom, right)}`;
  const text = textAt(sheet, top, left);
  const detail = `第${row + 1}行${quoted(field.label)}：“${text}”在合并的单元格中（${area}），分不清各是多少，请取消合并后分别填写`;
  const finding: Finding = {
    level: 'error',
    code: 'merged_value',
    cell: cellAddress(row, column),
    field: field.code,
    text,
    readsAs: null,
    detail,
  };
  return { field, row, column, finding };
}

/** Merged areas of a table's figures that reach over several units or fields, by row. */
export function mergedInTable(sheet: SheetData, header: TableHeader): Map<number, MergedValue[]> {
  const unitAt = spreadText(sheet);
  const found = sheet.merges.flatMap((merge) => {
    const { top, left, bottom, right } = merge;
    if (bottom < header.firstRow || textAt(sheet, top, left) === '') return [];
    // Notes and names of sections reach over the whole width.
    if (left <= header.unitColumn && right >= header.unitColumn) return [];
    const fields = [...header.fields].filter(([column]) => column >= left && column <= right);
    const rows = Array.from({ length: Math.min(bottom, sheet.rows.length - 1) - top + 1 }, (_, i) => top + i);
    const units = new Map(
      rows.flatMap((row) => {
        const unit = unitAt(row, header.unitColumn);
        return unit === '' || row < header.firstRow ? [] : [[row, unit] as const];
      }),
    );
    if (fields.length === 0 || (fields.length === 1 && new Set(units.values()).size < 2)) return [];
    return [...units.keys()].flatMap((row) =>
      fields.map(([column, field]) => mergedValue(sheet, merge, field, row, column)),
    );
  });
  return Map.groupBy(found, ({ row }) => row);
}

/** Merged areas of a form's figures that stand beside several labels. */
export function mergedInForm(sheet: SheetData, labels: Labels, columns: number[]): MergedValue[] {
  return sheet.merges.flatMap((merge) => {
    const { top, left, bottom, right } = merge;
    if (bottom === top || textAt(sheet, top, left) === '') return [];
    const beside = Array.from({ length: Math.min(bottom, sheet.rows.length - 1) - top + 1 }, (_, i) => {
      const row = top + i;
      const at = (sheet.rows[row] ?? []).slice(0, left).findLastIndex((cell) => cell && labels.field(cell.text));
      const field = labels.field(textAt(sheet, row, at));
      return field ? [{ row, at, field }] : [];
    }).flat();
    const [first] = beside;
    if (!first || beside.length < 2) return [];
    const column =
      columns.length > 0
        ? columns.find((each) => each > first.at)
        : nextFilled(sheet, first.row, first.at, labels, first.field.measure);
    // Notes beside the figures may well be about several of them.
    if (column === undefined || column === null || column < left || column > right) return [];
    return beside.map(({ row, field }) => mergedValue(sheet, merge, field, row, left));
  });
}

/** Nothing else is said of the field. */
export function refuseMerged(row: RawRow, { field: { code }, finding }: MergedValue): void {
  delete row.values[code];
  row.findings = [...row.findings.filter(({ field }) => field !== code), finding];
}
