import type { Route } from '../../routes.ts';
import { getCalendarYear, listCalendarYears, previewCalendarYear, putCalendarYear } from './calendar.ts';
import { getCalendarDays } from './days.ts';

export function calendarRoutes(route: Route): void {
  route('listCalendarYears', async ({ ctx }) => listCalendarYears(ctx));
  route('getCalendarYear', async ({ params, ctx }) => getCalendarYear(ctx.db, params.year));
  route('previewCalendarYear', async ({ params, body, ctx }) => previewCalendarYear(ctx, params.year, body));
  route('putCalendarYear', async ({ params, body, ifMatch, ctx }) => putCalendarYear(ctx, params.year, body, ifMatch));
  route('getCalendarDays', async ({ query, ctx }) => getCalendarDays(ctx, query));
}
