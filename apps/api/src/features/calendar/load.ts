import { createCalendar, missingNotices, type CalendarYear, type WorkCalendar } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
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

/** Years whose notice should have been entered by now. */
export async function listMissingNotices({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<number[]> {
  const published = await db.select({ year: calendarYears.year }).from(calendarYears);
  return missingNotices(
    published.map(({ year }) => year),
    clock(),
  );
}
