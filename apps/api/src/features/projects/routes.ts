import type { Route } from '../../routes.ts';
import { listUploadOf } from '../imports/list-import.ts';
import { exportProjects, importProjects } from './import.ts';
import { getPolicyCard, savePolicyCard } from './policy-card.ts';
import { getProject, listProjects, updateProject } from './projects.ts';

export function projectRoutes(route: Route): void {
  route('listProjects', async ({ query, ctx }) => {
    const { items, nextCursor } = await listProjects(ctx, query);
    return { items, nextCursor };
  });
  route('exportProjects', async ({ params, query, ctx }) => exportProjects(ctx, params.format, query));
  route('importProjects', async ({ body, ctx }) => importProjects(ctx, listUploadOf(body), body.year));
  route('getProject', async ({ params, ctx }) => getProject(ctx, params.id));
  route('updateProject', async ({ params, body, ifMatch, ctx }) => updateProject(ctx, params.id, body, ifMatch));
  route('getPolicyCard', async ({ params, query, ctx }) => getPolicyCard(ctx, params.id, query.number));
  route('savePolicyCard', async ({ params, body, ifMatch, ctx }) => savePolicyCard(ctx, params.id, body, ifMatch));
}
