import { isDeepStrictEqual } from 'node:util';
import type { ImportRow } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { submissions } from '../../db/schema/index.ts';
import type { ObligationRow } from '../obligations/obligations.ts';
import { takeSteps } from '../submissions/step.ts';
import { withSubmissions } from '../submissions/submissions.ts';

/**
 * Fills the texts of a work summary into the working copy of its unit's submission; parts that it does not have stay as
 * they are. By itself it hands nothing in: only what was handed in already gets a next revision, with the same figures. A
 * document that changes no text, or whose text was not read, is an attachment and no more.
 * @param writable a summary is one row
 * @returns id of the submission that it was written to, by the row's place
 */
export async function writeSummary(
  ctx: Context,
  tx: Db,
  importId: string,
  writable: (ImportRow & { ordinal: number })[],
  owed: Map<string, ObligationRow>,
): Promise<Map<number, string>> {
  const [row] = writable;
  if (!row) return new Map();
  const target = owed.get(row.unit?.code ?? '');
  if (!target) throw new Error('row without an obligation');
  const [started] = await withSubmissions(ctx, tx, [target]);
  if (!started) throw new Error('no submission');
  const { submission } = started;
  if (!target.submission) await tx.insert(submissions).values(submission);
  const summary = { ...submission.summary, ...(row.values as Record<string, string>) };
  const isNew = !isDeepStrictEqual(summary, submission.summary);
  if (isNew && (submission.state === 'submitted' || submission.state === 'reopened')) {
    const source = { importId, sheet: row.sheet, row: row.row };
    const replaced = { values: submission.values, summary: submission.summary };
    const next = { ...started, submission: { ...submission, summary } };
    await takeSteps(ctx, tx, [{ row: next, step: { action: 'supersede', source, replaced } }]);
  } else {
    const changes = { summary, updatedAt: ctx.clock(), version: submission.version + 1 };
    if (isNew) await tx.update(submissions).set(changes).where(eq(submissions.id, submission.id));
    const { unit, deadline } = target;
    await audit(tx, ctx, {
      action: 'submission.attach',
      entity: 'submission',
      entityId: submission.id,
      before: isNew ? { summary: submission.summary } : undefined,
      after: { unit: unit.code, period: deadline.period, importId, ...(isNew ? { summary } : {}) },
    });
  }
  return new Map([[row.ordinal, submission.id]]);
}
