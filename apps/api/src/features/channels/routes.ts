import type { Deps } from '../../context.ts';
import type { Route } from '../../routes.ts';
import { createChannel, deleteChannel, listChannels, retryMessage, testChannel, updateChannel } from './channels.ts';
import { sealWith } from './seal.ts';

export function channelRoutes(route: Route, deps: Pick<Deps, 'config' | 'jobs'>): void {
  const seal = sealWith(deps.config.jwtSecret);
  route('listChannels', async ({ ctx }) => listChannels(ctx, seal));
  route('createChannel', async ({ body, ctx }) => createChannel(ctx, seal, deps, body));
  route('updateChannel', async ({ params, body, ifMatch, ctx }) =>
    updateChannel(ctx, seal, deps, params.id, body, ifMatch),
  );
  route('deleteChannel', async ({ params, ifMatch, ctx }) => deleteChannel(ctx, seal, params.id, ifMatch));
  route('testChannel', async ({ params, body, ctx }) => testChannel(ctx, seal, deps, params.id, body.to));
  route('retryMessage', async ({ params, ctx }) => retryMessage(ctx, deps, params.id));
}
