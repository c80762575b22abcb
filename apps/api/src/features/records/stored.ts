import type { RecordKind } from '@nuanxin/domain';
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { records, units } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import type { RecordContent } from './content.ts';
import { mayRead, ofOwnUnit } from './scope.ts';

/** A record as it stands, before a change. */
export interface Stored extends RecordContent {
  id: string;
  version: number;
  /** Of a unit that the caller keeps records for. */
  own: boolean;
}

/**
 * The records named that the caller may see, locked in one order everywhere, so that two changes of the same rows wait for
 * each other instead of failing.
 * @param which rows; those that are not deleted when absent
 */
export async function lockRecords(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  ids: string[],
  which: SQL | undefined = isNull(records.deletedAt),
): Promise<Map<string, Stored>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: records.id,
      version: records.version,
      year: records.year,
      date: records.occurredOn,
      values: records.data,
      unit: { id: units.id, code: units.code, name: units.name },
      own: ofOwnUnit(ctx.actor),
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(and(anyOf(records.id, ids), eq(records.kind, kind.code), which, mayRead(ctx.actor, kind)))
    .orderBy(records.id)
    .for('update', { of: records });
  return new Map(rows.map((row) => [row.id, row]));
}
