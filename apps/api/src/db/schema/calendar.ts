import { date, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { version } from './columns.ts';

/** Published years; a year that is not here is projected by the rules and marked. */
export const calendarYears = pgTable('calendar_years', {
  year: integer().primaryKey(),
  notice: text().notNull(),
  issuedOn: date({ mode: 'string' }),
  holidays: jsonb().$type<{ name: string; from: string; to: string }[]>().notNull(),
  makeup: date({ mode: 'string' }).array().notNull(),
  version: version(),
});
