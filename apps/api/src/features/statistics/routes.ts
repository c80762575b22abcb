import type { Route } from '../../routes.ts';
import { listFigureSources } from './sources.ts';
import { getStatistics } from './statistics.ts';

export function statisticsRoutes(route: Route): void {
  route('getStatistics', async ({ query, ctx }) => getStatistics(ctx, query));
  route('listFigureSources', async ({ query, ctx }) => listFigureSources(ctx, query));
}
