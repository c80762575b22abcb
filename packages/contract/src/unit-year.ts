import { problemStates, recordKindCodes } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { Closed, Day, Id, Instant, Nullable, Words, Year } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { Obligation } from './obligations.ts';
import { Unit } from './units.ts';
import { User } from './users.ts';

export const UnitYear = Type.Object(
  {
    year: Year,
    today: Day,
    unit: Unit,
    obligations: Type.Array(Obligation, { description: '全年应报事项，按时限先后' }),
    timeliness: Type.Object(
      {
        onTime: Type.Integer({ description: '按时' }),
        late: Type.Integer({ description: '迟报' }),
        overdue: Type.Integer({ description: '逾期，还没有报' }),
      },
      { description: '已报送、已办结和逾期的应报事项' },
    ),
    problems: Type.Object(
      {
        states: Type.Array(
          Type.Object({
            state: Words(problemStates),
            found: Type.Integer({ description: '在本单位发现的' }),
            assigned: Type.Integer({ description: '由本单位整改的' }),
          }),
          { description: '有问题的各种状态' },
        ),
        overdue: Type.Integer({ description: '由本单位整改、超过期限的' }),
      },
      { description: '问题台账' },
    ),
    records: Type.Array(
      Type.Object({
        kind: Words(recordKindCodes),
        count: Type.Integer(),
        newest: Nullable(Type.String({ format: 'date', description: '最近一条的日期；名册没有日期' })),
      }),
      { description: '台账：有记录的各类' },
    ),
    contacts: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        level: Type.String({ description: '层级' }),
        village: Type.String({ description: '村（社区）；没有的为空' }),
        post: Type.String(),
        phone: Type.String(),
      }),
      { description: '联络员，不含已离任的，最多 100 名' },
    ),
    accounts: Nullable(Type.Array(User), { description: '本单位的账号；null：您无权查看' }),
    reminders: Type.Object(
      { count: Type.Integer(), last: Nullable(Type.Object({ at: Instant, readAt: Nullable(Instant) })) },
      { description: '催办，不分年度' },
    ),
  },
  { title: 'UnitYear' },
);
export type UnitYear = Static<typeof UnitYear>;

export const unitYearEndpoints = {
  getUnitYear: endpoint({
    method: 'GET',
    path: '/units/{code}/year',
    tag: 'units',
    summary: 'The year of one unit at a glance: what it owes, timeliness, problems, records, contacts, accounts',
    access: { roles: readers, rows: 'own' },
    params: Closed({ code: Type.String({ maxLength: 20, description: '单位编码' }) }),
    query: Closed({ year: Type.Optional(Year) }),
    status: 200,
    reply: UnitYear,
    problems: ['not_found', 'no_plan'],
  }),
} as const;
