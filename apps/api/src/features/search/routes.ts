import type { Route } from '../../routes.ts';
import { search } from './search.ts';

export function searchRoutes(route: Route): void {
  route('search', async ({ query, ctx }) => search(ctx, query));
}
