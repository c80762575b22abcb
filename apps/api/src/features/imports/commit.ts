import { isDeepStrictEqual } from 'node:util';
import {
  confirmedOf,
  confirmKey,
  outcomeOf,
  withConfirmed,
  type Confirmed,
  type Finding,
  type ImportRow,
} from '@nuanxin/domain';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { importRows, imports, units } from '../../db/schema/index.ts';
import { eachPart } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { formOfPeriod } from '../forms/forms.ts';
import { againstSubmissions, isUnchanged, keepsFigures } from './against-submissions.ts';
import { writeFigures } from './commit-figures.ts';
import { writeSummary } from './commit-summary.ts';
import { handedInValues, importUnits, recordFigures, registerFigures } from './facts.ts';
import { contextFrom, type KnownFacts } from './form-context.ts';
import { lockTargets, targetsOf } from './lock-targets.ts';
import { readValues } from './rows.ts';

export interface Decision {
  mode: 'atomic' | 'valid_rows';
  /** A person has confirmed every value and every overwriting that the check asked about. */
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
 * @param version of the import that the caller saw; absent when any will do
 * @throws ProblemError import_not_committable when there is no row to write, precondition_failed
 */
export async function commitStored(
  ctx: Context,
  tx: Db,
  importId: string,
  { version, ...decision }: Decision & { version?: number },
): Promise<void> {
  const [head] = await tx.select().from(imports).where(eq(imports.id, importId)).for('update');
  if (!head) throw new ProblemError('not_found');
  if (version !== undefined) checkVersion(head, version);
  const stored = await tx
    .select({ row: importRows, unit: { code: units.code, name: units.name } })
    .from(importRows)
    .leftJoin(units, eq(units.id, importRows.unitId))
    .where(and(eq(importRows.importId, importId), isNull(importRows.submissionId)))
    .orderBy(asc(importRows.ordinal));
  const rows = stored.map(({ row, unit }) => ({ ...row, ...readValues(row.values), unit }));
  const committed = await commitRows(ctx, tx, head, rows, decision);
  const resultOf = ({ findings, outcome, submissionId }: CommittedRow) => ({ findings, outcome, submissionId });
  await updateRows(
    tx,
    importId,
    committed.filter((row, i) => !isDeepStrictEqual(resultOf(row), resultOf(rows[i] as CommittedRow))),
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
  const targets = targetsOf(owed);
  // Judged again under the locks: since the check somebody may have handed in or accepted.
  const { definition } = await formOfPeriod(tx, head.form, head.period);
  const known =
    keepsFigures(rows, targets) || definition.fields.some(({ required }) => required)
      ? await knownFacts(tx, head.form)
      : { contexts: {}, registers: {}, yearValues: {} };
  const judged = againstSubmissions(rows, targets, {
    layout: head.layout,
    period: head.period,
    form: definition,
    now: ctx.clock(),
    figures: await recordFigures(tx, definition, head.period, rows),
    confirmed: head.decisions.confirmed,
    contextOf: contextFrom(known),
  });
  // What nobody was shown, nobody has confirmed.
  const asked = new Set(doubtsOf(rows).map(({ confirmed }) => confirmKey(confirmed)));
  const shown = judged.map((row) => sayNew(row, asked));
  const yes = decision.confirm
    ? doubtsOf(shown).flatMap(({ confirmed }) => (asked.has(confirmKey(confirmed)) ? [confirmed] : []))
    : [];
  const settled = withConfirmed(shown, signed(yes, ctx)).map((row) => withOutcome(row));
  const writable = settled.flatMap((row, i) => (row.outcome === 'accepted' ? [{ ...(rows[i] as R), ...row }] : []));
  const blocked = settled.some(({ outcome }) => outcome === 'rejected' || outcome === 'confirm');
  const refused = decision.mode === 'atomic' && blocked;
  if (!refused && writable.length === 0 && head.status === 'committed')
    throw new ProblemError('import_not_committable');

  const write = head.layout === 'summary' ? writeSummary : writeFigures;
  const written = refused ? new Map<number, string>() : await write(ctx, tx, head.id, writable, owed);
  const committed = !refused && (writable.length > 0 || head.status === 'committed');
  const places = new Set(writable.filter(({ ordinal }) => written.has(ordinal)).map(placeOf));
  const confirmed = signed(
    yes.filter((each) => places.has(placeOf(each))),
    ctx,
  );
  await tx
    .update(imports)
    .set({
      mode: decision.mode,
      version: head.version + 1,
      status: committed ? 'committed' : 'refused',
      decisions: { ...head.decisions, confirmed: [...head.decisions.confirmed, ...confirmed] },
      ...(committed ? { committedBy: ctx.actor.id, committedAt: ctx.clock() } : {}),
    })
    .where(eq(imports.id, head.id));
  const unchanged = writable.filter((row) => written.has(row.ordinal) && isUnchanged(row)).length;
  await audit(tx, ctx, {
    action: committed ? 'import.commit' : 'import.refuse',
    entity: 'import',
    entityId: head.id,
    before: { status: head.status },
    after: { ...decision, written: written.size - unchanged, unchanged, confirmed },
  });
  return rows.map((row, i) => {
    const submissionId = written.get(row.ordinal) ?? null;
    const result = (submissionId === null ? shown[i] : settled[i]) as ImportRow;
    return { ...row, ...result, submissionId };
  });
}

const placeOf = ({ sheet, row }: { sheet: string; row: number }): string => JSON.stringify([sheet, row]);

function doubtsOf(rows: ImportRow[]): { finding: Finding; confirmed: Confirmed }[] {
  return rows.flatMap((row) =>
    row.findings.flatMap((finding) =>
      finding.level === 'confirm' ? [{ finding, confirmed: confirmedOf(row, finding) }] : [],
    ),
  );
}

const signed = (confirmed: Confirmed[], { actor }: Context): Confirmed[] =>
  confirmed.map((each) => ({ ...each, by: actor.name }));

const withOutcome = (row: ImportRow): ImportRow =>
  row.outcome === 'ignored' ? row : { ...row, outcome: outcomeOf(row.findings) };

/** Tells a doubt that came up since the check from those that were shown. */
function sayNew(row: ImportRow, asked: ReadonlySet<string>): ImportRow {
  const isNew = (each: Finding): boolean => each.level === 'confirm' && !asked.has(confirmKey(confirmedOf(row, each)));
  if (!row.findings.some(isNew)) return row;
  const findings = row.findings.map((each) =>
    isNew(each) ? { ...each, detail: each.detail.replace(/^(第\d+行：)?/, '$1检查之后有变化，请再核对：') } : each,
  );
  return { ...row, findings };
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

async function knownFacts(tx: Db, form: string): Promise<KnownFacts> {
  const { contexts, ids } = await importUnits(tx);
  return {
    contexts,
    registers: await registerFigures(tx, ids),
    yearValues: await handedInValues(tx, form),
  };
}
