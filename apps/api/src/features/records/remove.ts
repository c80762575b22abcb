import type { RecordRow } from '@nuanxin/contract';
import type { RecordKind } from '@nuanxin/domain';
import { and, gt, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { records } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { audited } from './content.ts';
import { checkOnce, onceProblem } from './once.ts';
import { recordsByIds } from './read.ts';
import { checkRights } from './rights.ts';
import { lockRecords, type Stored } from './stored.ts';

const DAY = 24 * 3600_000;
const RESTORED_FOR = 30;

/**
 * Takes records out of every list and count; they can be taken back.
 * @throws ProblemError not_found when one of them is not there, record_not_yours
 */
export async function deleteRecords(ctx: Context, kind: RecordKind, ids: string[]): Promise<{ deleted: number }> {
  await ctx.db.transaction(async (tx) => {
    const rows = await lockAll(ctx, tx, kind, ids);
    for (const row of rows) checkRights(ctx.actor, kind, row, null);
    await mark(tx, ids, { deletedAt: ctx.clock(), deletedBy: ctx.actor.id });
    await audit(
      tx,
      ctx,
      ...rows.map((row) => ({
        action: 'record.delete',
        entity: 'record',
        entityId: row.id,
        before: audited(kind, row),
      })),
    );
  });
  return { deleted: ids.length };
}

/**
 * Takes a deletion back, as long as it is not too old.
 * @throws ProblemError not_found, record_not_yours, record_once when the unit has a row by now
 */
export async function restoreRecords(ctx: Context, kind: RecordKind, ids: string[]): Promise<{ items: RecordRow[] }> {
  const since = new Date(ctx.clock().getTime() - RESTORED_FOR * DAY);
  try {
    return await ctx.db.transaction(async (tx) => {
      const rows = await lockAll(ctx, tx, kind, ids, and(isNotNull(records.deletedAt), gt(records.deletedAt, since)));
      for (const row of rows) checkRights(ctx.actor, kind, null, row);
      await checkOnce(tx, kind, rows);
      await mark(tx, ids, { deletedAt: null, deletedBy: null });
      await audit(
        tx,
        ctx,
        ...rows.map((row) => ({
          action: 'record.restore',
          entity: 'record',
          entityId: row.id,
          after: audited(kind, row),
        })),
      );
      return { items: await recordsByIds(tx, ctx.actor, kind, ids) };
    });
  } catch (error) {
    throw onceProblem(kind, error) ?? error;
  }
}

/** All of them or none. */
async function lockAll(ctx: Context, tx: Db, kind: RecordKind, ids: string[], which?: SQL): Promise<Stored[]> {
  const rows = await lockRecords(ctx, tx, kind, ids, which);
  if (rows.size < ids.length) throw new ProblemError('not_found');
  return [...rows.values()];
}

async function mark(tx: Db, ids: string[], state: { deletedAt: Date | null; deletedBy: string | null }): Promise<void> {
  await tx
    .update(records)
    .set({ ...state, version: sql`${records.version} + 1` })
    .where(anyOf(records.id, ids));
}
