import type { Import } from '@nuanxin/contract';
import type { FormDefinition, ImportDecisions } from '@nuanxin/domain';
import { and, eq, isNotNull } from 'drizzle-orm';
import { isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import { importRows, imports } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { formOfPeriod } from '../forms/forms.ts';
import { learnLabels } from '../forms/labels.ts';
import { learnAliases } from '../units/units.ts';
import { keptDecisions } from './decided.ts';
import { importUnits } from './facts.ts';
import { findImport, getImport } from './imports.ts';
import { readFile } from './read-file.ts';
import { replaceRows } from './rows.ts';
import { storedFile } from './stored-file.ts';

/**
 * Replaces what was decided about a file and reads it anew. The file stays as it was sent; what no longer counts as it
 * stood is named in its row, and who decided what is in the audit.
 * @param keep makes the texts known for every later file, which is the office's to say
 * @throws ProblemError not_found, forbidden, precondition_failed, decision_invalid, file_refused, unit_alias_taken
 */
export async function decideImport(
  ctx: Context,
  id: string,
  { keep, ...asked }: ImportDecisions & { keep: boolean },
  ifMatch: number,
): Promise<{ data: Import; version: number }> {
  if (keep && !isOffice(ctx.actor)) throw new ProblemError('forbidden');
  const before = await findImport(ctx, id);
  checkVersion(before, ifMatch);
  const form = await formOfPeriod(ctx.db, before.form, before.period);
  const { ids } = await importUnits(ctx.db);
  checkNames(asked, form.definition, ids);
  const written = await ctx.db
    .select({ sheet: importRows.sheet, row: importRows.row })
    .from(importRows)
    .where(and(eq(importRows.importId, id), isNotNull(importRows.submissionId)));
  const decisions = keptDecisions({ ...before, written }, asked, ctx.actor.name);
  const content = await storedFile(ctx.db, before.sha256);
  const { fileName, period } = before;
  const reading = await readFile(ctx, { fileName, content, form: before.form, period, decisions });

  await ctx.db.transaction(async (tx) => {
    const [head] = await tx.select().from(imports).where(eq(imports.id, id)).for('update');
    if (!head) throw new ProblemError('not_found');
    checkVersion(head, ifMatch);
    await tx
      .update(imports)
      .set({
        decisions,
        findings: reading.findings,
        status: head.status === 'committed' ? 'committed' : 'checked',
        version: head.version + 1,
      })
      .where(eq(imports.id, id));
    await replaceRows(ctx, tx, id, reading.rows, reading.unitIds);
    if (keep) {
      await learnAliases(ctx, tx, decisions.units);
      await learnLabels(ctx, tx, head.form, decisions.headers);
    }
    await audit(tx, ctx, {
      action: 'import.decide',
      entity: 'import',
      entityId: id,
      before: head.decisions,
      // With what stood in each cell: the file itself is not at hand for who reads the audit.
      after: { ...decisions, cells: reading.overrides, keep },
    });
  });
  return getImport(ctx, id);
}

function checkNames(decisions: ImportDecisions, form: FormDefinition, unitIds: Map<string, string>): void {
  const named = [...decisions.units.map(({ unit }) => unit), ...(decisions.unit === undefined ? [] : [decisions.unit])];
  const unit = named.find((code) => !unitIds.has(code));
  if (unit !== undefined) throw new ProblemError('decision_invalid', { detail: `没有编码为 ${unit} 的填报单位` });
  const header = decisions.headers.find(({ field }) => !form.fields.some(({ code }) => code === field));
  if (header) throw new ProblemError('decision_invalid', { detail: `报表中没有编码为 ${header.field} 的指标` });
}
