import { activeLabel, unitColumns, unitKindLabel, unitLayout, type UnitColumn } from '@nuanxin/domain';
import { below, choice } from './choices.ts';
import type { ListInput } from './list.ts';

export type UnitListRow = Record<Exclude<UnitColumn, 'sort'>, string> & { sort: number };

const WIDTHS: Record<UnitColumn, number> = {
  code: 14,
  name: 18,
  fullName: 32,
  kind: 14,
  parent: 16,
  aliases: 36,
  oldNames: 16,
  sort: 8,
  active: 8,
};

/** The list of units as a workbook that is imported again as it is; there is one district, which is not in it. */
export function unitList(title: string, units: readonly UnitListRow[]): ListInput {
  const { district: _, ...kinds } = unitKindLabel;
  const range = (column: UnitColumn): string => below(unitColumns.indexOf(column), units.length);
  return {
    name: '单位',
    title,
    columns: unitColumns.map((column) => ({ label: unitLayout.label[column], width: WIDTHS[column] })),
    rows: units.map((unit) => unitColumns.map((column) => unit[column])),
    keptColumns: 2,
    validations: [choice(range('kind'), Object.values(kinds)), choice(range('active'), Object.values(activeLabel))],
  };
}
