import type { RecordImport } from '@nuanxin/contract';
import type { RecordKind } from '@nuanxin/domain';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { recordImports, records } from '../../db/schema/index.ts';
import { storeFile } from '../imports/stored-file.ts';
import type { UploadedFile } from '../imports/uploaded-file.ts';
import { checkOnce, onceProblem } from './once.ts';
import { readToWrite, type RecordFileToWrite } from './read-file.ts';
import { insertParts } from './write.ts';

interface Asked {
  year?: number;
  /** A person has looked at every reading that asked for it. */
  confirm?: boolean;
}

/** Rows after which the database takes stock at once: it would look up likenesses by the wrong index until it does by itself. */
const MANY = 1000;

/**
 * Writes the rows of a workbook as records, all or none, and keeps the workbook. The same file for the same year again
 * writes nothing and says what it wrote, as long as any of that is there.
 * @throws ProblemError as `readRecordFile`, record_once
 */
export async function importRecords(
  ctx: Context,
  kind: RecordKind,
  upload: UploadedFile,
  { year, confirm = false }: Asked,
): Promise<RecordImport> {
  const reading = await readToWrite(ctx, kind, upload, { year, confirmed: confirm });
  const { file } = reading;
  if (file.errors > 0 || (file.confirms > 0 && !confirm)) return { importId: null, written: 0, repeated: false, file };
  try {
    const outcome = await ctx.db.transaction(async (tx) => {
      const before = await lockAndFind(tx, kind, reading);
      if (before && before.left > 0) return { importId: before.id, written: before.rows, repeated: true };
      const importId = before?.id ?? uuidv7();
      await storeFile(tx, reading.sha256, upload.content);
      await writeRows(ctx, tx, kind, reading, importId);
      return { importId, written: file.count, repeated: false };
    });
    if (file.count >= MANY) void ctx.db.execute(sql`analyze records`).catch(() => {});
    return { ...outcome, file };
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
  { year, sha256, unitId }: RecordFileToWrite,
): Promise<{ id: string; rows: number; left: number } | undefined> {
  const key = `records ${sha256} ${kind.code} ${year} ${unitId ?? ''}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  const [found] = await tx
    .select({ id: recordImports.id, rows: recordImports.rows })
    .from(recordImports)
    .where(
      and(
        eq(recordImports.kind, kind.code),
        eq(recordImports.year, year),
        eq(recordImports.sha256, sha256),
        unitId === null ? isNull(recordImports.unitId) : eq(recordImports.unitId, unitId),
      ),
    );
  if (!found) return undefined;
  const left = await tx.$count(records, and(eq(records.importId, found.id), isNull(records.deletedAt)));
  return { ...found, left };
}

async function writeRows(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  { file: { fileName, count }, sha256, year, unitId, units, parts }: RecordFileToWrite,
  importId: string,
): Promise<void> {
  const head = { fileName, rows: count, createdBy: ctx.actor.id, createdAt: ctx.clock() };
  await tx
    .insert(recordImports)
    .values({ id: importId, kind: kind.code, year, sha256, unitId, ...head })
    .onConflictDoUpdate({ target: recordImports.id, set: head });
  // Within the file a unit stands once, or it would have been refused.
  await checkOnce(
    tx,
    kind,
    units.map((unit) => ({ id: uuidv7(), unit, year, date: null, values: {} })),
  );
  // One entry for all: each record leads to its import and its row, and there to the workbook.
  await audit(tx, ctx, {
    action: 'record.import',
    entity: 'record_import',
    entityId: importId,
    after: { kind: kind.code, year, fileName, sha256, rows: count },
  });
  await insertParts(ctx, tx, kind, importId, parts);
}
