import { eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isOffice, type Actor } from '../../context.ts';
import { users } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';

const ofOffice = sql`(select id from units where kind = 'office')`;

/**
 * Whether an account reads the inbox of the unit in `column`: those that report for it; that of the office itself, whoever
 * works for the office.
 */
export const readsInboxOf = (column: PgColumn): SQL<boolean> => sql<boolean>`(not ${users.disabled} and (
  ('reporter' = any(${users.roles}) and ${users.unitId} = ${column})
  or ('office' = any(${users.roles}) and ${column} in ${ofOffice})))`;

/** Whether what was sent to the unit in `column` is the actor's own to read. */
export function inOwnInbox(actor: Actor, column: PgColumn): SQL | undefined {
  if (!isOffice(actor)) return inWriteScope(actor, column);
  const reportsFor = actor.roles.includes('reporter') ? actor.unit : null;
  return or(inArray(column, ofOffice), reportsFor ? eq(column, reportsFor.id) : undefined);
}
