import type { Route } from '../../routes.ts';
import { createTask, updateTask } from './edit.ts';
import { exportTasks } from './export.ts';
import { getTask, listTasks } from './tasks.ts';

export function taskRoutes(route: Route): void {
  route('listTasks', async ({ query, ctx }) => listTasks(ctx, query));
  route('exportTasks', async ({ params, query, ctx }) => exportTasks(ctx, params.format, query));
  route('getTask', async ({ params, ctx }) => getTask(ctx.db, params.id));
  route('createTask', async ({ body, ctx }) => createTask(ctx, body));
  route('updateTask', async ({ params, body, ifMatch, ctx }) => updateTask(ctx, params.id, body, ifMatch));
}
