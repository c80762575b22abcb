import { Type, type Static } from 'typebox';
import { Closed, Day, Name, Nullable, Words, Year } from './common.ts';
import { endpoint, readers, roles } from './endpoint.ts';
import { Deadline, dueEffects } from './deadlines.ts';
import { Obligation } from './obligations.ts';

const HolidayRange = Closed({ name: Name(20), from: Day, to: Day });

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

export const CalendarDay = Type.Object(
  {
    date: Type.String({ format: 'date' }),
    weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 为周一' }),
    working: Type.Boolean(),
    kind: Words(['workday', 'weekend', 'holiday', 'makeup'], { description: 'makeup：调休上班' }),
    name: Nullable(Type.String({ description: '节日' })),
    projected: Type.Boolean({ description: '该年放假安排尚未公布，仅为推算' }),
  },
  { title: 'CalendarDay' },
);
export type CalendarDay = Static<typeof CalendarDay>;

/** Years whose notice should be there by now. */
export const MissingNotices = Type.Array(Year, {
  description: '放假安排应录入而未录入的年份：本年；11月1日起还有下一年',
});

export const DeadlineChange = Type.Object(
  {
    deadline: Deadline,
    from: Type.String({ format: 'date', description: '原来的最后一天' }),
    to: Day,
    over: Type.Boolean({ description: '变动前或变动后的最后一天已过' }),
    wasProvisional: Type.Boolean({ description: '原为暂定' }),
    units: Type.Integer({ description: '受影响的单位数：免报的、已延期到更晚的不计' }),
  },
  { title: 'DeadlineChange' },
);
export type DeadlineChange = Static<typeof DeadlineChange>;

const changes = {
  moved: Type.Array(DeadlineChange, { description: '最后一天变动的时限' }),
  confirmed: Type.Array(DeadlineChange, { description: '日期不变，由暂定改为确定的时限' }),
  ...dueEffects,
};

const Notice = Closed({
  notice: Name(100),
  issuedOn: Nullable(Day),
  holidays: Type.Array(HolidayRange, { minItems: 1, maxItems: 20 }),
  makeup: Type.Array(Day, { maxItems: 30, uniqueItems: true }),
});

const everyone = { roles, rows: 'all' } as const;
const byYear = Closed({ year: Year });

export const calendarEndpoints = {
  listCalendarYears: endpoint({
    method: 'GET',
    path: '/calendar/years',
    tag: 'calendar',
    summary: 'Published years, those whose notice is missing and the next one, projected',
    access: everyone,
    status: 200,
    reply: Type.Object({ items: Type.Array(CalendarYear), nextCursor: Type.Null(), missing: MissingNotices }),
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
    body: Notice,
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Type.Object({ year: CalendarYear, ...changes }),
    problems: ['calendar_year_invalid'],
  }),
  previewCalendarYear: endpoint({
    method: 'POST',
    path: '/calendar/years/{year}/preview',
    tag: 'calendar',
    summary: 'Which deadlines entering the notice would move; nothing is written',
    access: { roles: ['office'], rows: 'all' },
    params: byYear,
    body: Notice,
    status: 200,
    reply: Type.Object(changes),
    problems: ['calendar_year_invalid'],
  }),
  getCalendarDays: endpoint({
    method: 'GET',
    path: '/calendar/days',
    tag: 'calendar',
    summary:
      'Days of a month (whole weeks) or a year with what falls due on them: the deadlines, or what one unit owes. A reporter gets what the own unit owes',
    access: { roles: readers, rows: 'own' },
    query: Closed({
      span: Type.Optional(Words(['month', 'year'], { default: 'month' })),
      year: Type.Optional(Year),
      month: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
      unit: Type.Optional(Type.String({ description: '单位编码：只看该单位的应报事项' })),
    }),
    status: 200,
    reply: Type.Object(
      {
        year: Type.Integer({ description: '未指定时为今天所在的年、月' }),
        month: Type.Integer(),
        today: Day,
        days: Type.Array(CalendarDay),
        deadlines: Nullable(Type.Array(Deadline), { description: '最后一天在其中的时限；看一个单位时为 null' }),
        obligations: Nullable(Type.Array(Obligation), {
          description: '最后一天（已计入延期，退回的为改正期限）在其中的应报事项；看全部时限时为 null',
        }),
        missing: MissingNotices,
      },
      { title: 'CalendarDays' },
    ),
    problems: [],
  }),
} as const;
