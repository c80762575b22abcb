import type { Route } from '../../routes.ts';
import { listDeadlines } from './deadlines.ts';

export function deadlineRoutes(route: Route): void {
  route('listDeadlines', async ({ query, ctx }) => listDeadlines(ctx, query));
}
