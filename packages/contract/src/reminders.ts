import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  DayWords,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Period,
  TaskRef,
  Text,
  UnitRef,
  Words,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { obligationStatuses } from './obligations.ts';
import { trackings } from './tasks.ts';

/** What was said to one unit at one time, about all that it owed then. */
export const Reminder = Type.Object(
  {
    id: Id,
    unit: UnitRef,
    at: Instant,
    by: Type.String({ description: '催办人' }),
    note: Nullable(Type.String({ description: '附言' })),
    readAt: Nullable(Instant),
    readBy: Nullable(Type.String({ description: '谁看过' })),
    accounts: Type.Integer({ description: '能看到它的填报账号数；0 为单位还没有账号' }),
    items: Type.Array(
      Type.Object({
        obligationId: Id,
        submissionId: Nullable(Id),
        task: TaskRef,
        tracking: Words(trackings),
        period: Period,
        dueOn: Type.String({ format: 'date', description: '催办时的最后一天；退回的为改正期限' }),
        dueDay: DayWords,
        statusThen: Words(obligationStatuses, { description: '催办时的状态' }),
        statusNow: Words(obligationStatuses, { description: '现在的状态' }),
      }),
    ),
  },
  { title: 'Reminder' },
);
export type Reminder = Static<typeof Reminder>;

export const reminderEndpoints = {
  listReminders: endpoint({
    method: 'GET',
    path: '/reminders',
    tag: 'reminders',
    summary: 'Reminders, newest first: the inbox of a unit, or all that the office has sent',
    access: { roles: readers, rows: 'own' },
    query: Closed({
      ...paging,
      unit: Type.Optional(Type.String({ description: '单位编码' })),
      unread: Type.Optional(Type.Boolean({ description: 'true：只要未读的' })),
    }),
    status: 200,
    reply: Page(Reminder, 'Reminder'),
    problems: ['invalid_cursor'],
  }),
  remind: endpoint({
    method: 'POST',
    path: '/reminders',
    tag: 'reminders',
    summary:
      'Remind units of what they owe: one reminder for each, whatever is owed no more or was reminded of within the hour is left and named',
    access: { roles: ['office'], rows: 'all' },
    body: Closed({
      obligationIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
      note: Type.Optional(Text(500)),
    }),
    status: 200,
    reply: Type.Object({
      items: Type.Array(Reminder),
      left: Type.Array(
        Type.Object({
          obligationId: Id,
          unit: Nullable(UnitRef),
          code: Type.String(),
          detail: Type.String({ description: '为什么没有催办' }),
        }),
      ),
    }),
    problems: ['personal_info'],
  }),
  readReminder: endpoint({
    method: 'POST',
    path: '/reminders/{id}/read',
    tag: 'reminders',
    summary: 'The unit has seen it; a second time changes nothing',
    access: { roles: ['reporter'], rows: 'own' },
    params: ByIdParams,
    status: 200,
    reply: Reminder,
    problems: ['not_found'],
  }),
} as const;
