import { Type, type Static } from 'typebox';
import { GroupInput, PhaseInput } from './campaigns-input.ts';
import { Closed, Id, MonthDay, Nullable, UnitRef, Words, Year } from './common.ts';
import { listExport } from './list-export.ts';
import { endpoint, roles } from './endpoint.ts';
import { PlanChange, PlanMode } from './plan-changes.ts';
import { PlanComparison, RollOver, RollOverPreview } from './roll-over.ts';

const target = Type.Integer({ minimum: 1, maximum: 366 });
/** What the notice leaves open and the office may turn on. */
export const CampaignSettings = Closed(
  {
    columnGapDays: Nullable(target, { description: '专栏两篇稿件之间最多相隔天数；null 为不设' }),
    columnItems: Nullable(Type.Integer({ minimum: 1, maximum: 9999 }), { description: '专栏全年篇数；null 为不设' }),
    publicFigures: Type.Boolean({
      description: '不登录即可读：项目和政策卡片、已公开的点位、各季度汇总（GET /public/campaigns/{year}）',
    }),
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
const rollOverProblems = [
  'campaign_exists',
  'campaign_year_too_far',
  'roll_over_invalid',
  'not_found',
  'phases_invalid',
  'phase_in_use',
  'groups_invalid',
  'group_in_use',
  'project_invalid',
  'task_invalid',
  'task_code_taken',
  'task_tracking_fixed',
  'schedule_invalid',
  'personal_info',
] as const;
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
    summary: 'Set what the notice leaves open, and whether everybody may read its figures',
    access: office,
    params: byYear,
    body: Closed({
      settings: Type.Partial(CampaignSettings, {
        additionalProperties: false,
        minProperties: 1,
        description: '没有写的不变',
      }),
    }),
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
    summary:
      'A new year from an earlier one (有进有退、滚动实施): what is not named is kept, its deadlines are computed anew, and nothing of the old year changes. If-Match takes the ETag of the preview: what is created is what was shown',
    access: office,
    body: RollOver,
    ifMatch: true,
    status: 201,
    etag: true,
    reply: Campaign,
    problems: [...rollOverProblems, 'roll_over_moved'],
  }),
  previewCampaign: endpoint({
    method: 'POST',
    path: '/campaigns/preview',
    tag: 'campaigns',
    summary:
      'What creating the new year would give, side by side with the old one; nothing is written. Its ETag stands for all that would be created',
    access: office,
    body: RollOver,
    status: 200,
    etag: true,
    reply: RollOverPreview,
    problems: rollOverProblems,
  }),
  deleteCampaign: endpoint({
    method: 'DELETE',
    path: '/campaigns/{year}',
    tag: 'campaigns',
    summary:
      'Take away a plan that was made by mistake: nothing was ever handed in, noted, granted, reminded of or recorded for it, and it is not the only one',
    access: office,
    params: byYear,
    ifMatch: true,
    status: 204,
    problems: ['not_found', 'campaign_in_use'],
  }),
  compareCampaigns: endpoint({
    method: 'GET',
    path: '/campaigns/{year}/compare',
    tag: 'campaigns',
    summary: 'What of another year is kept, changed, dropped and new in this one',
    access: everyone,
    params: byYear,
    query: Closed({ with: Year }),
    status: 200,
    reply: PlanComparison,
    problems: ['not_found'],
  }),
  exportComparison: listExport({
    path: '/campaigns/{year}/compare',
    tag: 'campaigns',
    summary: 'The projects of two years as a file, for the notice (有进有退)',
    access: everyone,
    params: { year: Year },
    filters: { with: Year },
    problems: ['not_found'],
  }),
} as const;
