import { figureBases, recordKind, wordsOf } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { Closed, Day, Id, Nullable, Period, TaskRef, UnitRef, Words, Year } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { lamps, obligationStatuses } from './obligations.ts';
import { Rate } from './submissions.ts';

const count = (description: string) => Type.Integer({ description });
const share = (description: string) => Nullable(Type.Number({ description: `${description}；没有可除的为 null` }));
const wordsIn = (field: string): string[] => {
  const found = recordKind('publications').fields.find(({ code }) => code === field);
  return found ? Object.keys(wordsOf(found)) : [];
};

/** What the pictures of a year are drawn from that the figures of the reports and the checks do not say yet. */
export const Pictures = Type.Object(
  {
    year: Year,
    period: Period,
    task: TaskRef,
    asOf: Day,
    quarters: Type.Array(
      Type.Object({
        period: Period,
        owed: count('应报：已经开始、没有免报的；按时、迟报、逾期未报、未到期之和'),
        onTime: count('按时报送'),
        late: count('迟报'),
        missing: count('逾期未报'),
        open: count('未到期、尚未报送'),
        exempt: count('免报，不在应报之内'),
        returned: count('按时和迟报中退回待改的'),
        timeliness: share('按时率：按时 ÷ 到期应报（按时、迟报、逾期未报）'),
        filled: count('计入的报送已填的指标数'),
        toFill: count('应填的指标数，未到期、尚未报送的不算'),
        completeness: share('完整率：已填指标 ÷ 应填指标'),
      }),
      { description: '四个季度；没有开始的各数为 0' },
    ),
    townships: Type.Array(
      Type.Object({
        unit: UnitRef,
        reports: Type.Array(
          Type.Object({
            period: Period,
            obligationId: Id,
            submissionId: Nullable(Id),
            status: Words(obligationStatuses),
            lamp: Words(lamps),
            timeliness: Nullable(Words(['on_time', 'late'])),
            lateWorkingDays: Nullable(Type.Integer()),
          }),
          { description: '已经开始的各季度' },
        ),
      }),
      { description: '各乡镇的季度报送，按单位顺序' },
    ),
    publications: Type.Array(
      Type.Object({
        period: Period,
        carrier: Words(wordsIn('carrier')),
        level: Words(wordsIn('level')),
        adopted: count('已刊播（采用）的篇数'),
        other: count('没有刊播（采用）的篇数'),
      }),
      { description: '宣传信息台账，按报送日期所在的季度' },
    ),
    rates: Type.Array(Rate, { description: '全年至 period 为止；C1—C3 取自项目点位名册，一处点位计一次' }),
    surveys: Type.Array(
      Type.Object({
        id: Id,
        unit: UnitRef,
        day: Day,
        title: Type.String(),
        valid: count('有效样本'),
        awareness: share('知晓率'),
        satisfaction: share('满意度'),
      }),
      { description: '民意调查，按调查日期' },
    ),
  },
  { title: 'Pictures' },
);
export type Pictures = Static<typeof Pictures>;

export const pictureEndpoints = {
  getPictures: endpoint({
    method: 'GET',
    path: '/statistics/pictures',
    tag: 'statistics',
    summary:
      'What the pictures of a year are drawn from: reports on time and complete by quarter, those of the townships, items by carrier and level, the rates C1–C9, surveys',
    access: { roles: readers, rows: 'own' },
    query: Closed({
      year: Type.Optional(Year),
      basis: Type.Optional(
        Words(figureBases, {
          default: 'handed_in',
          description: 'handed_in 已报送且未退回的（含待审），accepted 只计审核通过的',
        }),
      ),
    }),
    status: 200,
    reply: Pictures,
    problems: ['not_found'],
  }),
} as const;
