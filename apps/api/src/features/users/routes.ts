import type { Route } from '../../routes.ts';
import { listSignIns } from '../auth/sign-ins.ts';
import { listUploadOf } from '../imports/list-import.ts';
import { exportUsers, importUsers } from './import.ts';
import { inviteUser, inviteUsers, revokeInvitation } from './invite.ts';
import { listUsers } from './list.ts';
import { createUser, getUser, updateUser } from './users.ts';

export function userRoutes(route: Route): void {
  route('listUsers', async ({ query, ctx }) => listUsers(ctx, query));
  route('exportUsers', async ({ params, query, ctx }) => exportUsers(ctx, params.format, query));
  route('importUsers', async ({ body, ctx }) => importUsers(ctx, listUploadOf(body)));
  route('getUser', async ({ params, ctx }) => getUser(ctx, params.id));
  route('createUser', async ({ body, ctx }) => createUser(ctx, body));
  route('updateUser', async ({ params, body, ifMatch, ctx }) => updateUser(ctx, params.id, body, ifMatch));
  route('inviteUser', async ({ params, ctx }) => inviteUser(ctx, params.id));
  route('revokeInvitation', async ({ params, ctx }) => revokeInvitation(ctx, params.id));
  route('inviteUsers', async ({ body, ctx }) => inviteUsers(ctx, body.ids, body.page));
  route('listUserSignIns', async ({ params, query, ctx }) => {
    await getUser(ctx, params.id);
    return listSignIns(ctx, params.id, query);
  });
}
