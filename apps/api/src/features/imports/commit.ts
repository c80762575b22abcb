import { isDeepStrictEqual } from 'node:util';
import type { ImportRow } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { importRows, imports, obligations, submissions, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { selectObligations, type ObligationRow } from '../obligations/obligations.ts';
import { ensureSubmissions } from '../submissions/submissions.ts';
import { takeSteps } from '../submissions/step.ts';
import { againstSubmissions } from './against-submissions.ts';
import { targets } from './facts.ts';

export interface Decision {
  mode: 'atomic' | 'valid_rows';
  /** A person has confirmed every value and every overwriting that asked for it. */
  confirm: boolean;
}

/**
 * Writes the rows of a checked import as submissions, in the caller's transaction: all or nothing with `atomic`, the
 * good ones with `valid_rows`. Rows written before are left alone, so that doing it again writes nothing twice.
 * @throws ProblemError import_not_committable when there is no row to write
 */
export async function commitRows(ctx: Context, tx: Db, importId: string, decision: Decision): Promise<void> {
  const [head] = await tx.select().from(imports).where(eq(imports.id, importId)).for('update');
  if (!head) throw new ProblemError('not_found');
  const stored = await tx
    .select({ stored: importRows, unit: { code: units.code, name: units.name } })
    .from(importRows)
    .leftJoin(units, eq(units.id, importRows.unitId))
    .where(and(eq(importRows.importId, importId), isNull(importRows.submissionId)))
    .orderBy(asc(importRows.ordinal));
  const owed = await lockTargets(
    ctx,
    tx,
    head.form,
    head.period,
    stored.flatMap(({ unit }) => unit?.code ?? []),
  );

  // Judged again under the locks: since the check somebody may have handed in or accepted.
  const judged = againstSubmissions(
    stored.map(({ stored: row, unit }): ImportRow => ({ ...row, unit })),
    await targets(tx, head.form, head.period),
    { period: head.period, now: ctx.clock(), confirmed: head.decisions.confirmed },
  ).map((row, i) => ({ row, before: stored[i]?.stored as (typeof stored)[number]['stored'] }));
  const writable = judged.filter(
    ({ row }) => row.outcome === 'accepted' || (row.outcome === 'confirm' && decision.confirm),
  );
  const blocked = judged.some(
    ({ row }) => row.outcome === 'rejected' || (row.outcome === 'confirm' && !decision.confirm),
  );
  const refused = decision.mode === 'atomic' && blocked;
  if (!refused && writable.length === 0 && head.status === 'committed')
    throw new ProblemError('import_not_committable');

  const written = refused ? new Map<string, string>() : await writeRows(ctx, tx, importId, writable, owed);
  await updateRows(
    tx,
    judged.flatMap(({ row: { findings, outcome }, before }) => {
      const submissionId = written.get(before.id) ?? null;
      const changed = submissionId !== null || !isDeepStrictEqual({ findings, outcome }, pick(before));
      return changed
        ? [{ id: before.id, findings, outcome: submissionId ? ('accepted' as const) : outcome, submissionId }]
        : [];
    }),
  );
  const committed = !refused && (writable.length > 0 || head.status === 'committed');
  await tx
    .update(imports)
    .set({
      mode: decision.mode,
      version: head.version + 1,
      status: committed ? 'committed' : 'refused',
      ...(committed ? { committedBy: ctx.actor.id, committedAt: ctx.clock() } : {}),
    })
    .where(eq(imports.id, importId));
  await audit(tx, ctx, {
    action: committed ? 'import.commit' : 'import.refuse',
    entity: 'import',
    entityId: importId,
    before: { status: head.status },
    after: { ...decision, written: refused ? 0 : writable.length },
  });
}

type StoredRow = typeof importRows.$inferSelect;

const pick = ({ findings, outcome }: StoredRow) => ({ findings, outcome });

/** One statement, however many rows. */
async function updateRows(
  tx: Db,
  rows: Pick<StoredRow, 'id' | 'findings' | 'outcome' | 'submissionId'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update import_rows set findings = n.findings, outcome = n.outcome, submission_id = n."submissionId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(id uuid, findings jsonb, outcome text, "submissionId" uuid)
    where import_rows.id = n.id`);
}

/** Locks what the rows are written to, in one order everywhere, so that two imports wait for each other instead of failing. */
async function lockTargets(
  ctx: Context,
  tx: Db,
  form: string,
  period: string,
  codes: string[],
): Promise<Map<string, ObligationRow>> {
  if (codes.length === 0) return new Map();
  const owed = await targets(tx, form, period);
  const ids = codes.flatMap((code) => owed.get(code)?.obligationId ?? []);
  if (ids.length === 0) return new Map();
  await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(anyOf(obligations.id, ids))
    .orderBy(obligations.id)
    .for('update');
  await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(anyOf(submissions.obligationId, ids))
    .orderBy(submissions.id)
    .for('update');
  const rows = await selectObligations(tx).where(
    and(anyOf(obligations.id, ids), inWriteScope(ctx.actor, obligations.unitId)),
  );
  return new Map(rows.map((row) => [row.unit.code, row]));
}

/**
 * Numbers are the form's values, all of them: what the workbook leaves out counts as not filled in. Texts are the summary
 * and who filled it in; parts that the workbook has no place for, and links, stay as they are.
 * @returns id of the submission that each row was written to, by the row's id
 */
async function writeRows(
  ctx: Context,
  tx: Db,
  importId: string,
  writable: { row: ImportRow; before: StoredRow }[],
  owed: Map<string, ObligationRow>,
): Promise<Map<string, string>> {
  const targetsOfRows = writable.map(({ row }) => {
    const target = owed.get(row.unit?.code ?? '');
    if (!target) throw new Error('row without an obligation');
    return target;
  });
  const rows = await ensureSubmissions(ctx, tx, targetsOfRows);
  const steps = rows.map((target, i) => {
    const { submission } = target;
    const { row } = writable[i] as (typeof writable)[number];
    const content = { values: numbersOf(row.values), summary: { ...submission.summary, ...textsOf(row.values) } };
    const handedIn = submission.state === 'submitted' || submission.state === 'reopened';
    return {
      row: { ...target, submission: { ...submission, ...content } },
      step: {
        action: handedIn ? ('supersede' as const) : ('submit' as const),
        source: { importId, sheet: row.sheet, row: row.row },
        replaced: { values: submission.values, summary: submission.summary },
      },
    };
  });
  await takeSteps(ctx, tx, steps);
  return new Map(steps.map(({ row }, i) => [writable[i]?.before.id ?? '', row.submission.id]));
}

type Values = ImportRow['values'];

function numbersOf(values: Values): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((each): each is [string, number] => typeof each[1] === 'number'),
  );
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}
