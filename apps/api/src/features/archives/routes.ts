import type { Deps } from '../../context.ts';
import type { Route } from '../../routes.ts';
import { createArchive, getArchive, listArchives, sendArchive } from './archives.ts';

export function archiveRoutes(route: Route, deps: Deps): void {
  route('createArchive', async ({ params, ctx }) => createArchive(ctx, deps, params.year));
  route('listArchives', async ({ params, ctx }) => listArchives(ctx, deps, params.year));
  route('getArchive', async ({ params, ctx }) => getArchive(ctx, deps, params.id));
  route('getArchiveFile', async ({ params, query, ctx, reply }) =>
    sendArchive(ctx, deps, { ...params, ...query }, reply),
  );
}
