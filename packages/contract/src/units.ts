import { UNIT_CODE, unitKinds, unitLimits, type UnitKind } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Name, Nullable, Page, paging, Text, UnitRef, Words } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { ListImport, listImportProblems, listUpload } from './list-import.ts';

export { unitKinds, type UnitKind };

export const UnitAlias = Closed(
  {
    text: Name(unitLimits.alias),
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

export const UnitImport = ListImport(
  'UnitImport',
  {
    code: Type.String({ description: '相同编码的更新' }),
    name: Type.String(),
    kind: Nullable(Words(unitKinds)),
    parent: Nullable(UnitRef),
  },
  {},
);
export type UnitImport = Static<typeof UnitImport>;

const everyone = { roles, rows: 'all' } as const;
const keepers = { roles: ['admin', 'office'], rows: 'all' } as const;
const aliases = Type.Optional(Type.Array(UnitAlias, { maxItems: unitLimits.aliases }));
/** There is one district, above all others; what it is called may change, nothing else becomes one. */
const kind = Words(unitKinds.filter((each) => each !== 'district'));
const sort = Type.Optional(
  Type.Integer({ minimum: 0, maximum: unitLimits.sort, description: '排序号；不填的排在最后' }),
);

const filters = {
  kind: Type.Optional(Type.Array(Words(unitKinds))),
  parent: Type.Optional(Type.String({ description: '上级单位编码' })),
  q: Type.Optional(Text(40)),
};

export const unitEndpoints = {
  listUnits: endpoint({
    method: 'GET',
    path: '/units',
    tag: 'units',
    summary: 'Units of the tree in the order of the office',
    access: everyone,
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(Unit, 'Unit'),
    problems: ['invalid_cursor'],
  }),
  exportUnits: listExport({
    path: '/units',
    tag: 'units',
    summary: 'The list as a file, without the district: to be changed and imported again',
    access: everyone,
    filters,
    problems: [],
  }),
  importUnits: endpoint({
    method: 'POST',
    path: '/units/import',
    tag: 'units',
    summary:
      'Read units from a workbook (编码, 名称, 全称, 类别, 上级单位, 别名, 旧名, 排序号, 状态); atomic also writes them, all rows or none: a code that is known is updated, columns that are absent stay. What is imported is no sample any more',
    access: keepers,
    file: 'file',
    body: listUpload({}),
    status: 200,
    reply: UnitImport,
    problems: [...listImportProblems, 'precondition_failed'],
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
      code: Type.String({ pattern: UNIT_CODE }),
      name: Name(unitLimits.name),
      fullName: Type.Optional(Name(unitLimits.fullName)),
      kind,
      parent: Type.String({ description: '上级单位编码' }),
      sort,
      aliases,
    }),
    status: 201,
    etag: true,
    reply: Unit,
    problems: ['unit_code_taken', 'unit_alias_taken', 'unit_parent_invalid', 'not_found', 'personal_info'],
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
      name: Type.Optional(Name(unitLimits.name)),
      fullName: Type.Optional(Name(unitLimits.fullName)),
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
    problems: [
      'not_found',
      'unit_alias_taken',
      'unit_parent_invalid',
      'unit_has_villages',
      'unit_is_district',
      'personal_info',
    ],
  }),
} as const;
