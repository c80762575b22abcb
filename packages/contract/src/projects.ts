import { policyParts, projectKinds, projectLimits } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Instant, Name, Nullable, Text, UnitRef, Words, Year } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { ListImport, listImportProblems, listUpload } from './list-import.ts';

const Kind = Words(projectKinds, { description: 'engineering 工程类；subsidy 补助类；service 服务类' });
const PolicyPart = Words(policyParts);

const Gaps = Type.Object(
  {
    parts: Type.Array(PolicyPart, { description: '五部分中还缺的（R14）' }),
    plain: Type.Boolean({ description: '缺大白话（R15）' }),
    statements: Type.Array(Type.String(), { description: '还没有写明的政策原则、政策安排（R16）' }),
  },
  { title: 'PolicyCardGaps' },
);

export const Project = Type.Object(
  {
    id: Id,
    year: Year,
    no: Type.Integer({ description: '序号' }),
    field: Type.String({ description: '领域' }),
    name: Type.String(),
    labelName: Type.String({ description: '资料开头标注中的名称' }),
    heading: Type.String({ description: '单项资料开头应标注的文字（R88）' }),
    kind: Kind,
    lead: Nullable(UnitRef),
    sample: Type.Boolean({ description: '示例数据' }),
    note: Type.String(),
    sites: Type.Integer({ description: '登记的点位数' }),
    card: Type.Object({
      number: Type.Integer({ description: '政策卡片的版次；0 为还没有' }),
      gaps: Gaps,
      carriedFrom: Nullable(Year, { description: '沿用该年度的卡片，待核对' }),
    }),
    version: Type.Integer(),
  },
  { title: 'Project' },
);
export type Project = Static<typeof Project>;

export const policyCardTexts = {
  parts: Closed(
    Object.fromEntries(policyParts.map((part) => [part, Type.Optional(Text(4000))])) as Record<
      (typeof policyParts)[number],
      ReturnType<typeof Type.Optional<ReturnType<typeof Text>>>
    >,
    { description: '五部分：目标任务、实施范围、工作标准、办理程序、受益群体（R14）' },
  ),
  plain: Type.String({ maxLength: 4000, description: '大白话（R15）' }),
  questions: Type.Array(Closed({ question: Text(200, 1), answer: Text(2000, 1) }), { maxItems: 50 }),
  phone: Type.String({ maxLength: 60, description: '咨询电话（办公电话）' }),
  link: Type.String({ maxLength: 500, description: '政策来源网址；空为没有' }),
};

export const PolicyCard = Type.Object(
  {
    projectId: Id,
    number: Type.Integer({ description: '版次；0 为还没有' }),
    ...policyCardTexts,
    gaps: Gaps,
    carriedFrom: Nullable(Year, { description: '沿用该年度的卡片，待核对；保存后即为已核对' }),
    createdBy: Nullable(Type.String()),
    createdAt: Nullable(Instant),
    versions: Type.Array(Type.Object({ number: Type.Integer(), createdBy: Type.String(), createdAt: Instant }), {
      description: '各版，新的在前；都可以读',
    }),
  },
  { title: 'PolicyCard' },
);
export type PolicyCard = Static<typeof PolicyCard>;

export const ProjectImport = ListImport(
  'ProjectImport',
  {
    no: Nullable(Type.Integer({ description: '相同序号的更新' })),
    field: Type.String(),
    name: Type.String(),
    labelName: Type.String(),
    kind: Nullable(Kind),
    lead: Nullable(UnitRef),
  },
  {
    absent: Type.Array(Type.Object({ no: Type.Integer(), name: Type.String() }), {
      description: '已登记而文件中没有的，保持不变',
    }),
  },
);
export type ProjectImport = Static<typeof ProjectImport>;

const everyone = { roles, rows: 'all' } as const;
const keepers = { roles: ['office'], rows: 'all' } as const;
const filters = {
  year: Type.Optional(Year),
  kind: Type.Optional(Kind),
  lead: Type.Optional(Type.String({ description: '牵头单位编码' })),
  card: Type.Optional(Words(['full', 'lacking'], { description: '政策卡片：full 齐全，lacking 不齐全' })),
};
const [shortest, longest] = projectLimits.labelName;

export const projectEndpoints = {
  listProjects: endpoint({
    method: 'GET',
    path: '/projects',
    tag: 'projects',
    summary: 'The livelihood projects of a year by number, each with what its policy card still lacks',
    access: everyone,
    query: Closed(filters),
    status: 200,
    reply: Type.Object({ items: Type.Array(Project), nextCursor: Type.Null() }),
    problems: ['not_found'],
  }),
  exportProjects: listExport({
    path: '/projects',
    tag: 'projects',
    summary: 'The list as a file: to be changed and imported again',
    access: everyone,
    filters,
    problems: ['not_found'],
  }),
  importProjects: endpoint({
    method: 'POST',
    path: '/projects/import',
    tag: 'projects',
    summary:
      'Read the list from a workbook (序号, 领域, 名称, 标注名称, 类型, 牵头单位); atomic also writes it, all rows or none: a number that is known is updated. What is imported is no sample any more',
    access: keepers,
    file: 'file',
    body: listUpload({ year: Type.Optional(Year) }),
    status: 200,
    reply: ProjectImport,
    problems: [...listImportProblems, 'not_found'],
  }),
  getProject: endpoint({
    method: 'GET',
    path: '/projects/{id}',
    tag: 'projects',
    summary: 'One project',
    access: everyone,
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: Project,
    problems: ['not_found'],
  }),
  updateProject: endpoint({
    method: 'PATCH',
    path: '/projects/{id}',
    tag: 'projects',
    summary: 'Change a project; what is not named stays',
    access: keepers,
    params: ByIdParams,
    body: Closed({
      name: Type.Optional(Name(projectLimits.name)),
      labelName: Type.Optional(Name(longest, { minLength: shortest })),
      field: Type.Optional(Name(projectLimits.field)),
      kind: Type.Optional(Kind),
      lead: Type.Optional(Nullable(Type.String({ description: '单位编码' }))),
      sample: Type.Optional(Type.Boolean()),
      note: Type.Optional(Text(projectLimits.note)),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Project,
    problems: ['not_found', 'personal_info'],
  }),
  getPolicyCard: endpoint({
    method: 'GET',
    path: '/projects/{id}/policy-card',
    tag: 'projects',
    summary: 'The policy card of a project, the newest version or an older one; its ETag is that of the newest',
    access: everyone,
    params: ByIdParams,
    query: Closed({ number: Type.Optional(Type.Integer({ minimum: 1, description: '版次' })) }),
    status: 200,
    etag: true,
    reply: PolicyCard,
    problems: ['not_found'],
  }),
  savePolicyCard: endpoint({
    method: 'PUT',
    path: '/projects/{id}/policy-card',
    tag: 'projects',
    summary: 'Save the policy card: a new version, the older ones stay; the same content again makes none',
    access: keepers,
    params: ByIdParams,
    body: Closed(policyCardTexts),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: PolicyCard,
    problems: ['not_found', 'personal_info', 'invalid_request'],
  }),
} as const;
