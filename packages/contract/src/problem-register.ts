import { problemActions, problemSigns, problemSources, problemStates } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  Day,
  DayWords,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Said,
  Text,
  UnitRef,
  Words,
  Year,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { lamps } from './obligations.ts';

/*
 * The problem register (问题台账, R33, R80). Problems in the sense of RFC 9457, the documents of refused calls, are
 * another thing: `problems.ts`.
 */

const facts = {
  id: Id,
  version: Type.Integer({ description: '放入 If-Match；批量办理时放入 version' }),
  year: Year,
  no: Type.Integer({ description: '年度内编号' }),
  source: Words(problemSources),
  foundOn: Day,
  description: Type.String(),
  place: Nullable(Type.String()),
  project: Nullable(Type.Object({ no: Type.Integer(), name: Type.String() })),
  site: Nullable(
    Type.Object({ id: Id, title: Type.String(), deleted: Type.Boolean({ description: '点位已从名册中删除' }) }),
    { description: '项目点位' },
  ),
  unit: { ...UnitRef, description: '发现或反映问题的单位' },
  assignee: Nullable(UnitRef, { description: '整改单位；未交办为 null' }),
  dueOn: Nullable(Day, { description: '整改期限' }),
  dueDay: Nullable(DayWords),
  state: Words(problemStates),
  sign: Words(problemSigns, { description: '亮灯含义' }),
  lamp: Words(lamps),
  lateWorkingDays: Nullable(Type.Integer({ description: '逾期的工作日数' })),
  rectification: Nullable(Type.String({ description: '最近一次报的整改结果' })),
  submittedOn: Nullable(Day),
  closedOn: Nullable(Day),
  actions: Type.Array(Words([...problemActions, 'edit']), { description: '您现在可以办理的步骤' }),
  updatedAt: Instant,
};

export const ProblemRow = Type.Object(facts, { title: 'ProblemRow' });
export type ProblemRow = Static<typeof ProblemRow>;

export const RegisteredProblem = Type.Object(
  {
    ...facts,
    record: Nullable(Type.Object({ id: Id, kind: Type.String(), date: Nullable(Day), title: Type.String() }), {
      description: '发现问题的走访记录',
    }),
    createdBy: Type.String(),
    createdAt: Instant,
    history: Type.Array(
      Type.Object({
        at: Instant,
        action: Words(['register', ...problemActions]),
        state: Words(problemStates),
        actor: Type.String(),
        assignee: Nullable(UnitRef, { description: '自此步起由谁整改' }),
        dueOn: Nullable(Day),
        comment: Nullable(Type.String()),
      }),
    ),
  },
  { title: 'RegisteredProblem' },
);
export type RegisteredProblem = Static<typeof RegisteredProblem>;

const filters = {
  year: Type.Optional(Year),
  state: Type.Optional(Type.Array(Words(problemStates))),
  lamp: Type.Optional(Type.Array(Words(lamps))),
  overdue: Type.Optional(Type.Boolean({ description: '为 true 时只看超过整改期限未报结果的' })),
  mine: Type.Optional(Type.Boolean({ description: '为 true 时只看由您所在单位整改的；区民生办的人员都算区民生办' })),
  unit: Type.Optional(Type.String({ description: '发现单位编码' })),
  assignee: Type.Optional(Type.String({ description: '整改单位编码' })),
  source: Type.Optional(Type.Array(Words(problemSources))),
  project: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: '民生实事项目序号' })),
  site: Type.Optional(Id),
  record: Type.Optional(Id),
  q: Type.Optional(Text(100)),
};

const what = {
  foundOn: Type.Optional(Day),
  description: Type.Optional(Said(1000)),
  place: Type.Optional(Nullable(Text(200))),
  project: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 999 }))),
  siteId: Type.Optional(Nullable(Id)),
  recordId: Type.Optional(Nullable(Id)),
};
const comment = Type.Optional(Text(2000));
const requiredComment = Text(2000, 1);
const assignee = Type.Optional(Type.String({ description: '整改单位编码；不填为发现单位' }));
const dueOn = Type.Optional(Day);
/** Each with the version that the caller saw: nobody decides over what somebody else has changed meanwhile. */
const items = Type.Array(Closed({ id: Id, version: Type.Integer() }), { minItems: 1, maxItems: 500 });

const rowsOwn = { roles: readers, rows: 'own' } as const;
const registers = { roles: ['reporter', 'office'], rows: 'own' } as const;
const office = { roles: ['office'], rows: 'all' } as const;

const step = {
  method: 'POST',
  tag: 'problem register',
  params: ByIdParams,
  ifMatch: true,
  status: 200,
  etag: true,
  reply: RegisteredProblem,
} as const;
const stepProblems = ['not_found', 'problem_action_not_allowed', 'personal_info'] as const;

export const problemRegisterEndpoints = {
  listProblems: endpoint({
    method: 'GET',
    path: '/problems',
    tag: 'problem register',
    summary: 'The problem register of a year, newest first or by due day',
    access: rowsOwn,
    query: Closed({
      ...paging,
      ...filters,
      sort: Type.Optional(Words(['-no', 'due'], { default: '-no', description: 'due：期限在前的在前' })),
    }),
    status: 200,
    reply: Page(ProblemRow, 'Problem'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  exportProblems: listExport({
    path: '/problems',
    tag: 'problem register',
    summary: 'The list as a file (问题清单)',
    access: rowsOwn,
    filters: {
      ...filters,
      sort: Type.Optional(
        Words(['no', '-no', 'due'], {
          default: 'no',
          description: 'no：按编号；-no：编号大的在前；due：期限在前的在前',
        }),
      ),
    },
    problems: ['not_found'],
  }),
  getProblem: endpoint({
    method: 'GET',
    path: '/problems/{id}',
    tag: 'problem register',
    summary: 'One problem with its history and what the caller may do now',
    access: rowsOwn,
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: RegisteredProblem,
    problems: ['not_found'],
  }),
  registerProblem: endpoint({
    method: 'POST',
    path: '/problems',
    tag: 'problem register',
    summary: 'Register a problem; units for themselves, as found at a visit',
    access: registers,
    body: Closed({
      ...what,
      source: Words(problemSources),
      foundOn: Type.Optional({ ...Day, description: '不填为今天' }),
      description: Said(1000),
      unit: Type.Optional(Type.String({ description: '单位编码；单位填报人员可不填，为本单位' })),
    }),
    status: 201,
    etag: true,
    reply: RegisteredProblem,
    problems: [
      'not_found',
      'problem_unit_unknown',
      'problem_source_not_yours',
      'problem_found_day_invalid',
      'problem_refers_to_nothing',
      'personal_info',
    ],
  }),
  updateProblem: endpoint({
    method: 'PATCH',
    path: '/problems/{id}',
    tag: 'problem register',
    summary: 'Change what was found, until it is assigned',
    access: registers,
    params: ByIdParams,
    body: Closed({ ...what, source: Type.Optional(Words(problemSources)), unit: Type.Optional(Type.String()) }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: RegisteredProblem,
    problems: [
      'not_found',
      'forbidden',
      'problem_not_editable',
      'problem_unit_unknown',
      'problem_source_not_yours',
      'problem_found_day_invalid',
      'problem_refers_to_nothing',
      'personal_info',
    ],
  }),
  assignProblem: endpoint({
    ...step,
    path: '/problems/{id}/assign',
    summary:
      'Assign it to a unit, by default its own; due on the day that is set, else when that unit owed it already, else ten working days later',
    access: office,
    body: Closed({ assignee, dueOn, comment }),
    problems: [...stepProblems, 'problem_unit_unknown', 'problem_due_day_invalid', 'problem_due_day_off'],
  }),
  submitProblem: endpoint({
    ...step,
    path: '/problems/{id}/submit',
    summary:
      'Hand in what was done about it; only for what is assigned to the caller’s unit or below, and for the office to its own unit',
    access: registers,
    body: Closed({ comment: requiredComment }),
    problems: [...stepProblems, 'comment_required', 'forbidden'],
  }),
  verifyProblem: endpoint({
    ...step,
    path: '/problems/{id}/verify',
    summary: 'The result was looked at and holds',
    access: office,
    body: Closed({ comment }),
    problems: stepProblems,
  }),
  sendBackProblem: endpoint({
    ...step,
    path: '/problems/{id}/send-back',
    summary: 'Back to the unit; due on the day that was set, but at least three working days later',
    access: office,
    body: Closed({ comment: requiredComment, dueOn }),
    problems: [...stepProblems, 'comment_required', 'problem_due_day_invalid', 'problem_due_day_off'],
  }),
  closeProblem: endpoint({
    ...step,
    path: '/problems/{id}/close',
    summary: 'Strike it off the register (销号)',
    access: office,
    body: Closed({ comment }),
    problems: stepProblems,
  }),
  voidProblem: endpoint({
    ...step,
    path: '/problems/{id}/void',
    summary: 'It is none, or stands twice',
    access: office,
    body: Closed({ comment: requiredComment }),
    problems: [...stepProblems, 'comment_required'],
  }),
  reopenProblem: endpoint({
    ...step,
    path: '/problems/{id}/reopen',
    summary: 'It has come up again: registered anew under its number, to be assigned',
    access: office,
    body: Closed({ comment: requiredComment }),
    problems: [...stepProblems, 'comment_required'],
  }),
  assignProblems: endpoint({
    method: 'POST',
    path: '/problems/assign',
    tag: 'problem register',
    summary: 'Assign several, each to its own unit or all to one, due as one that is assigned alone; all or none',
    access: office,
    body: Closed({ items, assignee, dueOn, comment }),
    status: 200,
    reply: Type.Object({ items: Type.Array(ProblemRow) }),
    problems: [
      ...stepProblems,
      'precondition_failed',
      'problem_unit_unknown',
      'problem_due_day_invalid',
      'problem_due_day_off',
    ],
  }),
  closeProblems: endpoint({
    method: 'POST',
    path: '/problems/close',
    tag: 'problem register',
    summary: 'Strike several off the register; all or none',
    access: office,
    body: Closed({ items, comment }),
    status: 200,
    reply: Type.Object({ items: Type.Array(ProblemRow) }),
    problems: [...stepProblems, 'precondition_failed'],
  }),
} as const;
