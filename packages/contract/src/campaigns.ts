import { Type, type Static } from 'typebox';
import { Closed, Id, MonthDay, Nullable, Said, Text, UnitRef, Words, Year } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { PlanChange, PlanMode } from './plan-changes.ts';

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
const office = { roles: ['office'], rows: 'all' } as const;
const byYear = Closed({ year: Year });
const code = Type.Optional(Text(40, 1));

/** Phases and groups of a plan as they are to stand, in their order; a code names one that is there, none a new one. */
export const PhaseInput = Closed(
  { code, name: Said(20), from: MonthDay, to: MonthDay, work: Type.Array(Said(60), { maxItems: 20 }) },
  { title: 'PhaseInput' },
);
export type PhaseInput = Static<typeof PhaseInput>;
export const GroupInput = Closed(
  {
    code,
    name: Said(40),
    units: Type.Array(Text(20, 1), { minItems: 1, maxItems: 200, uniqueItems: true, description: '单位编码' }),
  },
  { title: 'GroupInput' },
);
export type GroupInput = Static<typeof GroupInput>;

const Changed = Type.Object({ campaign: Campaign, change: PlanChange });

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
    access: office,
    params: byYear,
    body: Closed({ settings: CampaignSettings }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Campaign,
    problems: ['not_found'],
  }),
  putPhases: endpoint({
    method: 'PUT',
    path: '/campaigns/{year}/phases',
    tag: 'campaigns',
    summary: 'Phases of a year in their order; one that is not named goes, unless a task is in it',
    access: office,
    params: byYear,
    body: Closed({
      phases: Type.Array(PhaseInput, { minItems: 1, maxItems: 12 }),
      mode: Type.Optional(PlanMode),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Changed,
    problems: ['not_found', 'phases_invalid', 'phase_in_use', 'schedule_invalid', 'personal_info'],
  }),
  putGroups: endpoint({
    method: 'PUT',
    path: '/campaigns/{year}/groups',
    tag: 'campaigns',
    summary:
      'Groups of responsible units of a year; one that is not named goes, unless a task names it. Units that are added owe what is not over yet, units that are taken out no longer owe what is to come',
    access: office,
    params: byYear,
    body: Closed({ groups: Type.Array(GroupInput, { maxItems: 50 }), mode: Type.Optional(PlanMode) }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Changed,
    problems: ['not_found', 'groups_invalid', 'group_in_use', 'personal_info'],
  }),
  createCampaign: endpoint({
    method: 'POST',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'A new year with the tasks of an earlier one; its deadlines are computed anew',
    access: office,
    body: Closed({ year: Year, copyOf: Year, title: Type.Optional(Said(100)) }),
    status: 201,
    etag: true,
    reply: Campaign,
    problems: ['campaign_exists', 'not_found'],
  }),
} as const;
