import type { Route } from '../../routes.ts';
import { exportObligations } from './export.ts';
import { askExtension, withdrawExtensionRequest } from './extension-requests.ts';
import {
  answerExtensionRequest,
  grantExemption,
  grantExtension,
  revokeExemption,
  revokeExtension,
  settleObligations,
} from './grants.ts';
import { stateNothing, takeBackNothing } from './nothing.ts';
import { getObligation, listObligations } from './obligations.ts';

export function obligationRoutes(route: Route): void {
  route('listObligations', async ({ query, ctx }) => listObligations(ctx, query));
  route('exportObligations', async ({ params, query, ctx }) => exportObligations(ctx, params.format, query));
  route('getObligation', async ({ params, ctx }) => getObligation(ctx, params.id));
  route('grantExtension', async ({ params, body, ifMatch, ctx }) => grantExtension(ctx, params.id, body, ifMatch));
  route('revokeExtension', async ({ params, ifMatch, ctx }) => revokeExtension(ctx, params.id, ifMatch));
  route('askExtension', async ({ params, body, ifMatch, ctx }) => askExtension(ctx, params.id, body, ifMatch));
  route('withdrawExtensionRequest', async ({ params, ifMatch, ctx }) =>
    withdrawExtensionRequest(ctx, params.id, ifMatch),
  );
  route('answerExtensionRequest', async ({ params, body, ifMatch, ctx }) =>
    answerExtensionRequest(ctx, params.id, body, ifMatch),
  );
  route('grantExemption', async ({ params, body, ifMatch, ctx }) => grantExemption(ctx, params.id, body, ifMatch));
  route('revokeExemption', async ({ params, ifMatch, ctx }) => revokeExemption(ctx, params.id, ifMatch));
  route('stateNothing', async ({ params, body, ifMatch, ctx }) => stateNothing(ctx, params.id, body.reason, ifMatch));
  route('takeBackNothing', async ({ params, ifMatch, ctx }) => takeBackNothing(ctx, params.id, ifMatch));
  route('settleObligations', async ({ body, ctx }) => settleObligations(ctx, body));
}
