import type { Context } from '../../context.ts';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { audit } from '../../db/audit.ts';
import {
  campaigns,
  groups,
  groupUnits,
  phases,
  projects,
  tasks,
  taskUnits,
  workstreams,
} from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { recomputePlan } from '../deadlines/recompute.ts';
import { getCampaign } from './campaigns.ts';

type Copied<T extends { id: string }> = { old: T; id: string };

/**
 * A new year's plan with the tasks of an earlier one (有进有退、滚动实施): everything is copied, the deadlines are
 * computed for the new year, and the old year is left as it is.
 */
export async function createCampaign(ctx: Context, input: { year: number; copyOf: number; title?: string }) {
  const { year } = input;
  try {
    await ctx.db.transaction(async (tx) => {
      const [source] = await tx.select().from(campaigns).where(eq(campaigns.year, input.copyOf));
      if (!source) throw new ProblemError('not_found');
      const { id: _, version: __, ...campaign } = source;
      const title = input.title ?? source.title.replaceAll(String(source.year), String(year));
      const [created] = await tx
        .insert(campaigns)
        .values({ ...campaign, year, title })
        .returning({ id: campaigns.id });
      if (!created) throw new Error('no row');
      const campaignId = created.id;

      /** Copies the rows of a table with new ids; both lists are in the same order. */
      const pair = <T extends { id: string }>(old: T[], made: { id: string }[]): Map<string, Copied<T>> =>
        new Map(old.map((row, i) => [row.id, { old: row, id: made[i]?.id ?? '' }]));
      const phaseRows = await tx
        .select()
        .from(phases)
        .where(eq(phases.campaignId, source.id))
        .orderBy(asc(phases.sort));
      const newPhases = pair(
        phaseRows,
        await tx
          .insert(phases)
          .values(phaseRows.map(({ id: _id, ...row }) => ({ ...row, campaignId })))
          .returning({ id: phases.id }),
      );
      const streamRows = await tx.select().from(workstreams).where(eq(workstreams.campaignId, source.id));
      const newStreams = pair(
        streamRows,
        await tx
          .insert(workstreams)
          .values(streamRows.map(({ id: _id, ...row }) => ({ ...row, campaignId })))
          .returning({ id: workstreams.id }),
      );
      const groupRows = await tx.select().from(groups).where(eq(groups.campaignId, source.id));
      const newGroups = pair(
        groupRows,
        await tx
          .insert(groups)
          .values(groupRows.map(({ id: _id, ...row }) => ({ ...row, campaignId })))
          .returning({ id: groups.id }),
      );
      const members = await tx
        .select()
        .from(groupUnits)
        .where(inArray(groupUnits.groupId, [...newGroups.keys()]));
      if (members.length > 0) {
        await tx
          .insert(groupUnits)
          .values(members.map((row) => ({ ...row, groupId: newGroups.get(row.groupId)?.id ?? '' })));
      }
      const projectRows = await tx.select().from(projects).where(eq(projects.campaignId, source.id));
      if (projectRows.length > 0) {
        await tx
          .insert(projects)
          .values(projectRows.map(({ id: _id, version: _version, ...row }) => ({ ...row, campaignId })));
      }
      const taskRows = await tx
        .select()
        .from(tasks)
        .where(and(eq(tasks.campaignId, source.id), isNull(tasks.retiredAt)))
        .orderBy(asc(tasks.sort));
      const newTasks = pair(
        taskRows,
        await tx
          .insert(tasks)
          .values(
            taskRows.map(({ id: _id, version: _version, ...row }) => ({
              ...row,
              campaignId,
              workstreamId: newStreams.get(row.workstreamId)?.id ?? '',
              phaseId: row.phaseId === null ? null : (newPhases.get(row.phaseId)?.id ?? null),
            })),
          )
          .returning({ id: tasks.id }),
      );
      const responsible = await tx
        .select()
        .from(taskUnits)
        .where(inArray(taskUnits.taskId, [...newTasks.keys()]));
      await tx.insert(taskUnits).values(
        responsible.map(({ id: _id, ...row }) => ({
          ...row,
          taskId: newTasks.get(row.taskId)?.id ?? '',
          groupId: row.groupId === null ? null : (newGroups.get(row.groupId)?.id ?? null),
        })),
      );
      await recomputePlan(tx, await loadCalendar(tx), { campaignId, now: null });
      await audit(tx, ctx, {
        action: 'campaign.create',
        entity: 'campaign',
        entityId: campaignId,
        after: { year, title, copyOf: input.copyOf },
      });
    });
  } catch (error) {
    throw isUniqueViolation(error, 'campaigns_year_unique') ? new ProblemError('campaign_exists', { year }) : error;
  }
  return getCampaign(ctx, year);
}
