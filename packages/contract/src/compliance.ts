import { complianceChecks, complianceStates } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { Closed, Day, Id, Nullable, Quarter, Text, UnitRef, Words, Year } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { listExport } from './list-export.ts';

const Code = Words(complianceChecks, { description: '检查项目' });
const ProjectRef = Type.Object({ no: Type.Integer(), labelName: Type.String() }, { title: 'ProjectRef' });

const check = {
  code: Code,
  rule: Type.String({ description: '通知要求，如 R88' }),
  title: Type.String(),
  says: Type.String({ description: '通知怎么说' }),
  enabled: Type.Boolean({ description: 'false：通知没有定数，办公室也没有设定，只列事实' }),
  checked: Type.Integer({ description: '核对的数量；0 为没有可核对的' }),
  failing: Type.Integer({ description: '待改' }),
  pending: Type.Integer({ description: '未到期、尚未完成' }),
  unjudged: Type.Integer({ description: '登记不全，无法核对' }),
  asOf: Day,
};
export const ComplianceCheck = Type.Object(check, { title: 'ComplianceCheck' });
export type ComplianceCheck = Static<typeof ComplianceCheck>;

export const ComplianceItem = Type.Object(
  {
    state: Words(complianceStates, {
      description: 'failing 待改；pending 未到期；unjudged 无法核对；fact 仅供了解',
    }),
    unit: Nullable(UnitRef),
    project: Nullable(ProjectRef),
    record: Nullable(Type.Object({ kind: Type.String(), id: Id }), { description: '所涉的记录或点位' }),
    detail: Type.String({ description: '问题' }),
  },
  { title: 'ComplianceItem' },
);
export type ComplianceItem = Static<typeof ComplianceItem>;

export const Heading = Type.Object(
  {
    passes: Type.Boolean(),
    stands: Type.String({ description: '资料开头现有的文字' }),
    heading: Type.String({ description: '应标注的文字，可复制' }),
    detail: Nullable(Type.String({ description: '哪里不对；合格为 null' })),
  },
  { title: 'HeadingCheck' },
);
export type Heading = Static<typeof Heading>;

/** When it was put up. */
const Since = Nullable(Day);
export const Signage = Type.Object(
  {
    asOf: Day,
    townships: Type.Array(UnitRef),
    projects: Type.Array(
      Type.Object({ no: Type.Integer(), labelName: Type.String(), kind: Type.String() }, { title: 'SignageProject' }),
    ),
    sites: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Type.String(),
          unit: UnitRef,
          project: Type.Integer(),
          works: Type.String(),
          logoOn: Since,
          constructionBoardOn: Since,
          permanentSignOn: Since,
          photos: Type.Integer({ description: '照片数' }),
        },
        { title: 'SignageSite' },
      ),
    ),
  },
  { title: 'Signage' },
);
export type Signage = Static<typeof Signage>;

const own = { roles: readers, rows: 'own' } as const;
const byYear = Closed({ year: Type.Optional(Year) });
/** The heading rule is for whoever makes materials: it tells nothing of anybody's rows. */
const project = Type.Integer({ minimum: 1, maximum: 999, description: '民生实事项目序号' });
const anybody = { roles: readers, rows: 'all' } as const;

const filters = {
  year: Type.Optional(Year),
  quarter: Type.Optional(Quarter),
  state: Type.Optional(Words(complianceStates)),
  unit: Type.Optional(Type.String({ description: '单位编码' })),
};

export const complianceEndpoints = {
  getCompliance: endpoint({
    method: 'GET',
    path: '/compliance',
    tag: 'compliance',
    summary: 'What the rules of the notice find in the records and registers of a year, check by check',
    access: own,
    query: byYear,
    status: 200,
    reply: Type.Object(
      {
        year: Year,
        asOf: Day,
        failing: Type.Integer({ description: '待改合计' }),
        checks: Type.Array(ComplianceCheck),
      },
      { title: 'Compliance' },
    ),
    problems: ['not_found'],
  }),
  getSignage: endpoint({
    method: 'GET',
    path: '/compliance/signage',
    tag: 'compliance',
    summary: 'Sites with their logo, boards and photos, for the table of projects and townships',
    access: own,
    query: byYear,
    status: 200,
    reply: Signage,
    problems: ['not_found'],
  }),
  getComplianceCheck: endpoint({
    method: 'GET',
    path: '/compliance/{check}',
    tag: 'compliance',
    summary:
      'What one check found, at most 1,000 of it; online publishing by the last and the running quarter or by one',
    access: own,
    params: Closed({ check: Code }),
    query: Closed(filters),
    status: 200,
    reply: Type.Object(
      {
        check: ComplianceCheck,
        items: Type.Array(ComplianceItem),
        more: Type.Integer({ description: '未列出的条数' }),
      },
      { title: 'ComplianceFindings' },
    ),
    problems: ['not_found'],
  }),
  exportComplianceCheck: listExport({
    path: '/compliance/{check}',
    tag: 'compliance',
    summary: 'What one check found as a file',
    access: own,
    params: { check: Code },
    filters,
    problems: ['not_found'],
  }),
  checkHeading: endpoint({
    method: 'POST',
    path: '/compliance/heading',
    tag: 'compliance',
    summary: 'Does a text begin as the material of a single project must (R88)? Nothing is kept',
    access: anybody,
    body: Closed({ year: Type.Optional(Year), project, text: Text(100_000) }),
    status: 200,
    reply: Heading,
    problems: ['not_found'],
  }),
  checkHeadingOfFile: endpoint({
    method: 'POST',
    path: '/compliance/heading/file',
    tag: 'compliance',
    summary:
      'The same of a document, by its first paragraph (.docx, .txt) or the first filled cell of a workbook (.xlsx, .xls, .csv). Nothing is kept',
    access: anybody,
    file: 'file',
    body: Closed({
      file: Type.Unsafe<Blob>({ description: '.docx、.xlsx、.xls、.csv 或 .txt，不超过 20 MB', format: 'binary' }),
      year: Type.Optional(Year),
      project,
    }),
    status: 200,
    reply: Heading,
    problems: ['file_missing', 'file_refused', 'import_timeout', 'not_found'],
  }),
} as const;
