import { Type, type Static } from 'typebox';
import { Closed, Day, DayWords, Instant, Nullable, Period, TaskRef, UnitRef, Words, Year } from './common.ts';
import { MissingNotices } from './calendar.ts';
import { endpoint, readers } from './endpoint.ts';
import { lamps, Obligation, obligationStatuses } from './obligations.ts';
import { SubmissionRow } from './submissions.ts';

export const Overview = Type.Object(
  {
    year: Year,
    today: Day,
    now: Instant,
    missingNotices: MissingNotices,
    phases: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        months: Type.String(),
        state: Words(['past', 'current', 'future']),
      }),
    ),
    /** Counted over submissions only: what units hand in (R103). */
    counts: Type.Object(
      {
        owed: Type.Integer({ description: '应报' }),
        handedIn: Type.Integer({ description: '已报' }),
        waiting: Type.Integer({ description: '待审' }),
        returned: Type.Integer({ description: '退回' }),
        overdue: Type.Integer({ description: '逾期' }),
        otherOverdue: Type.Integer({ description: '不以报送完成的任务中逾期的应报事项' }),
        otherDueSoon: Type.Integer({ description: '不以报送完成的任务中五个工作日内到期的应报事项' }),
        requested: Type.Integer({ description: '等待答复的延期申请' }),
      },
      { description: '已到期或五个工作日内到期的应报事项' },
    ),
    problems: Type.Object(
      {
        open: Type.Integer({ description: '未销号' }),
        overdue: Type.Integer({ description: '超过整改期限' }),
        mine: Type.Integer({ description: '等您所在单位整改；区民生办的人员都算区民生办' }),
      },
      { description: '问题台账' },
    ),
    columns: Type.Array(
      Type.Object({
        key: Type.String(),
        label: Type.String({ description: '如 一季度、10月底' }),
        task: TaskRef,
        period: Period,
        dueOn: Day,
        dueDay: DayWords,
        provisional: Type.Boolean(),
      }),
    ),
    matrix: Type.Array(
      Type.Object({
        unit: UnitRef,
        kind: Type.String(),
        cells: Type.Array(
          Nullable(
            Type.Object({
              obligationId: Type.String(),
              submissionId: Nullable(Type.String()),
              status: Words(obligationStatuses),
              lamp: Words(lamps),
              timeliness: Nullable(Words(['on_time', 'late'])),
              lateWorkingDays: Nullable(Type.Integer()),
            }),
          ),
          { description: '与 columns 一一对应；null 为不承担' },
        ),
      }),
    ),
    late: Type.Array(Obligation, { description: '逾期，最多 20 条' }),
    dueSoon: Type.Array(Obligation, { description: '五个工作日内到期或退回待改，最多 20 条' }),
    requests: Type.Array(Obligation, { description: '等待答复的延期申请，先到期的在前，最多 20 条' }),
    waiting: Type.Array(SubmissionRow, { description: '待审，等得最久的在前，最多 20 条' }),
  },
  { title: 'Overview' },
);
export type Overview = Static<typeof Overview>;

export const overviewEndpoints = {
  getOverview: endpoint({
    method: 'GET',
    path: '/overview',
    tag: 'overview',
    summary: 'The whole first page in one round trip',
    access: { roles: readers, rows: 'own' },
    query: Closed({ year: Type.Optional(Year) }),
    status: 200,
    reply: Overview,
    problems: ['not_found'],
  }),
} as const;
