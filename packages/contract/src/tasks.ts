import { recordKindCodes, type RecordsCriterion, type Schedule } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Name, Nullable, Page, paging, Text, UnitRef, Words, Year } from './common.ts';
import { CriterionInput } from './criteria.ts';
import { endpoint, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { PlanChange, PlanMode } from './plan-changes.ts';
import { ScheduleInput } from './schedules.ts';

export const trackings = ['submission', 'records', 'office'] as const;
/** What a task can be judged by: a kind of records, or the register of problems. */
export const judgingRecords = [...recordKindCodes, 'problems'] as const;

const Responsible = Type.Array(Text(40, 1), {
  maxItems: 60,
  uniqueItems: true,
  description: '单位编码，或责任单位组的编码（以 @ 开头）',
});

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
    records: Nullable(Type.String({ description: '以哪类台账为准' })),
    criterion: Type.Unsafe<RecordsCriterion | null>({ description: '台账怎样算完成；null 为不由台账判定' }),
    counts: Nullable(Type.String({ description: 'criterion 的文字说明' })),
    schedule: Type.Unsafe<Schedule>({ description: '时限规则' }),
    scheduleText: Type.String({ description: '时限规则的文字说明' }),
    lead: Type.Array(UnitRef),
    support: Type.Array(UnitRef),
    leadText: Type.String({ description: '如 区直各责任单位、各乡镇人民政府' }),
    supportText: Type.String(),
    leadCodes: Responsible,
    supportCodes: Responsible,
    requirements: Type.Array(Type.String(), { description: '通知中的要求编号' }),
    source: Type.String({ description: '时限依据' }),
    retired: Type.Boolean({ description: '已停用：不再产生应报事项，已报送的仍可查看' }),
    version: Type.Integer(),
  },
  { title: 'Task' },
);
export type Task = Static<typeof Task>;

const task = {
  code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$', description: '任务编号，年度内不重复，建立后不改' }),
  title: Name(100),
  workstream: Text(40, 1),
  phase: Nullable(Text(40, 1)),
  lead: Responsible,
  support: Responsible,
  schedule: ScheduleInput,
  tracking: Words(trackings),
  form: Nullable(Text(40, 1)),
  records: Nullable(Words(judgingRecords)),
  criterion: Nullable(CriterionInput),
  requirements: Type.Array(Type.String({ pattern: '^R([1-9]\\d?|10[0-6])$', description: 'R1 至 R106' }), {
    maxItems: 60,
    uniqueItems: true,
  }),
  source: Text(200),
};
/** A task as it is entered. */
export const TaskInput = Closed(task, { title: 'TaskInput' });
export type TaskInput = Static<typeof TaskInput>;
/** What of a task may be changed; its code is what it is known by, from year to year. */
export const TaskPart = {
  title: Type.Optional(task.title),
  workstream: Type.Optional(task.workstream),
  phase: Type.Optional(task.phase),
  lead: Type.Optional(task.lead),
  support: Type.Optional(task.support),
  schedule: Type.Optional(task.schedule),
  tracking: Type.Optional(task.tracking),
  form: Type.Optional(task.form),
  records: Type.Optional(task.records),
  criterion: Type.Optional(task.criterion),
  requirements: Type.Optional(task.requirements),
  source: Type.Optional(task.source),
};
const TaskChange = Type.Object({ task: Task, change: PlanChange });
const office = { roles: ['office'], rows: 'all' } as const;
const faults = [
  'not_found',
  'task_code_taken',
  'task_invalid',
  'schedule_invalid',
  'task_tracking_fixed',
  'personal_info',
] as const;

const filters = {
  year: Type.Optional(Year),
  workstream: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String({ description: '责任单位编码' })),
};

export const taskEndpoints = {
  listTasks: endpoint({
    method: 'GET',
    path: '/tasks',
    tag: 'tasks',
    summary: 'Tasks of a year in plan order; without a year, of the newest plan',
    access: { roles, rows: 'all' },
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(Task, 'Task'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  exportTasks: listExport({
    path: '/tasks',
    tag: 'tasks',
    summary: 'The list as a file',
    access: { roles, rows: 'all' },
    filters,
    problems: ['not_found'],
  }),
  getTask: endpoint({
    method: 'GET',
    path: '/tasks/{id}',
    tag: 'tasks',
    summary: 'One task',
    access: { roles, rows: 'all' },
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: Task,
    problems: ['not_found'],
  }),
  createTask: endpoint({
    method: 'POST',
    path: '/tasks',
    tag: 'tasks',
    summary: 'A new task of a year, with its deadlines and what units owe from now on',
    access: office,
    body: Closed({ year: Year, ...task, mode: Type.Optional(PlanMode) }),
    status: 201,
    etag: true,
    reply: TaskChange,
    problems: faults,
  }),
  updateTask: endpoint({
    method: 'PATCH',
    path: '/tasks/{id}',
    tag: 'tasks',
    summary:
      'Change a task; what is not named stays. Its deadlines and what units owe follow; how it is judged is fixed once something was handed in or noted. Retired, nothing new falls due, and what was handed in stays readable',
    access: office,
    params: ByIdParams,
    body: Closed({
      ...TaskPart,
      retired: Type.Optional(Type.Boolean()),
      mode: Type.Optional(PlanMode),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: TaskChange,
    problems: [...faults, 'window_in_use'],
  }),
} as const;
