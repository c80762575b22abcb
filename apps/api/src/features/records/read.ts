import type { RecordRow } from '@nuanxin/contract';
import { instantText, surveyRates, type RecordKind } from '@nuanxin/domain';
import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { forReader, isOffice, type Actor, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { recordImports, records, units, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { duplicatesOf } from './duplicates.ts';
import { mayOpen, mayRead, ofOwnUnit } from './scope.ts';

const { said: _, ...columns } = getTableColumns(records);
const creators = alias(users, 'creators');
const changers = alias(users, 'changers');
const senders = alias(users, 'senders');

/** Records with what a list shows of them, in one statement. */
function select(db: Db, actor: Actor, kind: RecordKind) {
  return db
    .select({
      record: columns,
      unit: { code: units.code, name: units.name },
      createdBy: creators.displayName,
      updatedBy: changers.displayName,
      fileName: recordImports.fileName,
      sentByOwn: mayOpen(actor, senders.unitId),
      attachments: sql<number>`(select count(*)::int from attachments a
        where a.owner = 'record' and a.owner_id = ${records.id} and a.deleted_at is null)`,
      duplicates: duplicatesOf(kind),
      own: ofOwnUnit(actor),
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .innerJoin(creators, eq(creators.id, records.createdBy))
    .innerJoin(changers, eq(changers.id, records.updatedBy))
    .leftJoin(recordImports, eq(recordImports.id, records.importId))
    .leftJoin(senders, eq(senders.id, recordImports.createdBy));
}

type Row = Awaited<ReturnType<typeof select>>[number];

function toRow(actor: Actor, kind: RecordKind, { record, ...row }: Row): RecordRow {
  const { fileName } = row;
  const all = isOffice(actor) || (kind.keeper === 'unit' && row.own);
  const some = !all && row.own && kind.unitMay !== undefined;
  const shown = {
    id: record.id,
    kind: record.kind,
    year: record.year,
    unit: row.unit,
    date: record.occurredOn,
    values: record.data,
    rates: kind.code === 'surveys' ? surveyRates(record.data) : null,
    duplicates: row.duplicates,
    attachments: row.attachments,
    source:
      fileName !== null && record.importRow !== null
        ? { importId: row.sentByOwn ? record.importId : null, fileName, row: record.importRow }
        : null,
    mayEdit: all || some,
    mayEditFields: some ? (kind.unitMay ?? null) : null,
    createdBy: row.createdBy,
    createdAt: instantText(record.createdAt),
    updatedBy: row.updatedBy,
    updatedAt: instantText(record.updatedAt),
    version: record.version,
  };
  return forReader(actor, shown, row.own);
}

/** Records by their ids, in the order of these. What the caller may see is decided where the ids come from. */
export async function recordsByIds(db: Db, actor: Actor, kind: RecordKind, ids: string[]): Promise<RecordRow[]> {
  if (ids.length === 0) return [];
  const rows = await select(db, actor, kind).where(anyOf(records.id, ids));
  const byId = new Map(rows.map((row) => [row.record.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toRow(actor, kind, row)] : [];
  });
}

/** @throws ProblemError not_found */
export async function getRecord(
  ctx: Context,
  kind: RecordKind,
  id: string,
): Promise<{ data: RecordRow; version: number }> {
  const [row] = await select(ctx.db, ctx.actor, kind).where(
    and(eq(records.id, id), eq(records.kind, kind.code), isNull(records.deletedAt), mayRead(ctx.actor, kind)),
  );
  if (!row) throw new ProblemError('not_found');
  const data = toRow(ctx.actor, kind, row);
  return { data, version: data.version };
}
