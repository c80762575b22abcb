import { projectKinds } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { Closed, Day, Nullable, Period, Words, Year } from './common.ts';
import { endpoint } from './endpoint.ts';
import { policyCardTexts } from './projects.ts';

/** What may be read of a plan without a sign-in: aggregates and sites, no unit's own figures and no personal data. */
export const PublicCampaign = Type.Object(
  {
    year: Year,
    title: Type.String(),
    district: Type.String(),
    quarters: Type.Array(
      Type.Object({
        period: Period,
        owed: Type.Integer({ description: '应报份数' }),
        counted: Type.Integer({ description: '审核通过、计入的份数' }),
      }),
      { description: '已有审核通过报送的季度' },
    ),
    sections: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Type.String(),
        figures: Type.Array(
          Type.Object({
            code: Type.String(),
            label: Type.String(),
            measure: Type.String({ description: '计量单位' }),
            kind: Words(['flow', 'stock'], { description: 'flow 逐季累计，stock 期末数' }),
            quarters: Type.Array(Nullable(Type.Number()), {
              description: '与 quarters 同序；null：没有填报，空白不是零',
            }),
            total: Nullable(Type.Number({ description: '本年累计；期末数取最后一个季度' })),
          }),
        ),
      }),
      { description: '只计审核通过的报送；没有数的指标不列出' },
    ),
    projects: Type.Array(
      Type.Object({
        no: Type.Integer(),
        field: Type.String({ description: '领域' }),
        name: Type.String(),
        kind: Words(projectKinds),
        lead: Nullable(Type.String({ description: '牵头单位' })),
        sample: Type.Boolean({ description: '示例数据' }),
        card: Nullable(Type.Object(policyCardTexts), { description: '政策卡片；null：未编写，或沿用往年的还没有核对' }),
        sites: Type.Array(
          Type.Object({
            title: Type.String(),
            township: Type.String(),
            place: Nullable(Type.String()),
            works: Type.String({ description: '工程状态' }),
            disclosedOn: Day,
            link: Nullable(Type.String()),
          }),
          { description: '已公开的点位（R66）' },
        ),
      }),
    ),
  },
  { title: 'PublicCampaign' },
);
export type PublicCampaign = Static<typeof PublicCampaign>;
export const publicEndpoints = {
  listPublicCampaigns: endpoint({
    method: 'GET',
    path: '/public/campaigns',
    tag: 'public',
    summary: 'Years whose figures the office made public, newest first; 120 calls a minute',
    access: 'public',
    status: 200,
    reply: Type.Object({
      items: Type.Array(Type.Object({ year: Year, title: Type.String() })),
      nextCursor: Type.Null(),
    }),
    problems: ['too_many_requests'],
  }),
  getPublicCampaign: endpoint({
    method: 'GET',
    path: '/public/campaigns/{year}',
    tag: 'public',
    summary:
      'Projects with their policy cards and disclosed sites, and the figures of the year as far as reports are accepted; the ETag changes with the content (304), to be kept for five minutes, 120 calls a minute',
    access: 'public',
    params: Closed({ year: Year }),
    status: 200,
    reply: PublicCampaign,
    problems: ['not_found', 'too_many_requests'],
  }),
};
