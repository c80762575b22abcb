import { createCalendar, type CalendarYear, type WorkCalendar } from '@nuanxin/domain';
import type { Db } from '../../db/connect.ts';
import { calendarYears } from '../../db/schema/index.ts';

type Row = typeof calendarYears.$inferSelect;

export function toYear({ year, notice, issuedOn, holidays, makeup }: Row): CalendarYear {
  return { year, status: 'published', notice, issuedOn, holidays, makeup };
}

/** The calendar of all published years; the rest is projected by its rules. */
export async function loadCalendar(db: Db): Promise<WorkCalendar> {
  return createCalendar((await db.select().from(calendarYears)).map(toYear));
}
