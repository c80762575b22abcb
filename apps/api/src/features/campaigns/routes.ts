import type { Route } from '../../routes.ts';
import { getCampaign, listCampaigns } from './campaigns.ts';
import { comparePlans } from './compare.ts';
import { comparisonList } from './compare-list.ts';
import { createCampaign, previewCampaign } from './create.ts';
import { deleteCampaign } from './delete.ts';
import { putGroups } from './groups.ts';
import { putPhases } from './phases.ts';
import { updateSettings } from './settings.ts';

export function campaignRoutes(route: Route): void {
  route('listCampaigns', async ({ ctx }) => listCampaigns(ctx));
  route('getCampaign', async ({ params, ctx }) => getCampaign(ctx, params.year));
  route('updateCampaign', async ({ params, body, ifMatch, ctx }) =>
    updateSettings(ctx, params.year, body.settings, ifMatch),
  );
  route('putPhases', async ({ params, body, ifMatch, ctx }) => putPhases(ctx, params.year, body, ifMatch));
  route('putGroups', async ({ params, body, ifMatch, ctx }) => putGroups(ctx, params.year, body, ifMatch));
  route('createCampaign', async ({ body, ifMatch, ctx }) => createCampaign(ctx, body, ifMatch));
  route('previewCampaign', async ({ body, ctx }) => previewCampaign(ctx, body));
  route('deleteCampaign', async ({ params, ifMatch, ctx }) => deleteCampaign(ctx, params.year, ifMatch));
  route('compareCampaigns', async ({ params, query, ctx }) => comparePlans(ctx, params.year, query.with));
  route('exportComparison', async ({ params, query, ctx }) =>
    comparisonList(ctx, params.year, query.with, params.format),
  );
}
