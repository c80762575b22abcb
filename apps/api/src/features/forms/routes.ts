import type { Route } from '../../routes.ts';
import { findForm, listForms } from './forms.ts';
import { templateOf } from './template.ts';
import { forgetLabel, listLabels } from './labels.ts';

export function formRoutes(route: Route): void {
  route('listForms', async ({ ctx }) => listForms(ctx.db));
  route('getForm', async ({ params, query, ctx }) => (await findForm(ctx.db, params.code, query.version)).definition);
  route('getFormTemplate', async ({ params, query, ctx }) => templateOf(ctx, { form: params.code, ...query }));
  route('listFormLabels', async ({ params, ctx }) => listLabels(ctx, params.code));
  route('forgetFormLabel', async ({ params, ctx }) => forgetLabel(ctx, params.code, params.id));
}
