import { isDeepStrictEqual } from 'node:util';
import type { ImportRow } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import {
  deadlines,
  exemptions,
  importRows,
  imports,
  obligations,
  submissions,
  tasks,
  units,
} from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf, eachPart } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { selectObligations, type ObligationRow } from '../obligations/obligations.ts';
import { withSubmissions } from '../submissions/submissions.ts';
import { takeSteps } from '../submissions/step.ts';
import { findForm } from '../forms/forms.ts';
import { againstSubmissions } from './against-submissions.ts';
import { writeSummary } from './commit-summary.ts';
import { recordFigures, type Target } from './facts.ts';

export interface Decision {
  mode: 'atomic' | 'valid_rows';
  /** A person has confirmed every value and every overwriting that asked for it. */
  confirm: boolean;
}

type Head = Pick<typeof imports.$inferSelect, 'id' | 'form' | 'layout' | 'period' | 'status' | 'version' | 'decisions'>;

/** A row of the file with its place in it, and the submission that it was written to. */
export interface CommittedRow extends ImportRow {
  ordinal: number;
  submissionId: string | null;
}

/**
 * Writes the rows of a checked import as submissions, in the caller's transaction: all or nothing with `atomic`, the
 * good ones with `valid_rows`. Rows written before are left alone, so that doing it again writes nothing twice.
 * @throws ProblemError import_not_committable when there is no row to write
 */
export async function commitStored(ctx: Context, tx: Db, importId: string, decision: Decision): Promise<void> {
  const [head] = await tx.select().from(imports).where(eq(imports.id, importId)).for('update');
  if (!head) throw new ProblemError('not_found');
  const stored = await tx
    .select({ row: importRows, unit: { code: units.code, name: units.name } })
    .from(importRows)
    .leftJoin(units, eq(units.id, importRows.unitId))
    .where(and(eq(importRows.importId, importId), isNull(importRows.submissionId)))
    .orderBy(asc(importRows.ordinal));
  const rows = stored.map(({ row, unit }) => ({ ...row, unit }));
  const committed = await commitRows(ctx, tx, head, rows, decision);
  const outcomeOf = ({ findings, outcome, submissionId }: CommittedRow) => ({ findings, outcome, submissionId });
  await updateRows(
    tx,
    importId,
    committed.filter((row, i) => !isDeepStrictEqual(outcomeOf(row), outcomeOf(rows[i] as CommittedRow))),
  );
}

/**
 * The same for rows that are judged but not stored yet.
 * @returns the rows as they are to be stored, in their order
 */
export async function commitRows<R extends ImportRow & { ordinal: number }>(
  ctx: Context,
  tx: Db,
  head: Head,
  rows: R[],
  decision: Decision,
): Promise<(R & CommittedRow)[]> {
  const owed = await lockTargets(ctx, tx, head, rows);
  // Judged again under the locks: since the check somebody may have handed in or accepted.
  const { definition } = await findForm(tx, head.form);
  const judged = againstSubmissions(rows, targetsOf(owed), {
    layout: head.layout,
    period: head.period,
    form: definition,
    now: ctx.clock(),
    figures: await recordFigures(tx, definition, head.period, rows),
    confirmed: head.decisions.confirmed,
  }).map((row, i) => ({ ...(rows[i] as R), ...row, submissionId: null as string | null }));
  const writable = judged.filter(
    ({ outcome }) => outcome === 'accepted' || (outcome === 'confirm' && decision.confirm),
  );
  const blocked = judged.some(({ outcome }) => outcome === 'rejected' || (outcome === 'confirm' && !decision.confirm));
  const refused = decision.mode === 'atomic' && blocked;
  if (!refused && writable.length === 0 && head.status === 'committed')
    throw new ProblemError('import_not_committable');

  const write = head.layout === 'summary' ? writeSummary : writeRows;
  const written = refused ? new Map<number, string>() : await write(ctx, tx, head.id, writable, owed);
  const committed = !refused && (writable.length > 0 || head.status === 'committed');
  await tx
    .update(imports)
    .set({
      mode: decision.mode,
      version: head.version + 1,
      status: committed ? 'committed' : 'refused',
      ...(committed ? { committedBy: ctx.actor.id, committedAt: ctx.clock() } : {}),
    })
    .where(eq(imports.id, head.id));
  await audit(tx, ctx, {
    action: committed ? 'import.commit' : 'import.refuse',
    entity: 'import',
    entityId: head.id,
    before: { status: head.status },
    after: { ...decision, written: written.size },
  });
  return judged.map((row) => {
    const submissionId = written.get(row.ordinal) ?? null;
    return submissionId === null ? row : { ...row, submissionId, outcome: 'accepted' as const };
  });
}

/** One statement for a thousand rows. */
async function updateRows(tx: Db, importId: string, rows: CommittedRow[]): Promise<void> {
  for (const part of eachPart(rows)) {
    const changes = part.map(({ ordinal, findings, outcome, submissionId }) => ({
      ordinal,
      findings,
      outcome,
      submissionId,
    }));
    await tx.execute(sql`
      update import_rows set findings = n.findings, outcome = n.outcome, submission_id = n."submissionId"
      from json_to_recordset(${JSON.stringify(changes)}::json)
        as n(ordinal integer, findings jsonb, outcome text, "submissionId" uuid)
      where import_rows.import_id = ${importId} and import_rows.ordinal = n.ordinal`);
  }
}

/**
 * What the units of the rows owe, locked, in one order everywhere, so that two imports wait for each other instead of
 * failing.
 */
async function lockTargets(
  ctx: Context,
  tx: Db,
  { form, period }: Head,
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

function targetsOf(owed: Map<string, ObligationRow>): Map<string, Target> {
  return new Map(
    [...owed].map(([code, { obligation, submission, deadline }]) => [
      code,
      {
        obligationId: obligation.id,
        state: submission?.state ?? null,
        opensAt: deadline.opensAt,
        summary: submission?.summary ?? null,
        onlyTexts:
          submission && [submission.values, submission.evidence].every((each) => Object.keys(each).length === 0),
      },
    ]),
  );
}

/**
 * Numbers are the form's values, all of them: what the workbook leaves out counts as not filled in. Texts are the summary
 * and who filled it in; parts that the workbook has no place for, and links, stay as they are.
 * @returns id of the submission that each row was written to, by the row's place
 */
async function writeRows(
  ctx: Context,
  tx: Db,
  importId: string,
  writable: (ImportRow & { ordinal: number })[],
  owed: Map<string, ObligationRow>,
): Promise<Map<number, string>> {
  const targets = writable.map(({ unit }) => {
    const target = owed.get(unit?.code ?? '');
    if (!target) throw new Error('row without an obligation');
    return target;
  });
  const rows = await withSubmissions(ctx, tx, targets);
  const steps = rows.map((target, i) => {
    const { submission } = target;
    const row = writable[i] as ImportRow;
    // What stands in a workbook counts as typed, even where it is what the records say.
    const content = {
      values: numbersOf(row.values),
      prefilled: {},
      summary: { ...submission.summary, ...textsOf(row.values) },
    };
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
  return new Map(rows.map(({ submission }, i) => [writable[i]?.ordinal ?? -1, submission.id]));
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
