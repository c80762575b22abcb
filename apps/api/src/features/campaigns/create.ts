import type { PlanMode, RollOver, RollOverPreview } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { lockPlans } from '../../db/locks.ts';
import { campaigns } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { recomputePlan } from '../deadlines/recompute.ts';
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

async function rollOver(ctx: Context, input: RollOver, mode: PlanMode): Promise<RollOverPreview> {
  const { year, copyOf } = input;
  refusePersonalInfo('方案名称', { '/title': input.title });
  try {
    return await inMode(ctx, mode, async (tx) => {
      await lockPlans(tx);
      // Not locked for writing: whoever edits the old year meanwhile is not in the way, and neither are we.
      const [source] = await tx.select().from(campaigns).where(eq(campaigns.year, copyOf)).for('share');
      if (!source) throw new ProblemError('not_found');
      const campaign = await copyPlan(tx, source, {
        year,
        title: input.title?.trim(),
        dropped: { projects: input.projects?.drop ?? [], tasks: input.tasks?.drop ?? [] },
      });
      await edit(ctx, tx, campaign, input);
      if (input.cards) await carryCards(ctx, tx, source, campaign);
      await recomputePlan(tx, await loadCalendar(tx), { campaignId: campaign.id, now: null });
      await audit(tx, ctx, {
        action: 'campaign.create',
        entity: 'campaign',
        entityId: campaign.id,
        after: {
          year,
          title: campaign.title,
          copyOf,
        },
      });
      return {
        title: campaign.title,
        comparison: await comparePlans({ ...ctx, db: tx }, year, copyOf),
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
