import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Day, Id, Instant, Nullable, Page, paging, Period, TaskRef, Text, UnitRef, Words, Year } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { trackings } from './tasks.ts';

export const obligationStatuses = ['upcoming', 'open', 'submitted', 'returned', 'accepted', 'overdue', 'exempt'] as const;
export const lamps = ['green', 'yellow', 'red', 'grey'] as const;

export const Obligation = Type.Object(
  {
    id: Id,
    unit: UnitRef,
    task: TaskRef,
    tracking: Words(trackings),
    period: Period,
    opensAt: Instant,
    dueOn: Type.String({ format: 'date', description: '按时的最后一天，已计入延期' }),
    provisional: Type.Boolean(),
    status: Words(obligationStatuses),
    lamp: Words(lamps),
    timeliness: Nullable(Words(['on_time', 'late'])),
    lateWorkingDays: Nullable(Type.Integer({ description: '迟报的工作日数' })),
    correctionDueOn: Nullable(Day),
    dueSoon: Type.Boolean(),
    submissionId: Nullable(Id),
    submittedAt: Nullable(Instant),
    extension: Nullable(Type.Object({ dueOn: Day, reason: Type.String() })),
    exemption: Nullable(Type.Object({ reason: Type.String() })),
    settlement: Nullable(Type.Object({ doneOn: Day, note: Type.String() })),
  },
  { title: 'Obligation' },
);
export type Obligation = Static<typeof Obligation>;

const office = { roles: ['office'], rows: 'all' } as const;
const reason = Text(500, 1);

export const obligationEndpoints = {
  listObligations: endpoint({
    method: 'GET',
    path: '/obligations',
    tag: 'obligations',
    summary: 'What units owe, by due day, task and unit, with the status and lamp of this moment',
    access: { roles: readers, rows: 'own' },
    query: Closed({
      ...paging,
      year: Type.Optional(Year),
      period: Type.Optional(Period),
      unit: Type.Optional(Type.String({ description: '单位编码' })),
      task: Type.Optional(Type.String({ description: '任务编码' })),
      tracking: Type.Optional(Words(trackings)),
      status: Type.Optional(Type.Array(Words(obligationStatuses))),
      lamp: Type.Optional(Type.Array(Words(lamps))),
    }),
    status: 200,
    reply: Page(Obligation, 'Obligation'),
    problems: ['invalid_cursor'],
  }),
  getObligation: endpoint({
    method: 'GET',
    path: '/obligations/{id}',
    tag: 'obligations',
    summary: 'One obligation',
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    status: 200,
    reply: Obligation,
    problems: ['not_found'],
  }),
  grantExtension: endpoint({
    method: 'PUT',
    path: '/obligations/{id}/extension',
    tag: 'obligations',
    summary: 'Give one unit a later due day',
    access: office,
    params: ByIdParams,
    body: Closed({ dueOn: Day, reason }),
    status: 200,
    reply: Obligation,
    problems: ['not_found', 'extension_not_later'],
  }),
  revokeExtension: endpoint({
    method: 'DELETE',
    path: '/obligations/{id}/extension',
    tag: 'obligations',
    summary: 'Back to the due day of the plan',
    access: office,
    params: ByIdParams,
    status: 200,
    reply: Obligation,
    problems: ['not_found'],
  }),
  grantExemption: endpoint({
    method: 'PUT',
    path: '/obligations/{id}/exemption',
    tag: 'obligations',
    summary: 'Nothing is owed by this unit for this deadline',
    access: office,
    params: ByIdParams,
    body: Closed({ reason }),
    status: 200,
    reply: Obligation,
    problems: ['not_found'],
  }),
  revokeExemption: endpoint({
    method: 'DELETE',
    path: '/obligations/{id}/exemption',
    tag: 'obligations',
    summary: 'The unit owes it again',
    access: office,
    params: ByIdParams,
    status: 200,
    reply: Obligation,
    problems: ['not_found'],
  }),
  settleObligations: endpoint({
    method: 'POST',
    path: '/obligations/settle',
    tag: 'obligations',
    summary: 'Note that tasks judged by records or by the office were done (or, without a day, take that back)',
    access: office,
    body: Closed({
      ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
      doneOn: Nullable(Day),
      note: Type.Optional(Text(500)),
    }),
    status: 200,
    reply: Type.Object({ items: Type.Array(Obligation) }),
    problems: ['not_found', 'obligation_not_settled'],
  }),
} as const;
