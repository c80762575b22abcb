import { and, eq, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { RecordKind } from '@nuanxin/domain';
import { isOffice, type Actor } from '../../context.ts';
import { records } from '../../db/schema/index.ts';
import { inScope, inWriteScope } from '../../db/scope.ts';

/**
 * Records that the actor may read: those of its units, and the sites of the projects that its unit leads, since its report
 * counts them wherever they lie.
 */
export function mayRead(actor: Actor, kind: RecordKind): SQL | undefined {
  const own = inScope(actor, records.unitId);
  return own && kind.code === 'sites' ? or(own, ofLedProject(actor)) : own;
}

/** The same for records of any kind. */
export function mayReadAnyKind(actor: Actor): SQL | undefined {
  const own = inScope(actor, records.unitId);
  return own && or(own, and(eq(records.kind, 'sites'), ofLedProject(actor)));
}

function ofLedProject({ unit }: Actor): SQL | undefined {
  if (!unit) return undefined;
  return sql`exists (select 1 from projects p join campaigns c on c.id = p.campaign_id
    where c.year = ${records.year} and p.no = (${records.data} ->> 'project')::int and p.lead_id = ${unit.id})`;
}

/**
 * Whether the actor may have a workbook that was imported: it holds many units' rows, and mobile numbers as they stand, so it
 * is for the office and for the unit of who sent it; as a column.
 */
export function mayOpen(actor: Actor, senderUnit: PgColumn): SQL<boolean> {
  if (isOffice(actor)) return sql<boolean>`true`;
  if (!actor.roles.includes('reporter')) return sql<boolean>`false`;
  return sql<boolean>`coalesce((${inWriteScope(actor, senderUnit)}), false)`;
}

/** Whether a record is of a unit that the actor keeps records for; as a column. */
export function ofOwnUnit(actor: Actor): SQL<boolean> {
  if (isOffice(actor)) return sql<boolean>`true`;
  if (!actor.roles.includes('reporter')) return sql<boolean>`false`;
  return sql<boolean>`(${inWriteScope(actor, records.unitId)})`;
}
