import type { Route } from '../../routes.ts';
import { createUser, getUser, listUsers, resetPassword, updateUser } from './users.ts';

export function userRoutes(route: Route): void {
  route('listUsers', async ({ query, ctx }) => listUsers(ctx, query));
  route('getUser', async ({ params, ctx }) => getUser(ctx.db, params.id));
  route('createUser', async ({ body, ctx }) => createUser(ctx, body));
  route('updateUser', async ({ params, body, ifMatch, ctx }) => updateUser(ctx, params.id, body, ifMatch));
  route('resetPassword', async ({ params, body, ctx }) => resetPassword(ctx, params.id, body.password));
}
