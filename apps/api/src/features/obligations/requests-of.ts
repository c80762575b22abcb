import type { ExtensionRequest } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/connect.ts';
import { extensionRequests, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';

/** As it was written; what its day is called depends on the calendar. */
export type Request = Omit<ExtensionRequest, 'untilDay'>;

const askers = alias(users, 'askers');
const deciders = alias(users, 'deciders');
const revokers = alias(users, 'revokers');

/**
 * The requests for a later due day of each obligation that has any: first that which waits, then that of which was heard
 * last.
 */
export async function requestsOf(db: Db, ids: string[]): Promise<Map<string, Request[]>> {
  const { obligationId, until, reason, askedAt, state, answer, decidedAt, revokedAt } = extensionRequests;
  const rows = await db
    .select({
      id: obligationId,
      request: {
        until,
        reason,
        askedBy: askers.displayName,
        askedAt,
        state,
        answer,
        decidedBy: deciders.displayName,
        decidedAt,
        revokedBy: revokers.displayName,
        revokedAt,
      },
    })
    .from(extensionRequests)
    .innerJoin(askers, eq(askers.id, extensionRequests.askedBy))
    .leftJoin(deciders, eq(deciders.id, extensionRequests.decidedBy))
    .leftJoin(revokers, eq(revokers.id, extensionRequests.revokedBy))
    .where(anyOf(obligationId, ids))
    .orderBy(
      desc(sql`${state} = 'pending'`),
      desc(sql`coalesce(${revokedAt}, ${askedAt})`),
      desc(extensionRequests.id),
    );
  const told = rows.map(({ id, request }) => ({
    id,
    request: {
      ...request,
      askedAt: instantText(request.askedAt),
      decidedAt: request.decidedAt && instantText(request.decidedAt),
      revokedAt: request.revokedAt && instantText(request.revokedAt),
    },
  }));
  return new Map([...Map.groupBy(told, ({ id }) => id)].map(([id, all]) => [id, all.map(({ request }) => request)]));
}
