export const auditTexts = {
  intro: '谁在什么时候改了什么；只增不改，不能删除。',
  filters: { entity: '全部对象', action: '全部操作', from: '起', to: '止', range: '日期', actor: '操作人' },
  clearActor: (name: string) => `只看 ${name}`,
  onlyEntity: '只看此对象',
  clearEntity: (entity: string, name: string) => `只看${entity} ${name}`,
  measure: '条',
  empty: '没有符合条件的记录。可放宽筛选条件。',
  columns: { at: '时间', actor: '操作人', action: '操作', entity: '对象', ip: '来源地址', changes: '变动' },
  system: '系统',
  changes: (count: number) => `${count} 处`,
  compare: '前后对照',
  details: '详情',
  what: '内容',
  before: '改前',
  after: '改后',
  noContent: '此项操作没有内容变动。',
  unset: '（空）',
};

export { actionLabel, entityLabel } from '@nuanxin/domain';
