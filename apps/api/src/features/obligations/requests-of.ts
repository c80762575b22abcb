import type { Obligation } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/connect.ts';
import { extensionRequests, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';

type Request = NonNullable<Obligation['extensionRequest']>;

const askers = alias(users, 'askers');
const deciders = alias(users, 'deciders');
const revokers = alias(users, 'revokers');

/** The request for a later due day of each obligation that has one: that which waits, else that of which was heard last. */
export async function requestsOf(db: Db, ids: string[]): Promise<Map<string, Request>> {
  const { obligationId, until, reason, askedAt, state, answer, decidedAt, revokedAt } = extensionRequests;
  const rows = await db
    .selectDistinctOn([obligationId], {
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
      obligationId,
      desc(sql`${state} = 'pending'`),
      desc(sql`coalesce(${revokedAt}, ${askedAt})`),
      desc(extensionRequests.id),
    );
  return new Map(
    rows.map(({ id, request }) => [
      id,
      {
        ...request,
        askedAt: instantText(request.askedAt),
        decidedAt: request.decidedAt && instantText(request.decidedAt),
        revokedAt: request.revokedAt && instantText(request.revokedAt),
      },
    ]),
  );
}
