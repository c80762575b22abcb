import { createHash } from 'node:crypto';
import type { Import, ImportHead, ImportRow } from '@nuanxin/contract';
import { instantText, noDecisions } from '@nuanxin/domain';
import { and, desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import { forReader, seesAll, type Actor, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import { importRows, imports, units, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { commitRows, commitStored, type Decision } from './commit.ts';
import { readFile } from './read-file.ts';
import { replayed } from './replayed.ts';
import { countRows, insertRows, selectRows } from './rows.ts';
import { storeFile } from './stored-file.ts';

type Mode = ImportHead['mode'];

export interface Upload {
  fileName: string;
  content: Buffer;
  form: string;
  period?: string;
  /** Code of the unit that the file is for, when it does not say so itself. */
  unit?: string;
  /** The sheet to import, where several could be. */
  sheet?: string;
  mode: Mode;
  confirm: boolean;
}

/**
 * Reads a workbook or a work summary and says the outcome of every row; the modes that write do it in the same transaction.
 * The same file for the same form and period, once written, is answered with the first outcome.
 */
export async function createImport(ctx: Context, upload: Upload): Promise<Import> {
  const { db } = ctx;
  const sha256 = createHash('sha256').update(upload.content).digest('hex');
  const decisions = {
    ...noDecisions,
    ...(upload.unit === undefined ? {} : { unit: upload.unit }),
    ...(upload.sheet === undefined ? {} : { sheet: upload.sheet }),
  };
  const { rows, unitIds, campaignId, layout, findings, period } = await readFile(ctx, { ...upload, decisions });
  const outcome = await db.transaction(async (tx) => {
    const first = await lockAndFindCommitted(ctx, tx, { sha256, form: upload.form, period });
    if (first && upload.unit !== undefined) await checkSameUnit(tx, first, upload.unit);
    if (first) return { id: first, replayOf: first };
    await storeFile(tx, sha256, upload.content);
    const [created] = await tx
      .insert(imports)
      .values({
        fileName: upload.fileName,
        sha256,
        campaignId,
        form: upload.form,
        layout,
        period,
        mode: upload.mode,
        status: 'checked',
        findings,
        decisions,
        createdBy: ctx.actor.id,
        createdAt: ctx.clock(),
      })
      .returning();
    if (!created) throw new Error('no row');
    await audit(tx, ctx, {
      action: 'import.check',
      entity: 'import',
      entityId: created.id,
      after: { fileName: upload.fileName, sha256, period, mode: upload.mode },
    });
    const { mode, confirm } = upload;
    const placed = rows.map((row, ordinal) => ({ ...row, ordinal, submissionId: null }));
    const judged = mode === 'dry_run' ? placed : await commitRows(ctx, tx, created, placed, { mode, confirm });
    await insertRows(ctx, tx, created.id, judged, unitIds);
    return { id: created.id, replayOf: null };
  });
  const { data } = await getImport(ctx, outcome.id);
  return outcome.replayOf === null ? data : replayed(data);
}

/** Imports are seen by who made them and by those who see all units: a workbook holds many units' rows. */
export function visible(actor: Actor) {
  return seesAll(actor) ? undefined : eq(imports.createdBy, actor.id);
}

interface FileOfPeriod {
  sha256: string;
  form: string;
  period: string;
}

/**
 * The import that wrote this file for this period, if there is one. Holds a lock on the pair until the transaction ends:
 * of two callers with the same file one writes, and the other waits here and is given the first one's outcome.
 * @throws ProblemError already_imported when it was written by somebody whose imports the caller does not see
 */
async function lockAndFindCommitted(
  ctx: Context,
  tx: Db,
  { sha256, form, period }: FileOfPeriod,
): Promise<string | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`import ${sha256} ${form} ${period}`}, 0))`);
  const [row] = await tx
    .select({ id: imports.id, createdBy: imports.createdBy, by: users.displayName })
    .from(imports)
    .innerJoin(users, eq(users.id, imports.createdBy))
    .where(
      and(
        eq(imports.sha256, sha256),
        eq(imports.form, form),
        eq(imports.period, period),
        eq(imports.status, 'committed'),
      ),
    );
  if (!row) return null;
  // Somebody else's import is not theirs to read, but the file is written once all the same.
  if (!seesAll(ctx.actor) && row.createdBy !== ctx.actor.id)
    throw new ProblemError('already_imported', { by: row.by, period });
  return row.id;
}

/** The same bytes may name no unit and be sent for two. @throws ProblemError imported_for_other */
async function checkSameUnit(tx: Db, importId: string, unit: string): Promise<void> {
  const written = await tx
    .select({ code: units.code, name: units.name })
    .from(importRows)
    .innerJoin(units, eq(units.id, importRows.unitId))
    .where(and(eq(importRows.importId, importId), isNotNull(importRows.submissionId)));
  if (written.some(({ code }) => code === unit)) return;
  throw new ProblemError('imported_for_other', { unit: written[0]?.name ?? '' });
}

export async function commitImport(
  ctx: Context,
  id: string,
  decision: Decision & { version?: number },
): Promise<Import> {
  const file = await findImport(ctx, id);
  const replayOf = await ctx.db.transaction(async (tx) => {
    const first = await lockAndFindCommitted(ctx, tx, file);
    if (first !== null && first !== id) return first;
    await commitStored(ctx, tx, id, decision);
    return null;
  });
  const { data } = await getImport(ctx, replayOf ?? id);
  return replayOf === null ? data : replayed(data);
}

/** How many rows came out how, counted in one pass over the import's rows. */
const outcomeCounts = sql<ImportHead['counts']>`(
  select json_build_object(
    'accepted', count(*) filter (where r.outcome = 'accepted'), 'rejected', count(*) filter (where r.outcome = 'rejected'),
    'confirm', count(*) filter (where r.outcome = 'confirm'), 'ignored', count(*) filter (where r.outcome = 'ignored'))
  from import_rows r where r.import_id = ${imports.id})`;

const selectHeads = (db: Db) =>
  db
    .select({
      head: imports,
      createdBy: users.displayName,
      counts: outcomeCounts,
    })
    .from(imports)
    .innerJoin(users, eq(users.id, imports.createdBy));

function toHead({ head, createdBy, counts }: Awaited<ReturnType<typeof selectHeads>>[number]): ImportHead {
  const { id, version, fileName, sha256, form, layout, period, mode, status, createdAt } = head;
  return {
    id,
    version,
    fileName,
    sha256,
    form,
    layout,
    period,
    mode,
    status,
    replayOf: null,
    counts,
    createdAt: instantText(createdAt),
    createdBy,
  };
}

/** An import without its rows. @throws ProblemError not_found, also for one that the caller may not see */
export async function findImport(ctx: Context, id: string): Promise<typeof imports.$inferSelect> {
  const [found] = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.id, id), visible(ctx.actor)));
  if (!found) throw new ProblemError('not_found');
  return found;
}

/** Rows that come with an import itself; forty units fit in, more are paged. */
const WITH_HEAD = 500;

export async function getImport(ctx: Context, id: string): Promise<{ data: Import; version: number }> {
  const [row] = await selectHeads(ctx.db).where(and(eq(imports.id, id), visible(ctx.actor)));
  if (!row) throw new ProblemError('not_found');
  const rows = page(
    await selectRows(ctx.db, id, { limit: WITH_HEAD + 1 }),
    WITH_HEAD,
    ({ ordinal }) => [ordinal],
    (each) => each.row,
  );
  const whole: Import = {
    ...toHead(row),
    findings: row.head.findings,
    decisions: row.head.decisions as Import['decisions'],
    rows: rows.items,
    nextRows: rows.nextCursor,
  };
  return { data: forReader(ctx.actor, whole), version: row.head.version };
}

export async function listImportRows(
  ctx: Context,
  id: string,
  {
    limit = 500,
    cursor,
    count,
    outcome,
  }: { limit?: number; cursor?: string; count?: boolean; outcome?: ImportRow['outcome'] },
) {
  const after = decodeCursor(cursor, ['integer']);
  await findImport(ctx, id);
  const rows = await selectRows(ctx.db, id, {
    limit: limit + 1,
    ...(after ? { after: Number(after[0]) } : {}),
    ...(outcome ? { outcome } : {}),
  });
  return page(
    rows,
    limit,
    ({ ordinal }) => [ordinal],
    ({ row }) => forReader(ctx.actor, row),
    count ? await countRows(ctx.db, id, outcome) : undefined,
  );
}

interface ImportQuery {
  limit?: number;
  cursor?: string;
  count?: boolean;
  period?: string;
  status?: ImportHead['status'];
}

export async function listImports(ctx: Context, query: ImportQuery) {
  const { limit = 50 } = query;
  const after = decodeCursor(query.cursor, ['uuid']);
  const filter = and(
    visible(ctx.actor),
    query.period ? eq(imports.period, query.period) : undefined,
    query.status ? eq(imports.status, query.status) : undefined,
  );
  const rows = await selectHeads(ctx.db)
    .where(and(filter, after ? lt(imports.id, String(after[0])) : undefined))
    .orderBy(desc(imports.id))
    .limit(limit + 1);
  const total = query.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(imports)
          .where(filter)
      )[0]?.total
    : undefined;
  return page(rows, limit, ({ head }) => [head.id], toHead, total);
}
