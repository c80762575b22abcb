import type { Campaign, PlanChange, PlanMode } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { campaigns } from '../../db/schema/index.ts';
import { checkVersion } from '../../routes.ts';
import { getCampaign } from './campaigns.ts';
import { changePlan } from './change-plan.ts';

interface Edit {
  year: number;
  mode: PlanMode;
  ifMatch: number;
  /** Name of what is edited, in action and content of the audit's entry. */
  part: 'phases' | 'groups';
  write(tx: Db, campaign: { id: string; year: number }): Promise<void>;
  /** What is edited as it stands, one sentence each. */
  said(tx: Db, campaignId: string): Promise<string[]>;
}

/** An edit of what the year as a whole is made of: by the version that the caller saw, and deadlines follow. */
export async function editCampaign(
  ctx: Context,
  { year, mode, ifMatch, part, write, said }: Edit,
): Promise<{ data: { campaign: Campaign; change: PlanChange }; version: number }> {
  return inMode(ctx, mode, async (tx) => {
    const { change } = await changePlan(ctx, tx, year, async (campaign) => {
      checkVersion(campaign, ifMatch);
      const before = await said(tx, campaign.id);
      await write(tx, campaign);
      await tx
        .update(campaigns)
        .set({ version: campaign.version + 1 })
        .where(eq(campaigns.id, campaign.id));
      await audit(tx, ctx, {
        action: `campaign.${part}`,
        entity: 'campaign',
        entityId: campaign.id,
        before: { [part]: before },
        after: { [part]: await said(tx, campaign.id) },
      });
    });
    const { data: campaign, version } = await getCampaign({ ...ctx, db: tx }, year);
    return { data: { campaign, change }, version };
  });
}
