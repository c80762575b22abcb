import { and, ne, or, type SQL } from 'drizzle-orm';
import type { Actor } from '../../context.ts';
import { obligations, submissions } from '../../db/schema/index.ts';
import { inScope, inWriteScope } from '../../db/scope.ts';

/** Submissions that the actor may read: those of its units; a draft is read by who writes it and by the office only. */
export function mayRead(actor: Actor): SQL | undefined {
  const writes = inWriteScope(actor, obligations.unitId);
  return and(inScope(actor, obligations.unitId), writes && or(ne(submissions.state, 'draft'), writes));
}
