import type { Route } from '../../routes.ts';
import { listDeadlines } from './deadlines.ts';
import { exportDeadlines } from './export.ts';

export function deadlineRoutes(route: Route): void {
  route('listDeadlines', async ({ query, ctx }) => listDeadlines(ctx, query));
  route('exportDeadlines', async ({ query, ctx }) => exportDeadlines(ctx, query));
}
