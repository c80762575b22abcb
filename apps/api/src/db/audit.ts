import type { Context } from '../context.ts';
import type { Db } from './connect.ts';
import { audit as table } from './schema/index.ts';
import { insertMany } from './sql.ts';

export interface AuditEntry {
  /** `noun.verb`, e.g. `submission.accept`. */
  action: string;
  entity: string;
  entityId?: string;
  before?: unknown;
  after?: unknown;
}

/** Who did it; nobody when the service did it by itself. */
export type By = Pick<Context, 'clock'> & {
  actor: { id: string; name: string } | null;
  requestId: string | null;
  ip: string | null;
};

/** Written in the transaction of the change itself: no change without its entry, no entry without its change. */
export async function audit(tx: Db, by: By, ...entries: AuditEntry[]): Promise<void> {
  const at = by.clock();
  await insertMany(
    tx,
    table,
    entries.map((entry) => ({
      at,
      actorId: by.actor?.id ?? null,
      actorName: by.actor?.name ?? null,
      requestId: by.requestId,
      ip: by.ip,
      ...entry,
      entityId: entry.entityId ?? null,
    })),
  );
}
