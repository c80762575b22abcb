import type { Route } from '../../routes.ts';
import { getForm, listForms } from './forms.ts';
import { templateOf } from './template.ts';
import { forgetLabel, listLabels } from './labels.ts';
import { listVersions, publishForm } from './versions.ts';

export function formRoutes(route: Route): void {
  route('listForms', async ({ ctx }) => listForms(ctx.db));
  route('getForm', async ({ params, query, ctx }) => getForm(ctx.db, params.code, query));
  route('listFormVersions', async ({ params, ctx }) => listVersions(ctx.db, params.code));
  route('publishForm', async ({ params, body, ifMatch, ctx }) => publishForm(ctx, params.code, body, ifMatch));
  route('getFormTemplate', async ({ params, query, ctx }) => templateOf(ctx, { form: params.code, ...query }));
  route('listFormLabels', async ({ params, ctx }) => listLabels(ctx, params.code));
  route('forgetFormLabel', async ({ params, ctx }) => forgetLabel(ctx, params.code, params.id));
}
