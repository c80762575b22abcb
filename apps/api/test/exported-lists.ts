import type {
  AuditEntry,
  Client,
  ComplianceItem,
  Deadline,
  Download,
  Endpoints,
  ExportFormat,
  Input,
  Obligation,
  ProblemRow,
  Project,
  RecordRow,
  Reminder,
  SubmissionRow,
  Task,
  Unit,
  User,
} from '@nuanxin/client';
import {
  actionLabel,
  awaitsExtension,
  complianceChecks,
  complianceStateLabel,
  obligationStatusLabel,
  problemStateLabel,
  recordKinds,
  roleLabel,
  submissionStateLabel,
  toldKind,
  toldKindLabel,
  unitKindLabel,
} from '@nuanxin/domain';

export const XIANYUAN = '341003101';

type Query<N extends keyof Endpoints> = NonNullable<Input<Endpoints[N]>['query' & keyof Input<Endpoints[N]>]>;
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
export type Cells = (string | number | null | undefined)[];
export interface Compared {
  name: string;
  /** What the list says in the columns that are compared. */
  columns: string[];
  rows: (client: Client) => Promise<Cells[]>;
  file: (client: Client, format: ExportFormat) => Promise<{ data: Download }>;
}

/** A list over its pages, beside its file under the same filters. */
function compared<Q, T>(
  name: string,
  list: (client: Client, query: Q & { limit: number; cursor?: string }) => Promise<{ data: Page<T> }>,
  file: (client: Client, format: ExportFormat, query: Q) => Promise<{ data: Download }>,
  columns: Record<string, (item: T) => string | number | null | undefined>,
  queries: Q[],
): Compared[] {
  return queries.map((query) => ({
    name: `${name} ${JSON.stringify(query)}`,
    columns: Object.keys(columns),
    file: (client, format) => file(client, format, query),
    async rows(client) {
      const rows: Cells[] = [];
      let cursor: string | null = null;
      do {
        const asked: Q & { limit: number; cursor?: string } = { ...query, limit: 200, ...(cursor ? { cursor } : {}) };
        const { data }: { data: Page<T> } = await list(client, asked);
        rows.push(...data.items.map((item) => Object.values(columns).map((of) => of(item))));
        cursor = data.nextCursor;
      } while (cursor !== null);
      return rows;
    },
  }));
}

const moment = (at: string | null): string => (at ? at.slice(0, 16).replace('T', ' ') : '');

/** What a unit sees its own rows of. */
export const ofUnits: Compared[] = [
  ...compared<Query<'exportObligations'>, Obligation>(
    'obligations',
    (client, query) => client.listObligations({ query }),
    (client, format, query) => client.exportObligations({ params: { format }, query }),
    {
      单位: ({ unit }) => unit.name,
      任务: ({ task }) => task.title,
      最后一天: ({ dueOn }) => dueOn,
      暂定: ({ provisional }) => (provisional ? '暂定' : ''),
      改正期限: ({ correctionDueOn }) => correctionDueOn,
      申请延期至: (row) => (awaitsExtension(row) ? row.extensionRequest?.until : null),
      申请延期原因: (row) => (awaitsExtension(row) ? row.extensionRequest?.reason : null),
      办结日期: ({ settlement }) => settlement?.doneOn,
      办结说明: ({ settlement }) => settlement?.note,
      本期无日期: ({ nothing }) => nothing?.statedOn,
      本期无原因: ({ nothing }) => nothing?.reason,
      状态: ({ status, lamp }) => (status === 'open' && lamp === 'yellow' ? '将到期' : obligationStatusLabel[status]),
      迟报工作日: ({ lateWorkingDays }) => lateWorkingDays,
      报送时间: ({ timeliness, submittedAt }) => (timeliness ? moment(submittedAt) : null),
      延期原因: ({ extension }) => extension?.reason,
    },
    [{}, { period: '2025Q2', tracking: ['submission'] }, { status: ['overdue', 'returned'] }, { lamp: ['green'] }],
  ),
  ...compared<Query<'exportSubmissions'>, SubmissionRow>(
    'submissions',
    (client, query) => client.listSubmissions({ query }),
    (client, format, query) => client.exportSubmissions({ params: { format }, query }),
    {
      单位: ({ unit }) => unit.name,
      星期: ({ dueDay }) => dueDay,
      暂定: ({ provisional }) => (provisional ? '暂定' : ''),
      状态: ({ state }) => submissionStateLabel[state],
      版次: ({ revision }) => revision || null,
      报送时间: ({ submittedAt }) => moment(submittedAt),
    },
    [{ year: 2025 }, { sort: 'unit' }, { sort: '-updated' }, { sort: 'due', state: ['submitted', 'returned'] }],
  ),
  ...compared<Query<'exportReminders'>, Reminder>(
    'reminders',
    (client, query) => client.listReminders({ query }),
    (client, format, query) => client.exportReminders({ params: { format }, query }),
    {
      时间: ({ at }) => moment(at),
      单位: ({ unit }) => unit.name,
      种类: ({ moved: [told] }) => (told ? toldKindLabel[toldKind(told)] : '催办'),
      附言或原因: ({ note }) => note,
      发出人: ({ by }) => by,
    },
    [{}, { unread: true }, { unit: XIANYUAN, moved: false }, { moved: true }],
  ),
  ...compared<Omit<Query<'listProblems'>, 'limit'>, ProblemRow>(
    'problems',
    (client, query) => client.listProblems({ query }),
    (client, format, query) => client.exportProblems({ params: { format }, query: { sort: '-no', ...query } }),
    {
      编号: ({ no }) => no,
      问题: ({ description }) => description,
      状态: ({ state }) => problemStateLabel[state],
      整改期限: ({ dueOn }) => dueOn,
    },
    [{}, { sort: 'due', state: ['registered', 'rectifying'] }, { q: '公示' }],
  ),
  ...recordKinds.flatMap(({ code: kind, unitLabel, dateLabel, fields }) =>
    compared<Query<'exportRecords'>, RecordRow>(
      kind,
      (client, query) => client.listRecords({ params: { kind }, query }),
      (client, format, query) => client.exportRecords({ params: { kind, format }, query }),
      {
        [unitLabel]: ({ unit }) => unit.name,
        ...(dateLabel === null ? {} : { [dateLabel]: ({ date }) => date }),
        ...Object.fromEntries(
          fields
            .filter(({ type }) => type === 'text' || type === 'integer')
            .map(({ code, label }) => [label, ({ values }: RecordRow) => values[code] as string | number | undefined]),
        ),
      },
      [{ year: 2025 }, { year: 2025, unit: XIANYUAN }],
    ),
  ),
  ...complianceChecks
    .filter((check) => check !== 'column')
    .flatMap((check) =>
      compared<Query<'exportComplianceCheck'>, ComplianceItem>(
        check,
        async (client, asked) => {
          const { limit: _, ...query } = asked;
          const { items } = (await client.getComplianceCheck({ params: { check }, query })).data;
          return { data: { items, nextCursor: null } };
        },
        (client, format, query) => client.exportComplianceCheck({ params: { check, format }, query }),
        {
          状态: ({ state }) => complianceStateLabel[state],
          单位: ({ unit }) => unit?.name,
          问题: ({ detail }) => detail,
        },
        [{ year: 2025 }, { state: 'failing', unit: XIANYUAN }],
      ),
    ),
];

export const ofAll: Compared[] = [
  ...compared<Query<'exportDeadlineList'>, Deadline>(
    'deadlines',
    (client, query) => client.listDeadlines({ query }),
    (client, format, query) => client.exportDeadlineList({ params: { format }, query }),
    {
      最后一天: ({ dueOn }) => dueOn,
      任务: ({ task }) => task.title,
      暂定: ({ provisional }) => (provisional ? '暂定' : ''),
    },
    [{}, { year: 2028 }, { task: 'T0.1' }, { period: '2025Q2' }],
  ),
  ...compared<Query<'exportTasks'>, Task>(
    'tasks',
    (client, query) => client.listTasks({ query }),
    (client, format, query) => client.exportTasks({ params: { format }, query }),
    { 编码: ({ code }) => code, 时限: ({ scheduleText }) => scheduleText, 牵头单位: ({ leadText }) => leadText },
    [{}, { unit: XIANYUAN }],
  ),
  ...compared<Query<'exportProjects'>, Project>(
    'projects',
    (client, asked) => {
      const { limit: _, ...query } = asked;
      return client.listProjects({ query });
    },
    (client, format, query) => client.exportProjects({ params: { format }, query }),
    { 序号: ({ no }) => no, 名称: ({ name }) => name },
    [{ year: 2025 }, { kind: 'engineering' }, { card: 'lacking' }, { card: 'full' }, { lead: 'B04' }],
  ),
  ...compared<Query<'exportUnits'>, Unit>(
    'units',
    (client, query) => client.listUnits({ query }),
    (client, format, query) => client.exportUnits({ params: { format }, query }),
    { 编码: ({ code }) => code, 名称: ({ name }) => name, 类别: ({ kind }) => unitKindLabel[kind] },
    [{ kind: ['township', 'department'] }, { kind: ['village'], q: '社区' }, { parent: XIANYUAN }],
  ),
];

export const ofAdmins = compared<Query<'exportUsers'>, User>(
  'users',
  (client, query) => client.listUsers({ query }),
  (client, format, query) => client.exportUsers({ params: { format }, query }),
  {
    用户名: ({ username }) => username,
    角色: ({ roles }) => roles.map((role) => roleLabel[role]).join('、'),
    最近登录: ({ lastLoginAt }) => moment(lastLoginAt),
  },
  [{}, { sort: '-lastLogin' }, { role: 'observer' }, { waiting: true }, { q: 'only' }],
);
export const ofAuditors = compared<Query<'exportAudit'>, AuditEntry>(
  'audit',
  (client, query) => client.listAudit({ query }),
  (client, format, query) => client.exportAudit({ params: { format }, query }),
  {
    时间: ({ at }) => moment(at),
    操作人: ({ actor }) => actor?.name ?? '系统',
    操作: ({ action }) => actionLabel[action],
    来源地址: ({ ip }) => ip,
  },
  [{ entity: 'problem' }, { action: 'submission.return' }, { to: '2025-04-01T00:00:00+08:00' }],
);
