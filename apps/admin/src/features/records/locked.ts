import { lockedTexts as t } from '../../texts/records.ts';
import type { Column, Context } from './columns.ts';
import { mayEditCell, type Row } from './rows.ts';

/** Why a cell of a record may not be changed, in a sentence; empty for one that may. */
export function lockedWhy(row: Row | undefined, column: Column, { kind }: Context): string {
  const { record } = row ?? {};
  if (!row || !record || mayEditCell(row, column, false)) return '';
  if (!record.mayEdit) return kind.keeper === 'office' ? t.office : t.others;
  return t.field(column.label);
}
