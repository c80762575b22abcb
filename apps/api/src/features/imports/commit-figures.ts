import { mergeRow, type ImportRow } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import type { ObligationRow } from '../obligations/obligations.ts';
import { takeSteps } from '../submissions/step.ts';
import { withSubmissions } from '../submissions/submissions.ts';
import { isUnchanged } from './against-submissions.ts';

/**
 * Hands in the rows of a table or of forms. What the file has no column for stays as it stands, a column that is there and
 * blank empties its figure; parts of the summary and links that the file has no place for stay as well. A row that changes
 * nothing in a report that was handed in leaves it as it is.
 * @returns id of the submission that each row belongs to, by the row's place
 */
export async function writeFigures(
  ctx: Context,
  tx: Db,
  importId: string,
  writable: (ImportRow & { ordinal: number })[],
  owed: Map<string, ObligationRow>,
): Promise<Map<number, string>> {
  const targetOf = ({ unit }: ImportRow): ObligationRow => {
    const target = owed.get(unit?.code ?? '');
    if (!target) throw new Error('row without an obligation');
    return target;
  };
  const changing = writable.filter((row) => !isUnchanged(row));
  const rows = await withSubmissions(ctx, tx, changing.map(targetOf));
  const steps = rows.map((target, i) => {
    const { submission } = target;
    const row = changing[i] as ImportRow;
    const handedIn = submission.state === 'submitted' || submission.state === 'reopened';
    return {
      // What stands in a workbook counts as typed, even where it is what the records say.
      row: { ...target, submission: { ...submission, ...mergeRow(row, submission), prefilled: {} } },
      step: {
        action: handedIn ? ('supersede' as const) : ('submit' as const),
        source: { importId, sheet: row.sheet, row: row.row },
        replaced: { values: submission.values, summary: submission.summary },
      },
    };
  });
  await takeSteps(ctx, tx, steps);
  return new Map([
    ...rows.map(({ submission }, i) => [changing[i]?.ordinal ?? -1, submission.id] as const),
    ...writable.filter(isUnchanged).map((row) => [row.ordinal, targetOf(row).submission?.id ?? ''] as const),
  ]);
}
