import { yearMovedOn } from '@nuanxin/domain';
import { and, asc, eq, inArray, isNull, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  groups,
  groupUnits,
  phases,
  projects,
  reminderRules,
  tasks,
  taskUnits,
  units,
  workstreams,
} from '../../db/schema/index.ts';

type Campaign = typeof campaigns.$inferSelect;
interface Years {
  from: number;
  to: number;
}

/** What of the old year does not come along. */
export interface Dropped {
  projects: number[];
  tasks: string[];
}

/**
 * Copies a plan into a new year with ids of its own; texts that name the year name the new one, closed units stay behind.
 * The old plan is only read.
 */
export async function copyPlan(
  tx: Db,
  source: Campaign,
  { year, title, dropped }: { year: number; title: string | undefined; dropped: Dropped },
): Promise<Campaign> {
  const years: Years = { from: source.year, to: year };
  const moved = (text: string): string => yearMovedOn(text, years.from, years.to);
  const { id: _id, version: _version, ...columns } = source;
  // What a year shows to everybody is decided year by year.
  const { publicFigures: _public, ...settings } = source.settings;
  const [campaign] = await tx
    .insert(campaigns)
    .values({
      ...columns,
      settings,
      year,
      title: title ?? moved(source.title),
      materialHeading: moved(source.materialHeading),
    })
    .returning();
  if (!campaign) throw new Error('no row');
  const [rule] = await tx.select().from(reminderRules).where(eq(reminderRules.campaignId, source.id));
  if (rule) await tx.insert(reminderRules).values({ ...rule, campaignId: campaign.id, version: 1 });
  const closed = new Set(
    (await tx.select({ id: units.id }).from(units).where(eq(units.active, false))).map(({ id }) => id),
  );
  const phaseIds = await copyPhases(tx, source.id, campaign.id);
  const streamIds = await copyStreams(tx, source.id, campaign.id);
  const groupIds = await copyGroups(tx, source.id, campaign.id, closed);
  await copyProjects(tx, source.id, campaign.id, { dropped: dropped.projects, closed, moved });
  await copyTasks(tx, source.id, campaign.id, {
    dropped: dropped.tasks,
    closed,
    moved,
    ids: { phases: phaseIds, streams: streamIds, groups: groupIds },
  });
  return campaign;
}

/** New ids by the old ones, by codes that both have. */
function pair(old: { id: string; code: string }[], made: { id: string; code: string }[]): Map<string, string> {
  const ids = new Map(made.map(({ id, code }) => [code, id]));
  return new Map(old.map(({ id, code }) => [id, ids.get(code) ?? '']));
}

async function copyPhases(tx: Db, from: string, campaignId: string): Promise<Map<string, string>> {
  const rows = await tx.select().from(phases).where(eq(phases.campaignId, from)).orderBy(asc(phases.sort));
  if (rows.length === 0) return new Map();
  const values = rows.map(({ id: _id, ...row }) => ({ ...row, campaignId }));
  return pair(rows, await tx.insert(phases).values(values).returning({ id: phases.id, code: phases.code }));
}

async function copyStreams(tx: Db, from: string, campaignId: string): Promise<Map<string, string>> {
  const rows = await tx.select().from(workstreams).where(eq(workstreams.campaignId, from));
  if (rows.length === 0) return new Map();
  const values = rows.map(({ id: _id, ...row }) => ({ ...row, campaignId }));
  return pair(
    rows,
    await tx.insert(workstreams).values(values).returning({ id: workstreams.id, code: workstreams.code }),
  );
}

async function copyGroups(
  tx: Db,
  from: string,
  campaignId: string,
  closed: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const rows = await tx.select().from(groups).where(eq(groups.campaignId, from));
  if (rows.length === 0) return new Map();
  const values = rows.map(({ id: _id, ...row }) => ({ ...row, campaignId }));
  const ids = pair(rows, await tx.insert(groups).values(values).returning({ id: groups.id, code: groups.code }));
  const members = await tx
    .select()
    .from(groupUnits)
    .where(inArray(groupUnits.groupId, [...ids.keys()]));
  const staying = members.filter(({ unitId }) => !closed.has(unitId));
  if (staying.length > 0)
    await tx
      .insert(groupUnits)
      .values(staying.map(({ groupId, unitId }) => ({ groupId: ids.get(groupId) ?? '', unitId })));
  return ids;
}

interface Copying {
  closed: ReadonlySet<string>;
  moved: (text: string) => string;
}

async function copyProjects(
  tx: Db,
  from: string,
  campaignId: string,
  { dropped, closed, moved }: Copying & { dropped: number[] },
): Promise<void> {
  const rows = await tx
    .select()
    .from(projects)
    .where(and(eq(projects.campaignId, from), dropped.length > 0 ? notInArray(projects.no, dropped) : undefined));
  if (rows.length === 0) return;
  await tx.insert(projects).values(
    rows.map(({ id, version: _version, ...row }) => ({
      ...row,
      campaignId,
      origin: row.origin ?? id,
      name: moved(row.name),
      labelName: moved(row.labelName),
      leadId: row.leadId !== null && closed.has(row.leadId) ? null : row.leadId,
    })),
  );
}

interface Ids {
  phases: Map<string, string>;
  streams: Map<string, string>;
  groups: Map<string, string>;
}

async function copyTasks(
  tx: Db,
  from: string,
  campaignId: string,
  { dropped, closed, moved, ids }: Copying & { dropped: string[]; ids: Ids },
): Promise<void> {
  const rows = await tx
    .select()
    .from(tasks)
    .where(
      and(
        eq(tasks.campaignId, from),
        isNull(tasks.retiredAt),
        dropped.length > 0 ? notInArray(tasks.code, dropped) : undefined,
      ),
    )
    .orderBy(asc(tasks.sort));
  if (rows.length === 0) return;
  const made = await tx
    .insert(tasks)
    .values(
      rows.map(({ id: _id, version: _version, ...row }) => ({
        ...row,
        campaignId,
        title: moved(row.title),
        source: moved(row.source),
        // Windows are those of their year.
        schedule: row.schedule.kind === 'adhoc' ? { kind: 'adhoc' as const } : row.schedule,
        workstreamId: ids.streams.get(row.workstreamId) ?? '',
        phaseId: row.phaseId === null ? null : (ids.phases.get(row.phaseId) ?? null),
      })),
    )
    .returning({ id: tasks.id, code: tasks.code });
  const taskIds = pair(rows, made);
  const responsible = await tx
    .select()
    .from(taskUnits)
    .where(inArray(taskUnits.taskId, [...taskIds.keys()]));
  const staying = responsible.filter(({ unitId }) => unitId === null || !closed.has(unitId));
  if (staying.length > 0)
    await tx.insert(taskUnits).values(
      staying.map(({ id: _id, ...row }) => ({
        ...row,
        taskId: taskIds.get(row.taskId) ?? '',
        groupId: row.groupId === null ? null : (ids.groups.get(row.groupId) ?? null),
      })),
    );
}
