import type { Route } from '../../routes.ts';
import { exportStatistics } from './export.ts';
import { getPictures } from './pictures.ts';
import { listFigureSources } from './sources.ts';
import { getStatistics } from './statistics.ts';
import { exportSummary } from './summary.ts';
import { createFigureView, deleteFigureView, listFigureViews, updateFigureView } from './views.ts';

export function statisticsRoutes(route: Route): void {
  route('getStatistics', async ({ query, ctx }) => getStatistics(ctx, query));
  route('exportStatistics', async ({ params, query, ctx }) => exportStatistics(ctx, params.format, query));
  route('exportSummary', async ({ query, ctx }) => exportSummary(ctx, query));
  route('getPictures', async ({ query, ctx }) => getPictures(ctx, query));
  route('listFigureSources', async ({ query, ctx }) => listFigureSources(ctx, query));
  route('listFigureViews', async ({ ctx }) => listFigureViews(ctx));
  route('createFigureView', async ({ body, ctx }) => createFigureView(ctx, body));
  route('updateFigureView', async ({ params, body, ifMatch, ctx }) => updateFigureView(ctx, params.id, body, ifMatch));
  route('deleteFigureView', async ({ params, ifMatch, ctx }) => deleteFigureView(ctx, params.id, ifMatch));
}
