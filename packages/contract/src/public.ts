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
        title: Type.String({ description: '印发的通报' }),
        documentNo: Type.String({ description: '发文字号' }),
        issuedOn: Day,
        coverage: Type.String({ description: '应报多少份，计入多少份' }),
      }),
      { description: '已印发通报的季度；数字以通报为准' },
    ),
    sections: Type.Array(
      Type.Object({
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
            total: Nullable(Type.Number({ description: '本年累计；期末数为最后一个季度的' })),
          }),
        ),
      }),
      { description: '最近一份通报的附件中的指标' },
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
      'Projects with their policy cards and disclosed sites, and the figures of the quarters whose bulletin is published; the ETag changes with the content (304), to be kept for five minutes, 120 calls a minute',
    access: 'public',
    params: Closed({ year: Year }),
    status: 200,
    reply: PublicCampaign,
    problems: ['not_found', 'too_many_requests'],
  }),
};
