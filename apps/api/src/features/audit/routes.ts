import type { Route } from '../../routes.ts';
import { exportAudit } from './export.ts';
import { listAudit } from './list.ts';

export function auditRoutes(route: Route): void {
  route('listAudit', async ({ query, ctx }) => listAudit(ctx, query));
  route('exportAudit', async ({ params, query, ctx }) => exportAudit(ctx, params.format, query));
}
