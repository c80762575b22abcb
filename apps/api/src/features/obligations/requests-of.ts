import type { Obligation } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/connect.ts';
import { extensionRequests, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';

type Request = NonNullable<Obligation['extensionRequest']>;

const askers = alias(users, 'askers');
const deciders = alias(users, 'deciders');

/** The newest request for a later due day of each obligation that has one. */
export async function requestsOf(db: Db, ids: string[]): Promise<Map<string, Request>> {
  const { obligationId, until, reason, askedAt, state, answer, decidedAt } = extensionRequests;
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
      },
    })
    .from(extensionRequests)
    .innerJoin(askers, eq(askers.id, extensionRequests.askedBy))
    .leftJoin(deciders, eq(deciders.id, extensionRequests.decidedBy))
    .where(anyOf(obligationId, ids))
    .orderBy(obligationId, desc(askedAt), desc(extensionRequests.id));
  return new Map(
    rows.map(({ id, request }) => [
      id,
      {
        ...request,
        askedAt: instantText(request.askedAt),
        decidedAt: request.decidedAt && instantText(request.decidedAt),
      },
    ]),
  );
}
