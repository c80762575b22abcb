import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isOffice, seesAll, type Actor } from '../context.ts';

/**
 * Row scope: the condition under which the actor may see a row of the unit in `column`. A reporter reaches its
 * own unit and its subtree, everybody else who reads rows reaches all. Every query over rows of units uses it.
 */
export function inScope(actor: Actor, column: PgColumn): SQL | undefined {
  return seesAll(actor) ? undefined : belowOwnUnit(actor, column);
}

/**
 * Row scope of whoever hands in: the office for all units, a reporter for its own unit and its subtree, whatever more it
 * may read as an observer or auditor.
 */
export function inWriteScope(actor: Actor, column: PgColumn): SQL | undefined {
  return isOffice(actor) ? undefined : belowOwnUnit(actor, column);
}

function belowOwnUnit(actor: Actor, column: PgColumn): SQL {
  if (!actor.unit) return sql`false`;
  return sql`${column} in (
    with recursive below as (
      select id from units where id = ${actor.unit.id}
      union all
      select u.id from units u join below on u.parent_id = below.id
    ) select id from below)`;
}
