import type { Route } from '../../routes.ts';
import { listDeadlines } from './deadlines.ts';
import { exportDeadlineList } from './export-list.ts';
import { exportDeadlines } from './export.ts';

export function deadlineRoutes(route: Route): void {
  route('listDeadlines', async ({ query, ctx }) => listDeadlines(ctx, query));
  route('exportDeadlineList', async ({ params, query, ctx }) => exportDeadlineList(ctx, params.format, query));
  route('exportDeadlines', async ({ query, ctx }) => exportDeadlines(ctx, query));
}
