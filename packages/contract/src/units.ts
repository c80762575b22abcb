import { unitKinds, type UnitKind } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Nullable, Page, paging, Said, Text, UnitRef, Words } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

export { unitKinds, type UnitKind };

export const UnitAlias = Closed(
  {
    text: Said(40),
    oldName: Type.Optional(Type.Boolean({ default: false, description: '旧名：导入时提示' })),
  },
  { title: 'UnitAlias' },
);

export const Unit = Type.Object(
  {
    id: Id,
    code: Type.String(),
    name: Type.String({ description: '简称，页面上使用' }),
    fullName: Type.String({ description: '全称' }),
    kind: Words(unitKinds),
    parent: Nullable(UnitRef),
    aliases: Type.Array(UnitAlias),
    villages: Type.Integer({ description: '下辖村（社区）数' }),
    sort: Type.Integer({ description: '排序号，小的在前' }),
    active: Type.Boolean(),
    sample: Type.Boolean({ description: '示例数据' }),
    version: Type.Integer(),
  },
  { title: 'Unit' },
);
export type Unit = Static<typeof Unit>;

const everyone = { roles, rows: 'all' } as const;
const keepers = { roles: ['admin', 'office'], rows: 'all' } as const;
const aliases = Type.Optional(Type.Array(UnitAlias, { maxItems: 50 }));
/** There is one district, above all others; what it is called may change, nothing else becomes one. */
const kind = Words(unitKinds.filter((each) => each !== 'district'));
const sort = Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: '排序号；不填的排在最后' }));

export const unitEndpoints = {
  listUnits: endpoint({
    method: 'GET',
    path: '/units',
    tag: 'units',
    summary: 'Units of the tree in the order of the office',
    access: everyone,
    query: Closed({
      ...paging,
      kind: Type.Optional(Type.Array(Words(unitKinds))),
      parent: Type.Optional(Type.String({ description: '上级单位编码' })),
      q: Type.Optional(Text(40)),
    }),
    status: 200,
    reply: Page(Unit, 'Unit'),
    problems: ['invalid_cursor'],
  }),
  getUnit: endpoint({
    method: 'GET',
    path: '/units/{id}',
    tag: 'units',
    summary: 'One unit with its aliases',
    access: everyone,
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: Unit,
    problems: ['not_found'],
  }),
  createUnit: endpoint({
    method: 'POST',
    path: '/units',
    tag: 'units',
    summary: 'New unit',
    access: keepers,
    body: Closed({
      code: Type.String({ pattern: '^[0-9A-Za-z-]{1,20}$' }),
      name: Said(40),
      fullName: Type.Optional(Said(80)),
      kind,
      parent: Type.String({ description: '上级单位编码' }),
      sort,
      aliases,
    }),
    status: 201,
    etag: true,
    reply: Unit,
    problems: ['unit_code_taken', 'unit_alias_taken', 'not_found'],
  }),
  updateUnit: endpoint({
    method: 'PATCH',
    path: '/units/{id}',
    tag: 'units',
    summary:
      'Change names, kind, place or aliases, or close a unit: what it owes, its records and its accounts stay, new plans leave it out',
    access: keepers,
    params: ByIdParams,
    body: Closed({
      name: Type.Optional(Said(40)),
      fullName: Type.Optional(Said(80)),
      kind: Type.Optional(kind),
      parent: Type.Optional(Type.String()),
      sort,
      aliases,
      active: Type.Optional(Type.Boolean()),
      sample: Type.Optional(Type.Boolean()),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Unit,
    problems: ['not_found', 'unit_alias_taken', 'unit_parent_invalid', 'unit_is_district'],
  }),
} as const;
