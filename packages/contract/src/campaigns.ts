import { Type, type Static } from 'typebox';
import { Closed, Id, Nullable, Said, UnitRef, Words, Year } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

const MonthDay = Type.String({ pattern: '^\\d{2}-\\d{2}$' });

const target = Type.Integer({ minimum: 1, maximum: 366 });
/** What the notice leaves open and the office may turn on. */
export const CampaignSettings = Closed(
  {
    columnGapDays: Nullable(target, { description: '专栏两篇稿件之间最多相隔天数；null 为不设' }),
    columnItems: Nullable(Type.Integer({ minimum: 1, maximum: 9999 }), { description: '专栏全年篇数；null 为不设' }),
  },
  { title: 'CampaignSettings' },
);

export const Campaign = Type.Object(
  {
    id: Id,
    year: Year,
    title: Type.String(),
    district: UnitRef,
    materialHeading: Type.String({ description: '单项宣传资料开头标注文字（R88）' }),
    correctionDays: Type.Integer({ description: '退回后的改正期，工作日' }),
    settings: CampaignSettings,
    phases: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        from: MonthDay,
        to: MonthDay,
        work: Type.Array(Type.String()),
        state: Words(['past', 'current', 'future']),
      }),
    ),
    workstreams: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
    groups: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), units: Type.Array(UnitRef) })),
    projects: Type.Array(
      Type.Object({
        no: Type.Integer(),
        field: Type.String(),
        name: Type.String(),
        labelName: Type.String(),
        kind: Words(['engineering', 'subsidy', 'service']),
        lead: Nullable(UnitRef),
        sample: Type.Boolean(),
      }),
    ),
  },
  { title: 'Campaign' },
);
export type Campaign = Static<typeof Campaign>;

export const CampaignRef = Type.Object(
  { year: Year, title: Type.String(), current: Type.Boolean({ description: '今年' }) },
  { title: 'CampaignRef' },
);

const everyone = { roles, rows: 'all' } as const;
const byYear = Closed({ year: Year });

export const campaignEndpoints = {
  listCampaigns: endpoint({
    method: 'GET',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'Years that have a plan, newest first',
    access: everyone,
    status: 200,
    reply: Type.Object({ items: Type.Array(CampaignRef), nextCursor: Type.Null() }),
    problems: [],
  }),
  getCampaign: endpoint({
    method: 'GET',
    path: '/campaigns/{year}',
    tag: 'campaigns',
    summary: 'One year: phases, workstreams, unit groups and projects',
    access: everyone,
    params: byYear,
    status: 200,
    etag: true,
    reply: Campaign,
    problems: ['not_found'],
  }),
  updateCampaign: endpoint({
    method: 'PATCH',
    path: '/campaigns/{year}',
    tag: 'campaigns',
    summary: 'Set what the notice leaves open',
    access: { roles: ['office'], rows: 'all' },
    params: byYear,
    body: Closed({ settings: CampaignSettings }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Campaign,
    problems: ['not_found'],
  }),
  createCampaign: endpoint({
    method: 'POST',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'A new year with the tasks of an earlier one; its deadlines are computed anew',
    access: { roles: ['office'], rows: 'all' },
    body: Closed({ year: Year, copyOf: Year, title: Type.Optional(Said(100)) }),
    status: 201,
    etag: true,
    reply: Campaign,
    problems: ['campaign_exists', 'not_found'],
  }),
} as const;
