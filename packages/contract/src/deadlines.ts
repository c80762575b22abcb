import { Type, type Static } from 'typebox';
import {
  Closed,
  Day,
  DayWords,
  ICS,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Period,
  TaskRef,
  WindowName,
  Year,
} from './common.ts';
import { endpoint, readers, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';

export const Deadline = Type.Object(
  {
    id: Nullable(Id),
    task: TaskRef,
    period: Period,
    window: WindowName,
    opensAt: Instant,
    dueAt: Type.String({ format: 'date-time', description: '截止时刻：最后一天之后的第一个瞬间' }),
    dueOn: Type.String({ format: 'date', description: '按时报送的最后一天' }),
    dueDay: DayWords,
    coversFrom: Day,
    coversTo: Day,
    provisional: Type.Boolean({ description: '暂定：所依据的放假安排尚未公布' }),
  },
  { title: 'Deadline' },
);
export type Deadline = Static<typeof Deadline>;

/** What other last days do to units and to what they owe. */
export const dueEffects = {
  told: Type.Integer({
    description: '在站内告知的单位数：还欠着的、或因此改判的事项最后一天（退回的为改正期限）变动了',
  }),
  becameOverdue: Type.Integer({ description: '因此逾期的应报事项数' }),
  noLongerOverdue: Type.Integer({ description: '因此不再逾期的应报事项数' }),
  becameLate: Type.Integer({ description: '已报的由按时改判为迟报的份数' }),
  noLongerLate: Type.Integer({ description: '已报的由迟报改判为按时的份数' }),
};

const filters = {
  year: Type.Optional(Year),
  task: Type.Optional(Type.String({ description: '任务编码，如 T0.1' })),
  period: Type.Optional(Period),
};

export const deadlineEndpoints = {
  listDeadlines: endpoint({
    method: 'GET',
    path: '/deadlines',
    tag: 'deadlines',
    summary:
      'Deadlines of a year, earliest first (R24–R36, R85, R87, R106); without a year, of the newest plan. A year without a plan is previewed from the newest one, without ids',
    access: { roles, rows: 'all' },
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(Deadline, 'Deadline'),
    problems: ['invalid_cursor'],
  }),
  exportDeadlineList: listExport({
    path: '/deadlines',
    tag: 'deadlines',
    summary: 'The list as a file',
    access: { roles, rows: 'all' },
    filters,
    problems: [],
  }),
  exportDeadlines: endpoint({
    method: 'GET',
    path: '/calendar/deadlines.ics',
    tag: 'calendar',
    summary:
      "Deadlines of a year's plan as all-day events (iCalendar), or what one unit owes of them. A reporter gets what the own unit owes",
    access: { roles: readers, rows: 'own' },
    query: Closed({
      year: Type.Optional(Year),
      unit: Type.Optional(Type.String({ description: '单位编码：只要该单位的应报事项' })),
    }),
    status: 200,
    download: ICS,
    problems: ['not_found'],
  }),
} as const;
