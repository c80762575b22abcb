import type { Route } from '../../routes.ts';
import { getOverview } from './overview.ts';

export function overviewRoutes(route: Route): void {
  route('getOverview', async ({ query, ctx }) => getOverview(ctx, query.year));
}
