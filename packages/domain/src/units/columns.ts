import type { ListLayout } from '../lists/read-list.ts';

/** Columns of the list of units, as a workbook names them. */
export const unitColumns = [
  'code',
  'name',
  'fullName',
  'kind',
  'parent',
  'aliases',
  'oldNames',
  'sort',
  'active',
] as const;
export type UnitColumn = (typeof unitColumns)[number];

export const unitLayout: ListLayout<UnitColumn> = {
  noun: '单位',
  columns: unitColumns,
  label: {
    code: '编码',
    name: '名称',
    fullName: '全称',
    kind: '类别',
    parent: '上级单位',
    aliases: '别名',
    oldNames: '旧名',
    sort: '排序号',
    active: '状态',
  },
  aliases: {
    code: ['单位编码', '代码'],
    name: ['单位名称', '简称', '单位'],
    fullName: ['单位全称'],
    kind: ['单位类别', '类型'],
    parent: ['上级', '隶属'],
    oldNames: ['曾用名'],
    sort: ['排序'],
  },
  optional: ['fullName', 'aliases', 'oldNames', 'sort', 'active'],
  known: ['code', 'name'],
  key: 'code',
};

export const activeLabel = { active: '启用', closed: '停用' } as const;
/** Limits of a unit's texts, in characters, and of its place. */
export const unitLimits = { name: 40, fullName: 80, alias: 40, aliases: 50, sort: 100_000 } as const;
/** What names a unit for machines; it never changes. */
export const UNIT_CODE = '^[0-9A-Za-z-]{1,20}$';
