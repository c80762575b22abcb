import { Type, type Static } from 'typebox';
import type { FormDefinition } from '@nuanxin/domain';
import { Closed, Day, Id, Instant, Name, Nullable, Period, Text, Words, XLSX } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { PlanMode } from './plan-changes.ts';

/** The shape is the domain's own (`FormDefinition`). */
export const Form = Type.Object(
  {
    code: Type.String(),
    version: Type.Integer(),
    title: Type.String(),
    sample: Type.Boolean({ description: '示例报表' }),
    sections: Type.Array(Type.Object({ code: Type.String(), title: Type.String() })),
    fields: Type.Array(Type.Unsafe<FormDefinition['fields'][number]>({ type: 'object', additionalProperties: true })),
    texts: Type.Array(Type.Unsafe<FormDefinition['texts'][number]>({ type: 'object', additionalProperties: true })),
    rules: Type.Array(Type.Unsafe<FormDefinition['rules'][number]>({ type: 'object', additionalProperties: true })),
  },
  { title: 'Form' },
);
export type Form = Static<typeof Form>;

export const FormLabel = Type.Object(
  {
    id: Id,
    text: Type.String({ description: '表头写法' }),
    field: Type.String({ description: '指标编码' }),
    createdBy: Type.String(),
    createdAt: Instant,
  },
  { title: 'FormLabel' },
);
export type FormLabel = Static<typeof FormLabel>;

const FieldInput = Closed(
  {
    code: Type.String({ pattern: '^[A-Z][A-Z0-9]{1,19}$', description: '指标编码：一经使用，含义不变' }),
    label: Name(80),
    aliases: Type.Optional(Type.Array(Name(80), { maxItems: 20 })),
    section: Text(20, 1),
    measure: Name(10),
    kind: Words(['flow', 'stock'], { description: 'flow 本期数；stock 期末数' }),
    for: Type.Array(Words(['township', 'department', 'media']), { minItems: 1, maxItems: 3, uniqueItems: true }),
    min: Type.Integer({ minimum: 0, maximum: 99_999_999 }),
    max: Type.Integer({ minimum: 0, maximum: 99_999_999 }),
    evidence: Type.Optional(Words(['link', 'link_or_scan', 'attachment'])),
    hint: Type.Optional(Text(100)),
    required: Type.Optional(Type.Boolean()),
    requirement: Text(20),
  },
  { title: 'FieldInput' },
);
const formInput = {
  title: Name(80),
  sections: Type.Array(Closed({ code: Text(20, 1), title: Name(40) }), { minItems: 1, maxItems: 30 }),
  fields: Type.Array(FieldInput, { minItems: 1, maxItems: 200, description: '按显示顺序' }),
};
export const FormInput = Closed(formInput, { title: 'FormInput' });
export type FormInput = Static<typeof FormInput>;

const FieldRef = Type.Object({ code: Type.String(), label: Type.String(), measure: Type.String() });
export const FormVersion = Type.Object(
  {
    version: Type.Integer(),
    title: Type.String(),
    codes: Type.Array(Type.String(), { description: '指标编码' }),
    usedFrom: Nullable(Day, { description: '自这一天起开始的报送期使用；null 为最初的版本' }),
    createdAt: Instant,
    submissions: Type.Integer({ description: '用这一版填报的份数，含草稿' }),
  },
  { title: 'FormVersion' },
);
export type FormVersion = Static<typeof FormVersion>;

export const FormDiff = Type.Object(
  {
    title: Nullable(Type.Object({ from: Type.String(), to: Type.String() })),
    added: Type.Array(FieldRef),
    removed: Type.Array(FieldRef),
    changed: Type.Array(
      Type.Object({
        code: Type.String(),
        label: Type.String(),
        changes: Type.Array(Type.Object({ what: Type.String(), from: Type.String(), to: Type.String() })),
      }),
    ),
    sections: Type.Array(Type.Object({ from: Nullable(Type.String()), to: Nullable(Type.String()) })),
    reordered: Type.Boolean({ description: '指标的先后有变' }),
    rules: Type.Array(Type.String(), { description: '随指标取消的核对规则' }),
    warnings: Type.Array(Type.String(), { description: '与以前各期不能比较之处' }),
  },
  { title: 'FormDiff' },
);
export type FormDiff = Static<typeof FormDiff>;

const everyone = { roles, rows: 'all' } as const;
const office = { roles: ['office'], rows: 'all' } as const;
const code = Text(40, 1);

export const formEndpoints = {
  listForms: endpoint({
    method: 'GET',
    path: '/forms',
    tag: 'forms',
    summary: 'Forms, each in its newest version',
    access: everyone,
    status: 200,
    reply: Type.Object({
      items: Type.Array(
        Type.Object({ code: Type.String(), version: Type.Integer(), title: Type.String(), sample: Type.Boolean() }),
      ),
      nextCursor: Type.Null(),
    }),
    problems: [],
  }),
  getForm: endpoint({
    method: 'GET',
    path: '/forms/{code}',
    tag: 'forms',
    summary:
      'One form with its fields, limits and rules: in the version named, in the one that a period uses, or in the newest; its ETag is the number of the newest',
    access: everyone,
    params: Closed({ code }),
    query: Closed({ version: Type.Optional(Type.Integer({ minimum: 1 })), period: Type.Optional(Period) }),
    status: 200,
    etag: true,
    reply: Form,
    problems: ['not_found'],
  }),
  listFormVersions: endpoint({
    method: 'GET',
    path: '/forms/{code}/versions',
    tag: 'forms',
    summary: 'Versions of a form, newest first: which periods use each',
    access: everyone,
    params: Closed({ code }),
    status: 200,
    reply: Type.Object({ items: Type.Array(FormVersion), nextCursor: Type.Null() }, { title: 'FormVersionPage' }),
    problems: ['not_found'],
  }),
  publishForm: endpoint({
    method: 'POST',
    path: '/forms/{code}/versions',
    tag: 'forms',
    summary:
      'Publish the next version: periods that begin later use it, or those from the one named on; what was begun or handed in keeps its version. Fields are known by their codes',
    access: office,
    params: Closed({ code }),
    body: Closed({ ...formInput, from: Type.Optional(Period), mode: Type.Optional(PlanMode) }),
    ifMatch: true,
    status: 201,
    etag: true,
    reply: Type.Object({
      form: Form,
      diff: FormDiff,
      usedFrom: Day,
      periods: Type.Array(Period, { description: '方案中将使用新版的报送期' }),
    }),
    problems: ['not_found', 'form_version_invalid', 'form_version_same', 'form_version_in_use', 'personal_info'],
  }),
  getFormTemplate: endpoint({
    method: 'GET',
    path: '/forms/{code}/template.xlsx',
    tag: 'forms',
    summary:
      "The workbook to fill in: the unit's own fields with limits and hints, what it has saved, and the figures of the period before; a unit or period left out is chosen in the workbook",
    access: { roles: ['office', 'reporter'], rows: 'own' },
    params: Closed({ code }),
    query: Closed({ unit: Type.Optional(Text(20, 1)), period: Type.Optional(Period) }),
    status: 200,
    download: XLSX,
    problems: ['not_found', 'period_not_planned'],
  }),
  listFormLabels: endpoint({
    method: 'GET',
    path: '/forms/{code}/labels',
    tag: 'forms',
    summary: 'Header and label texts that the office said mean a field, learned while importing',
    access: office,
    params: Closed({ code }),
    status: 200,
    reply: Type.Object({ items: Type.Array(FormLabel), nextCursor: Type.Null() }, { title: 'FormLabelPage' }),
    problems: [],
  }),
  forgetFormLabel: endpoint({
    method: 'DELETE',
    path: '/forms/{code}/labels/{id}',
    tag: 'forms',
    summary: 'Forget a learned text; files read from then on no longer know it',
    access: office,
    params: Closed({ code, id: Id }),
    status: 204,
    problems: ['not_found'],
  }),
} as const;
