import type { RecordKind } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { records } from '../../db/schema/index.ts';
import { eachPart, insertMany } from '../../db/sql.ts';
import { audited, type RecordContent } from './content.ts';
import { partShape } from './parts.ts';
import type { Stored } from './stored.ts';

export interface NewContent extends RecordContent {
  id: string;
  own: boolean;
}

/** Writes new records with their audit entries, a thousand with each statement. */
export async function insertRecords(ctx: Context, tx: Db, kind: RecordKind, rows: NewContent[]): Promise<void> {
  const now = ctx.clock();
  await insertMany(
    tx,
    records,
    rows.map(({ id, unit, year, date, values }) => ({
      id,
      kind: kind.code,
      year,
      unitId: unit.id,
      occurredOn: date,
      data: values,
      createdBy: ctx.actor.id,
      createdAt: now,
      updatedBy: ctx.actor.id,
      updatedAt: now,
    })),
  );
  await audit(
    tx,
    ctx,
    ...rows.map((row) => ({
      action: 'record.create',
      entity: 'record',
      entityId: row.id,
      after: audited(kind, row),
    })),
  );
}

/**
 * Writes the rows of a workbook as new records. Their audit entry is the import's.
 * @param parts as `toParts` makes them
 */
export async function insertParts(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  importId: string,
  parts: string[],
): Promise<void> {
  const by = sql`${ctx.actor.id}::uuid`;
  const at = sql`${ctx.clock().toISOString()}::timestamptz`;
  for (const part of parts) {
    await tx.execute(sql`
      insert into records (id, kind, year, unit_id, occurred_on, data, import_id, import_row,
        created_by, created_at, updated_by, updated_at)
      select n.id, ${kind.code}, n.year, n.unit, n.day, n.data::jsonb, ${importId}::uuid, n.line, ${by}, ${at}, ${by}, ${at}
      from json_to_recordset(${part}::json) as n(${sql.raw(partShape)})`);
  }
}

/** Writes changed records with their audit entries, a thousand with each statement. */
export async function updateRecords(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  rows: { before: Stored; after: NewContent }[],
): Promise<void> {
  for (const part of eachPart(rows)) {
    const changes = part.map(({ after }) => ({
      id: after.id,
      year: after.year,
      unit: after.unit.id,
      day: after.date,
      data: after.values,
    }));
    await tx.execute(sql`
      update records set year = n.year, unit_id = n.unit, occurred_on = n.day, data = n.data::jsonb,
        version = version + 1, updated_by = ${ctx.actor.id}, updated_at = ${ctx.clock().toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(changes)}::json)
        as n(id uuid, year integer, unit uuid, day date, data json)
      where records.id = n.id`);
  }
  await audit(
    tx,
    ctx,
    ...rows.map(({ before, after }) => ({
      action: 'record.update',
      entity: 'record',
      entityId: after.id,
      before: audited(kind, before),
      after: audited(kind, after),
    })),
  );
}
