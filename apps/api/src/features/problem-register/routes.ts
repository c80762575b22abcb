import type { Route } from '../../routes.ts';
import { exportProblems } from './export.ts';
import { listProblems } from './list.ts';
import { getProblem } from './read.ts';
import { registerProblem, updateProblem } from './register.ts';
import { step, stepAll } from './steps.ts';

export function problemRegisterRoutes(route: Route): void {
  route('listProblems', async ({ query, ctx }) => listProblems(ctx, query));
  route('exportProblems', async ({ params, query, ctx }) => exportProblems(ctx, params.format, query));
  route('getProblem', async ({ params, ctx }) => getProblem(ctx, params.id));
  route('registerProblem', async ({ body, ctx }) => registerProblem(ctx, body));
  route('updateProblem', async ({ params, body, ifMatch, ctx }) => updateProblem(ctx, params.id, body, ifMatch));
  route('assignProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'assign', ...body }, ifMatch),
  );
  route('submitProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'submit', ...body }, ifMatch),
  );
  route('verifyProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'verify', ...body }, ifMatch),
  );
  route('sendBackProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'send_back', ...body }, ifMatch),
  );
  route('closeProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'close', ...body }, ifMatch),
  );
  route('voidProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'void', ...body }, ifMatch),
  );
  route('reopenProblem', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, { action: 'reopen', ...body }, ifMatch),
  );
  route('assignProblems', async ({ body: { items, ...body }, ctx }) =>
    stepAll(ctx, items, { action: 'assign', ...body }),
  );
  route('closeProblems', async ({ body: { items, ...body }, ctx }) =>
    stepAll(ctx, items, { action: 'close', ...body }),
  );
}
