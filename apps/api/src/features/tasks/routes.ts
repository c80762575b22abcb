import type { Route } from '../../routes.ts';
import { getTask, listTasks } from './tasks.ts';

export function taskRoutes(route: Route): void {
  route('listTasks', async ({ query, ctx }) => listTasks(ctx, query));
  route('getTask', async ({ params, ctx }) => getTask(ctx.db, params.id));
}
