import type { Route } from '../../routes.ts';
import { getCalendarYear, listCalendarYears, putCalendarYear } from './calendar.ts';

export function calendarRoutes(route: Route): void {
  route('listCalendarYears', async ({ ctx }) => listCalendarYears(ctx));
  route('getCalendarYear', async ({ params, ctx }) => getCalendarYear(ctx.db, params.year));
  route('putCalendarYear', async ({ params, body, ifMatch, ctx }) => putCalendarYear(ctx, params.year, body, ifMatch));
}
