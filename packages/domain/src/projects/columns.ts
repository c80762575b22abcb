import type { ListLayout } from '../lists/read-list.ts';

/** Columns of the list of projects, as a workbook names them. */
export const projectColumns = ['no', 'field', 'name', 'labelName', 'kind', 'lead', 'note'] as const;
export type ProjectColumn = (typeof projectColumns)[number];

export const projectColumnLabel: Record<ProjectColumn, string> = {
  no: '序号',
  field: '领域',
  name: '名称',
  labelName: '标注名称',
  kind: '类型',
  lead: '牵头单位',
  note: '备注',
};

export const projectLayout: ListLayout<ProjectColumn> = {
  noun: '项目',
  columns: projectColumns,
  label: projectColumnLabel,
  aliases: {
    no: ['编号', '项目序号'],
    field: ['所属领域', '项目领域'],
    name: ['项目名称', '项目', '民生实事项目', '民生实事名称'],
    labelName: ['资料标注名称', '标注简称', '项目简称', '简称'],
    kind: ['项目类型', '类别', '项目类别'],
    lead: ['牵头部门', '牵头责任单位', '责任单位'],
    note: ['说明'],
  },
  optional: ['note'],
  known: ['no', 'name'],
  key: 'no',
};
