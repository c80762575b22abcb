import type { PlanComparison, PlanMode, RollOver, RollOverPreview } from '@nuanxin/contract';
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
import { comparePlans } from './compare.ts';
import { copyPlan } from './copy-plan.ts';
import { leftBehind } from './left-behind.ts';
import { writeGroups } from './groups.ts';
import { writePhases } from './phases.ts';
import { carryCards, rollProjects } from './roll-projects.ts';
import { rollTasks } from './roll-tasks.ts';

/** A new year's plan from an earlier one (有进有退、滚动实施): what is not named is kept. The old year is only read. */
export async function createCampaign(ctx: Context, input: RollOver) {
  await rollOver(ctx, input, 'atomic');
  return getCampaign(ctx, input.year);
}

/** The same, rolled back, beside the old year. */
export async function previewCampaign(ctx: Context, input: RollOver): Promise<RollOverPreview> {
  return rollOver(ctx, input, 'dry_run');
}

/** The plan after the next can be prepared; what lies beyond is a mistyped year. */
const YEARS_AHEAD = 2;

async function rollOver(ctx: Context, input: RollOver, mode: PlanMode): Promise<RollOverPreview> {
  const { year, copyOf } = input;
  refusePersonalInfo('方案名称', { '/title': input.title });
  const last = Number(dateOf(ctx.clock()).slice(0, 4)) + YEARS_AHEAD;
  if (year > last) throw problemAt('/year', 'campaign_year_too_far', { last });
  try {
    return await inMode(ctx, mode, async (tx) => {
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
      return {
        title: campaign.title,
        comparison,
        overdue: owed.filter((row) => viewOf(row, ctx.clock(), calendar).status === 'overdue').length,
        left: await leftBehind(tx, source.id),
      };
    });
  } catch (error) {
    throw isUniqueViolation(error, 'campaigns_year_unique') ? new ProblemError('campaign_exists', { year }) : error;
  }
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
    tasks: said(ofTasks, ({ code, title }) => `${code} ${title}`),
  };
}
