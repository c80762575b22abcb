import { unitKindLabel } from '@nuanxin/domain';

export const unitTexts = {
  intro: '填报单位及其别名。导入表格时只认名称和别名，不猜相近的名字。',
  search: '名称、别名或编码',
  searchLabel: '查找单位',
  kind: '全部类别',
  kinds: unitKindLabel,
  group: (name: string, count: number) => `${name}（${count}）`,
  measure: '个',
  empty: '没有符合条件的单位。可换一个词再查。',
  columns: { code: '编码', name: '名称', fullName: '全称', parent: '上级', aliases: '别名', villages: '村（社区）' },
  oldName: '旧名',
  withOldName: (text: string) => `${text}（旧名）`,
  closed: '已停用',
  edit: '改别名',
};

export const aliasTexts = {
  title: (unit: string) => `${unit}的别名`,
  intro: '导入表格时，与名称、全称或别名完全一致才认得。旧名认得，但会提示。',
  alias: '别名',
  add: '加一个别名',
  remove: (text: string) => `删去“${text}”`,
  removeShort: '删去',
  save: '保存别名',
  saved: (unit: string) => `${unit}的别名已保存`,
};
