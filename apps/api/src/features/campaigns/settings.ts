import type { Campaign } from '@nuanxin/contract';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import { campaigns, type CampaignSettings } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { getCampaign } from './campaigns.ts';

/** Sets what the notice leaves open (R46) and what is public; null and false turn it off again, what is not given stays. */
export async function updateSettings(
  ctx: Context,
  year: number,
  given: Partial<Campaign['settings']>,
  ifMatch: number,
) {
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(campaigns).where(eq(campaigns.year, year)).for('update');
    if (!row) throw new ProblemError('not_found');
    checkVersion(row, ifMatch);
    const all = Object.entries({ ...row.settings, ...given });
    const settings = Object.fromEntries(
      all.filter(([, value]) => value !== null && value !== false),
    ) as CampaignSettings;
    await tx
      .update(campaigns)
      .set({ settings, version: row.version + 1 })
      .where(eq(campaigns.id, row.id));
    await audit(tx, ctx, {
      action: 'campaign.update',
      entity: 'campaign',
      entityId: row.id,
      before: row.settings,
      after: settings,
    });
  });
  return getCampaign(ctx, year);
}
