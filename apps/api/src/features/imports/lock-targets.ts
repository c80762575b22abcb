import type { ImportRow } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { deadlines, exemptions, type imports, obligations, submissions, tasks, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { selectObligations, type ObligationRow } from '../obligations/obligations.ts';
import type { Target } from './facts.ts';

/**
 * What the units of the rows owe, locked, in one order everywhere, so that two imports wait for each other instead of
 * failing.
 */
export async function lockTargets(
  ctx: Context,
  tx: Db,
  { form, period }: Pick<typeof imports.$inferSelect, 'form' | 'period'>,
  rows: ImportRow[],
): Promise<Map<string, ObligationRow>> {
  const codes = rows.flatMap(({ unit }) => unit?.code ?? []);
  if (codes.length === 0) return new Map();
  const locked = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(and(eq(tasks.form, form), eq(deadlines.period, period), anyOf(units.code, codes)))
    .orderBy(obligations.id)
    .for('update', { of: obligations });
  const ids = locked.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(anyOf(submissions.obligationId, ids))
    .orderBy(submissions.id)
    .for('update');
  const owed = await selectObligations(tx).where(
    and(anyOf(obligations.id, ids), isNull(exemptions.obligationId), inWriteScope(ctx.actor, obligations.unitId)),
  );
  return new Map(owed.map((row) => [row.unit.code, row]));
}

export function targetsOf(owed: Map<string, ObligationRow>): Map<string, Target> {
  return new Map(
    [...owed].map(([code, { obligation, submission, deadline }]) => [
      code,
      {
        obligationId: obligation.id,
        state: submission?.state ?? null,
        opensAt: deadline.opensAt,
        revision: submission?.revision ?? null,
        version: submission?.version ?? null,
        values: submission?.values ?? null,
        summary: submission?.summary ?? null,
        onlyTexts:
          submission && [submission.values, submission.evidence].every((each) => Object.keys(each).length === 0),
      },
    ]),
  );
}
