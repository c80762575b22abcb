import { createHash } from 'node:crypto';
import type { PlanComparison, RollOver, RollOverPreview } from '@nuanxin/contract';
import { dateOf, type PlanPairState } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { lockPlans } from '../../db/locks.ts';
import { campaigns, projects, tasks } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { problemAt, ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { recomputePlan } from '../deadlines/recompute.ts';
import { readObligations, viewOf } from '../obligations/obligations.ts';
import { getCampaign } from './campaigns.ts';
import { listTasks } from '../tasks/tasks.ts';
import { ALL_TASKS, comparePlans } from './compare.ts';
import { copyPlan } from './copy-plan.ts';
import { leftBehind } from './left-behind.ts';
import { writeGroups } from './groups.ts';
import { writePhases } from './phases.ts';
import { carryCards, rollProjects } from './roll-projects.ts';
import { rollTasks } from './roll-tasks.ts';

/** A new year's plan from an earlier one (有进有退、滚动实施): what is not named is kept. The old year is only read. */
export async function createCampaign(ctx: Context, input: RollOver, ifMatch: number) {
  await rollOver(ctx, input, ifMatch);
  return getCampaign(ctx, input.year);
}

/** The same, rolled back, beside the old year. */
export async function previewCampaign(ctx: Context, input: RollOver): Promise<Shown> {
  return rollOver(ctx, input, null);
}

/** What would be created, and a number that stands for all of it. */
interface Shown {
  data: RollOverPreview;
  version: number;
}

/** The plan after the next can be prepared; what lies beyond is a mistyped year. */
const YEARS_AHEAD = 2;

/** @param shown the number of the preview that is to be created; null for a preview. @throws ProblemError roll_over_moved */
async function rollOver(ctx: Context, input: RollOver, shown: number | null): Promise<Shown> {
  const { year, copyOf } = input;
  refusePersonalInfo('方案名称', { '/title': input.title });
  const last = Number(dateOf(ctx.clock()).slice(0, 4)) + YEARS_AHEAD;
  if (year > last) throw problemAt('/year', 'campaign_year_too_far', { last });
  try {
    return await inMode(ctx, shown === null ? 'dry_run' : 'atomic', async (tx) => {
      await lockPlans(tx);
      // Not locked for writing: whoever edits the old year meanwhile is not in the way, and neither are we.
      const [source] = await tx.select().from(campaigns).where(eq(campaigns.year, copyOf)).for('share');
      if (!source) throw new ProblemError('not_found');
      await checkDropped(tx, source.id, input);
      const campaign = await copyPlan(tx, source, {
        year,
        title: input.title?.trim(),
        dropped: { projects: input.projects?.drop ?? [], tasks: input.tasks?.drop ?? [] },
      });
      await edit(ctx, tx, campaign, input);
      if (input.cards) await carryCards(ctx, tx, source, campaign);
      await recomputePlan(tx, await loadCalendar(tx), { campaignId: campaign.id, now: null });
      const inside = { ...ctx, db: tx };
      const comparison = await comparePlans(inside, year, copyOf);
      await audit(tx, ctx, {
        action: 'campaign.create',
        entity: 'campaign',
        entityId: campaign.id,
        after: { year, title: campaign.title, copyOf, ...saidOf(comparison) },
      });
      const calendar = await loadCalendar(tx);
      const owed = await readObligations(inside, eq(tasks.campaignId, campaign.id));
      const data = {
        title: campaign.title,
        comparison,
        overdue: owed.filter((row) => viewOf(row, ctx.clock(), calendar).status === 'overdue').length,
        left: await leftBehind(tx, source.id),
      };
      const version = await fingerprint(inside, data);
      if (shown !== null && shown !== version) throw new ProblemError('roll_over_moved');
      return { data, version };
    });
  } catch (error) {
    throw isUniqueViolation(error, 'campaigns_year_unique') ? new ProblemError('campaign_exists', { year }) : error;
  }
}

/** A number for what is shown and for all else that is created, its ids apart; it fits an ETag like that of any version. */
async function fingerprint(ctx: Context, { comparison, ...preview }: RollOverPreview): Promise<number> {
  const { projects: ofProjects, tasks: ofTasks, year } = comparison;
  const { data: plan } = await getCampaign(ctx, year);
  const { items } = await listTasks(ctx, { year, limit: ALL_TASKS });
  const ofPlan = await ctx.db
    .select({ no: projects.no, note: projects.note, sample: projects.sample })
    .from(projects)
    .where(eq(projects.campaignId, plan.id))
    .orderBy(projects.no);
  const { title, materialHeading, correctionDays, settings, workstreams, groups, phases } = plan;
  const made = {
    plan: { title, materialHeading, correctionDays, settings, workstreams, groups },
    // Not which of them runs today.
    phases: phases.map(({ code, name, from, to, work }) => ({ code, name, from, to, work })),
    projects: ofPlan,
    tasks: items.map(({ id: _id, version: _version, ...task }) => task),
  };
  const content = JSON.stringify({ preview, projects: ofProjects, tasks: ofTasks, made });
  return createHash('sha256').update(content).digest().readUIntBE(0, 6);
}

/** By the editors of a year that stands: what they refuse there, they refuse here. */
async function edit(ctx: Context, tx: Tx, campaign: { id: string; year: number }, input: RollOver): Promise<void> {
  if (input.phases) await writePhases(tx, campaign, input.phases);
  // Tasks may name groups that are new.
  if (input.groups) await writeGroups(tx, campaign.id, input.groups);
  await rollTasks(ctx, tx, campaign, input.tasks ?? {});
  await rollProjects(tx, campaign, input.projects ?? {});
}

/** @throws ProblemError roll_over_invalid, at what is to be dropped and is not there */
async function checkDropped(tx: Tx, campaignId: string, input: RollOver): Promise<void> {
  const own = await tx.select({ no: projects.no }).from(projects).where(eq(projects.campaignId, campaignId));
  const numbers = new Set(own.map(({ no }) => no));
  input.projects?.drop?.forEach((no, i) => {
    if (!numbers.has(no))
      throw problemAt(`/projects/drop/${i}`, 'roll_over_invalid', { reason: `没有序号为 ${no} 的项目可以退出` });
  });
  const current = await tx
    .select({ code: tasks.code })
    .from(tasks)
    .where(and(eq(tasks.campaignId, campaignId), isNull(tasks.retiredAt)));
  const codes = new Set(current.map(({ code }) => code));
  input.tasks?.drop?.forEach((code, i) => {
    if (!codes.has(code))
      throw problemAt(`/tasks/drop/${i}`, 'roll_over_invalid', { reason: `没有编号为 ${code} 的任务可以退出` });
  });
}

/** What the audit keeps of it: how many go on, and which went, came or are others now. */
function saidOf({ projects: ofProjects, tasks: ofTasks }: PlanComparison) {
  const said = <T>(pairs: { state: PlanPairState; from: T | null; to: T | null }[], name: (row: T) => string) => {
    const named = (state: PlanPairState): string[] =>
      pairs.flatMap(({ state: is, from, to }) => {
        const row = to ?? from;
        return is === state && row ? [name(row)] : [];
      });
    return { kept: named('kept').length, dropped: named('dropped'), new: named('new'), adjusted: named('changed') };
  };
  return {
    projects: said(ofProjects, ({ no, name }) => `${no} ${name}`),
    // What the old year had retired itself is nobody's decision here.
    tasks: said(
      ofTasks.filter(({ from, to }) => to !== null || from?.retired === false),
      ({ code, title }) => `${code} ${title}`,
    ),
  };
}
