import { Type, type Static } from 'typebox';
import { Closed, Id, Nullable, Page, paging, UnitRef, Words, Year } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

export const trackings = ['submission', 'records', 'office'] as const;

export const Task = Type.Object(
  {
    id: Id,
    year: Year,
    code: Type.String(),
    title: Type.String(),
    workstream: Type.Object({ code: Type.String(), name: Type.String() }),
    phase: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
    tracking: Words(trackings, { description: '以报送材料、台账记录或办公室登记为准' }),
    form: Nullable(Type.String()),
    counts: Nullable(Type.String({ description: '以台账为准的任务怎样算完成；null 为不由台账判定' })),
    schedule: Type.Unknown({ description: '时限规则' }),
    scheduleText: Type.String({ description: '时限规则的文字说明' }),
    lead: Type.Array(UnitRef),
    support: Type.Array(UnitRef),
    leadText: Type.String({ description: '如 区直各责任单位、各乡镇人民政府' }),
    supportText: Type.String(),
    requirements: Type.Array(Type.String(), { description: '通知中的要求编号' }),
    source: Type.String({ description: '时限依据' }),
  },
  { title: 'Task' },
);
export type Task = Static<typeof Task>;

export const taskEndpoints = {
  listTasks: endpoint({
    method: 'GET',
    path: '/tasks',
    tag: 'tasks',
    summary: 'Tasks of a year in plan order; without a year, of the newest plan',
    access: { roles, rows: 'all' },
    query: Closed({
      ...paging,
      year: Type.Optional(Year),
      workstream: Type.Optional(Type.String()),
      unit: Type.Optional(Type.String({ description: '责任单位编码' })),
    }),
    status: 200,
    reply: Page(Task, 'Task'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  getTask: endpoint({
    method: 'GET',
    path: '/tasks/{id}',
    tag: 'tasks',
    summary: 'One task',
    access: { roles, rows: 'all' },
    params: Closed({ id: Id }),
    status: 200,
    reply: Task,
    problems: ['not_found'],
  }),
} as const;
