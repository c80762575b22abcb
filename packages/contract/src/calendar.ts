import { Type, type Static } from 'typebox';
import { Closed, Day, Nullable, Said, Words, Year } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { Deadline } from './deadlines.ts';

const HolidayRange = Closed({ name: Said(20), from: Day, to: Day });

export const CalendarYear = Type.Object(
  {
    year: Year,
    status: Words(['published', 'projected'], { description: 'projected：放假安排尚未公布，仅为推算' }),
    notice: Nullable(Type.String({ description: '文号' })),
    issuedOn: Nullable(Day),
    holidays: Type.Array(HolidayRange),
    makeup: Type.Array(Day, { description: '调休上班日' }),
  },
  { title: 'CalendarYear' },
);
export type CalendarYear = Static<typeof CalendarYear>;

const everyone = { roles, rows: 'all' } as const;
const byYear = Closed({ year: Year });

export const calendarEndpoints = {
  listCalendarYears: endpoint({
    method: 'GET',
    path: '/calendar/years',
    tag: 'calendar',
    summary: 'Published years and the next projected one',
    access: everyone,
    status: 200,
    reply: Type.Object({ items: Type.Array(CalendarYear), nextCursor: Type.Null() }),
    problems: [],
  }),
  getCalendarYear: endpoint({
    method: 'GET',
    path: '/calendar/years/{year}',
    tag: 'calendar',
    summary: 'Days off and make-up working days of a year; a year without a notice is projected and says so',
    access: everyone,
    params: byYear,
    status: 200,
    etag: true,
    reply: CalendarYear,
    problems: [],
  }),
  putCalendarYear: endpoint({
    method: 'PUT',
    path: '/calendar/years/{year}',
    tag: 'calendar',
    summary: "Enter the State Council's notice of a year; deadlines that depend on it are computed anew",
    access: { roles: ['office'], rows: 'all' },
    params: byYear,
    body: Closed({
      notice: Said(100),
      issuedOn: Nullable(Day),
      holidays: Type.Array(HolidayRange, { minItems: 1, maxItems: 20 }),
      makeup: Type.Array(Day, { maxItems: 30, uniqueItems: true }),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Type.Object({
      year: CalendarYear,
      moved: Type.Array(Type.Object({ deadline: Deadline, from: Day, to: Day })),
    }),
    problems: ['calendar_year_invalid'],
  }),
} as const;
