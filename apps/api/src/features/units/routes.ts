import type { Route } from '../../routes.ts';
import { listUploadOf } from '../imports/list-import.ts';
import { exportUnits, importUnits } from './import.ts';
import { createUnit, getUnit, listUnits, updateUnit } from './units.ts';
import { getUnitYear } from './year.ts';

export function unitRoutes(route: Route): void {
  route('listUnits', async ({ query, ctx }) => listUnits(ctx, query));
  route('exportUnits', async ({ params, query, ctx }) => exportUnits(ctx, params.format, query));
  route('importUnits', async ({ body, ctx }) => importUnits(ctx, listUploadOf(body)));
  route('getUnit', async ({ params, ctx }) => getUnit(ctx.db, params.id));
  route('getUnitYear', async ({ params, query, ctx }) => getUnitYear(ctx, params.code, query.year));
  route('createUnit', async ({ body, ctx }) => createUnit(ctx, body));
  route('updateUnit', async ({ params, body, ifMatch, ctx }) => updateUnit(ctx, params.id, body, ifMatch));
}
