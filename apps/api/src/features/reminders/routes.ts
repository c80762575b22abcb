import type { Route } from '../../routes.ts';
import { previewRule } from './automatic.ts';
import { exportReminders } from './export.ts';
import { listReminders } from './list.ts';
import { previewReminders, readReminder, remind } from './reminders.ts';
import { getRule, putRule } from './rules.ts';
import type { Means } from './send.ts';
import { listTemplates, previewTemplate, putTemplate } from './templates.ts';

export function reminderRoutes(route: Route, means: Means): void {
  route('listReminders', async ({ query, ctx }) => listReminders(ctx, query));
  route('exportReminders', async ({ params, query, ctx }) => exportReminders(ctx, params.format, query));
  route('remind', async ({ body, ctx }) => remind(ctx, means, body));
  route('previewReminders', async ({ body, ctx }) => previewReminders(ctx, means, body));
  route('readReminder', async ({ params, ctx }) => readReminder(ctx, params.id));
  route('getReminderRule', async ({ params, ctx }) => getRule(ctx.db, params.year));
  route('putReminderRule', async ({ params, body, ifMatch, ctx }) => putRule(ctx, params.year, body, ifMatch));
  route('previewReminderRule', async ({ params, body, ctx }) => previewRule(ctx, params.year, body));
  route('listReminderTemplates', async ({ ctx }) => listTemplates(ctx));
  route('putReminderTemplate', async ({ params, body, ifMatch, ctx }) =>
    putTemplate(ctx, params.template, body, ifMatch),
  );
  route('previewReminderTemplate', async ({ params, body, ctx }) => previewTemplate(ctx, means, params.template, body));
}
