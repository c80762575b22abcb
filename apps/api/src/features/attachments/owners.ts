import type { AttachmentOwner } from '@nuanxin/contract';
import { isEditable, problemEndStates, problemStateLabel, submissionStateLabel } from '@nuanxin/domain';
import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isOffice, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { exemptions, obligations, problems, projects, records, submissions } from '../../db/schema/index.ts';
import { inScope, inWriteScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { mayReadAnyKind } from '../records/scope.ts';
import { mayRead } from '../submissions/scope.ts';

/** What attachments belong to, as far as it decides about them. */
export interface Owner {
  /** Null for what belongs to no unit. */
  unitId: string | null;
  /** Units that may change it. */
  mayWrite: boolean;
  /** Whether the actor takes away only what its own unit added. */
  ownFilesOnly?: boolean;
  /** Why its attachments cannot be changed now by whoever may change them at other times. */
  closed: ProblemError | null;
}

/**
 * What attachments belong to, within the actor's rows: of a record as its kind is read; of a problem those of the unit
 * where it was found and of the one that rectifies it; of a draft those of who writes it and of the office; projects are
 * for everybody.
 * @throws ProblemError not_found
 */
export async function findOwner(ctx: Context, db: Db, owner: AttachmentOwner, id: string): Promise<Owner> {
  const found = await finders[owner](ctx, db, id, false);
  if (!found) throw new ProblemError('not_found');
  return found;
}

/**
 * The same for a change, which nothing overtakes while the caller's transaction lasts.
 * @throws ProblemError not_found, forbidden, not_editable, obligation_exempt, problem_files_final, problem_files_waiting
 */
export async function findOwnerToWrite(ctx: Context, db: Db, owner: AttachmentOwner, id: string): Promise<Owner> {
  const found = await finders[owner](ctx, db, id, true);
  if (!found) throw new ProblemError('not_found');
  if (!found.mayWrite) throw new ProblemError('forbidden');
  if (found.closed) throw found.closed;
  return found;
}

type Find = (ctx: Context, db: Db, id: string, lock: boolean) => Promise<Owner | undefined>;

const writes = ({ actor }: Context, column: PgColumn): SQL<boolean> =>
  sql<boolean>`(${inWriteScope(actor, column) ?? sql`true`})`;

const finders: Record<AttachmentOwner, Find> = {
  async record(ctx, db, id) {
    const [row] = await db
      .select({ unitId: records.unitId, mayWrite: writes(ctx, records.unitId) })
      .from(records)
      .where(and(eq(records.id, id), isNull(records.deletedAt), mayReadAnyKind(ctx.actor)));
    return row && { ...row, closed: null };
  },

  /**
   * Two units prove what they did about it: what the office looks at or has closed with stays as it was, but the office
   * itself may add to it until the end.
   */
  async problem(ctx, db, id, lock) {
    const seen = [inScope(ctx.actor, problems.unitId), inScope(ctx.actor, problems.assigneeId)] as const;
    const mayWrite = sql<boolean>`(${writes(ctx, problems.unitId)} or coalesce(${writes(ctx, problems.assigneeId)}, false))`;
    const query = db
      .select({ unitId: problems.unitId, no: problems.no, state: problems.state, mayWrite })
      .from(problems)
      .where(and(eq(problems.id, id), seen[0] && seen[1] ? or(...seen) : undefined));
    // Nobody strikes it off between the question and what is done with the answer.
    const [row] = await (lock ? query.for('share', { of: problems }) : query);
    if (!row) return undefined;
    const { no, state, ...owner } = row;
    const about = { no, state: problemStateLabel[state] };
    const waits = !isOffice(ctx.actor) && (state === 'submitted' || state === 'verified');
    const closed = problemEndStates.includes(state)
      ? new ProblemError('problem_files_final', about)
      : waits
        ? new ProblemError('problem_files_waiting', about)
        : null;
    return { ...owner, ownFilesOnly: !isOffice(ctx.actor), closed };
  },

  /** A unit changes what it has not handed in; the office may add to it at any time. */
  async submission(ctx, db, id, lock) {
    const query = db
      .select({
        unitId: obligations.unitId,
        state: submissions.state,
        exempt: sql<boolean>`${exemptions.obligationId} is not null`,
        mayWrite: writes(ctx, obligations.unitId),
      })
      .from(submissions)
      .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
      .leftJoin(exemptions, eq(exemptions.obligationId, obligations.id))
      .where(and(eq(submissions.id, id), mayRead(ctx.actor)));
    // Nobody hands it in between the question and what is done with the answer.
    const [row] = await (lock ? query.for('share', { of: submissions }) : query);
    if (!row) return undefined;
    const { state, exempt, ...owner } = row;
    if (isOffice(ctx.actor)) return { ...owner, closed: null };
    if (exempt) return { ...owner, closed: new ProblemError('obligation_exempt') };
    const closed = isEditable(state) ? null : new ProblemError('not_editable', { state: submissionStateLabel[state] });
    return { ...owner, closed };
  },

  async project(ctx, db, id) {
    const found = await db.$count(projects, eq(projects.id, id));
    return found > 0 ? { unitId: null, mayWrite: isOffice(ctx.actor), closed: null } : undefined;
  },
};
