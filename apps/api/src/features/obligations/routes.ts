import type { Route } from '../../routes.ts';
import {
  getObligation,
  grantExemption,
  grantExtension,
  listObligations,
  revokeExemption,
  revokeExtension,
  settleObligations,
} from './obligations.ts';

export function obligationRoutes(route: Route): void {
  route('listObligations', async ({ query, ctx }) => listObligations(ctx, query));
  route('getObligation', async ({ params, ctx }) => getObligation(ctx, params.id));
  route('grantExtension', async ({ params, body, ctx }) => grantExtension(ctx, params.id, body));
  route('revokeExtension', async ({ params, ctx }) => revokeExtension(ctx, params.id));
  route('grantExemption', async ({ params, body, ctx }) => grantExemption(ctx, params.id, body));
  route('revokeExemption', async ({ params, ctx }) => revokeExemption(ctx, params.id));
  route('settleObligations', async ({ body, ctx }) => settleObligations(ctx, body));
}
