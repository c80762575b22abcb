import { and, eq, inArray, isNull, lt, notExists, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import { attachments, blobs, records } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import type { Store } from '../../storage/store.ts';
import { thumbnailKey } from './attachments.ts';

const DAY = 24 * 3600_000;
/** So long a deletion can be taken back, of an attachment as of the record that it belongs to. */
const GRACE = 30 * DAY;
/** Contents that were sent lately may be about to be attached. */
const FRESH = DAY;
/** What one upload clears away: each adds one, so that twenty a time are always enough. */
const AT_ONCE = 20;

/**
 * Takes away for good what was deleted 30 days ago, and contents that nothing refers to any more. Done with the next file
 * that is stored: no clock of its own is needed, and a service without uploads needs no room.
 */
export async function collect(ctx: Context, store: Store): Promise<void> {
  const now = ctx.clock().getTime();
  const over = new Date(now - GRACE);
  await ctx.db.transaction(async (tx) => {
    const deleted = tx.select({ id: attachments.id }).from(attachments).where(lt(attachments.deletedAt, over));
    const ofDeletedRecords = tx
      .select({ id: attachments.id })
      .from(records)
      .innerJoin(attachments, and(eq(attachments.owner, 'record'), eq(attachments.ownerId, records.id)))
      .where(and(lt(records.deletedAt, over), isNull(attachments.deletedAt)));
    const gone = await tx
      .select({ id: attachments.id, sha256: attachments.sha256, fileName: attachments.fileName })
      .from(attachments)
      .where(inArray(attachments.id, union(deleted, ofDeletedRecords).limit(AT_ONCE)))
      // Another upload clears away the rest.
      .for('update', { skipLocked: true });
    if (gone.length === 0) return;
    const ids = gone.map(({ id }) => id);
    await tx.delete(attachments).where(anyOf(attachments.id, ids));
    const hashes = [...new Set(gone.map(({ sha256 }) => sha256))];
    const locked = await tx
      .select({ sha256: blobs.sha256 })
      .from(blobs)
      .where(and(anyOf(blobs.sha256, hashes), lt(blobs.createdAt, new Date(now - FRESH))))
      // Who attaches one of them at this moment holds it.
      .for('update', { skipLocked: true });
    const attached = tx
      .select({ one: sql`1` })
      .from(attachments)
      .where(eq(attachments.sha256, blobs.sha256));
    const unused = await tx
      .delete(blobs)
      .where(
        and(
          anyOf(
            blobs.sha256,
            locked.map(({ sha256 }) => sha256),
          ),
          notExists(attached),
        ),
      )
      .returning({ sha256: blobs.sha256, width: blobs.width });
    const by = { clock: ctx.clock, actor: null, requestId: ctx.requestId, ip: null };
    const entries = gone.map(({ id, fileName, sha256 }) => ({
      action: 'attachment.purge',
      entity: 'attachment',
      entityId: id,
      before: { fileName, sha256 },
    }));
    await audit(tx, by, ...entries);
    // While their rows are held: who sends one of them again waits, and stores it after.
    for (const { sha256, width } of unused) {
      await store.remove(sha256);
      if (width !== null) await store.remove(thumbnailKey(sha256));
    }
  });
}
