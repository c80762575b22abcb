import { Type, type Static } from 'typebox';
import type { FormDefinition } from '@nuanxin/domain';
import { Closed, Id, Instant, Period, Text, XLSX } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

/** The shape is the domain's own (`FormDefinition`); it is data of the product, not input of a caller. */
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
    summary: 'One form with its fields, limits and rules; without a version, the newest',
    access: everyone,
    params: Closed({ code }),
    query: Closed({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
    status: 200,
    reply: Form,
    problems: ['not_found'],
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
