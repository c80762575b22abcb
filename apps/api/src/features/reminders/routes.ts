import type { Route } from '../../routes.ts';
import { listReminders } from './list.ts';
import { readReminder, remind } from './reminders.ts';

export function reminderRoutes(route: Route): void {
  route('listReminders', async ({ query, ctx }) => listReminders(ctx, query));
  route('remind', async ({ body, ctx }) => remind(ctx, body));
  route('readReminder', async ({ params, ctx }) => readReminder(ctx, params.id));
}
