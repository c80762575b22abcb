import type { RecordImport } from '@nuanxin/contract';
import type { RecordKind, RecordSheetRow } from '@nuanxin/domain';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { recordImports, records } from '../../db/schema/index.ts';
import type { UploadedFile } from '../imports/uploaded-file.ts';
import { checkOnce, onceProblem } from './once.ts';
import { readRecordFile, toRecordFile, type RecordReading } from './read-file.ts';
import { insertRecords } from './write.ts';

interface Asked {
  year?: number;
  /** A person has looked at every reading that asked for it. */
  confirm?: boolean;
}

/**
 * Writes the rows of a workbook as records, all or none. The same file for the same year again writes nothing and says
 * what it wrote, as long as any of that is there.
 * @throws ProblemError as `readRecordFile`, record_once
 */
export async function importRecords(
  ctx: Context,
  kind: RecordKind,
  file: UploadedFile,
  { year, confirm = false }: Asked,
): Promise<RecordImport> {
  const reading = await readRecordFile(ctx, kind, file, year);
  const answer = toRecordFile(reading, 'found');
  if (answer.errors > 0 || (answer.confirms > 0 && !confirm))
    return { importId: null, written: 0, repeated: false, file: answer };
  try {
    const outcome = await ctx.db.transaction(async (tx) => {
      const before = await lockAndFind(tx, kind, reading);
      if (before && before.left > 0) return { importId: before.id, written: before.rows, repeated: true };
      const importId = before?.id ?? uuidv7();
      await writeRows(ctx, tx, kind, reading, importId);
      return { importId, written: reading.rows.length, repeated: false };
    });
    return { ...outcome, file: answer };
  } catch (error) {
    throw onceProblem(kind, error) ?? error;
  }
}

/**
 * What the file wrote before, and how many of its records are left. Of two callers with the same file one writes, and the
 * other waits here.
 */
async function lockAndFind(
  tx: Db,
  kind: RecordKind,
  { year, hash }: RecordReading,
): Promise<{ id: string; rows: number; left: number } | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`records ${hash} ${kind.code} ${year}`}, 0))`);
  const [found] = await tx
    .select({ id: recordImports.id, rows: recordImports.rows })
    .from(recordImports)
    .where(and(eq(recordImports.kind, kind.code), eq(recordImports.year, year), eq(recordImports.sha256, hash)));
  if (!found) return undefined;
  const left = await tx.$count(records, and(eq(records.importId, found.id), isNull(records.deletedAt)));
  return { ...found, left };
}

async function writeRows(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  { rows, fileName, hash, year, unitIds }: RecordReading,
  importId: string,
): Promise<void> {
  const head = { fileName, rows: rows.length, createdBy: ctx.actor.id, createdAt: ctx.clock() };
  await tx
    .insert(recordImports)
    .values({ id: importId, kind: kind.code, year, sha256: hash, ...head })
    .onConflictDoUpdate({ target: recordImports.id, set: head });
  const contents = rows.map((row) => ({
    id: uuidv7(),
    unit: unitOf(row, unitIds),
    own: true,
    year: kind.dateLabel === null || row.date === null ? year : Number(row.date.slice(0, 4)),
    date: row.date,
    values: row.values,
    source: { importId, row: row.row },
  }));
  await checkOnce(tx, kind, contents);
  await audit(tx, ctx, {
    action: 'record.import',
    entity: 'record_import',
    entityId: importId,
    after: { kind: kind.code, year, fileName, sha256: hash, rows: rows.length },
  });
  await insertRecords(ctx, tx, kind, contents);
}

function unitOf({ unit }: RecordSheetRow, ids: Map<string, string>): { id: string; code: string; name: string } {
  const id = ids.get(unit?.code ?? '');
  if (!unit || id === undefined) throw new Error('row without a unit');
  return { ...unit, id };
}
