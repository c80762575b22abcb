import type { RollOverPreview } from '@nuanxin/contract';
import { eq, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/connect.ts';
import { groups, groupUnits, projects, tasks, taskUnits, units } from '../../db/schema/index.ts';

/** Closed units that a plan names, and where: a copy goes without them. */
export async function leftBehind(tx: Db, campaignId: string): Promise<RollOverPreview['left']> {
  const unit = { code: units.code, name: units.name, sort: units.sort };
  const closed = sql`not ${units.active}`;
  const rows = await union(
    tx
      .select({ ...unit, place: groups.name })
      .from(units)
      .innerJoin(groupUnits, eq(groupUnits.unitId, units.id))
      .innerJoin(groups, eq(groups.id, groupUnits.groupId))
      .where(sql`${closed} and ${groups.campaignId} = ${campaignId}`),
    tx
      .select({ ...unit, place: tasks.title })
      .from(units)
      .innerJoin(taskUnits, eq(taskUnits.unitId, units.id))
      .innerJoin(tasks, eq(tasks.id, taskUnits.taskId))
      .where(sql`${closed} and ${tasks.campaignId} = ${campaignId}`),
    tx
      .select({ ...unit, place: projects.name })
      .from(units)
      .innerJoin(projects, eq(projects.leadId, units.id))
      .where(sql`${closed} and ${projects.campaignId} = ${campaignId}`),
  );
  return [...Map.groupBy(rows, ({ code }) => code).values()]
    .toSorted((a, b) => (a[0]?.sort ?? 0) - (b[0]?.sort ?? 0))
    .map((places) => ({
      unit: { code: places[0]?.code ?? '', name: places[0]?.name ?? '' },
      where: places.map(({ place }) => place).toSorted((a, b) => a.localeCompare(b)),
    }));
}
