import {
  projectColumnLabel,
  projectColumns,
  projectKindLabel,
  projectLimits,
  type ProjectColumn,
} from '@nuanxin/domain';
import { below, choice, lengthBetween } from './choices.ts';
import type { ListInput } from './list.ts';

export type ProjectListRow = Record<Exclude<ProjectColumn, 'no'>, string> & { no: number };

const WIDTHS: Record<ProjectColumn, number> = {
  no: 6,
  field: 14,
  name: 40,
  labelName: 40,
  kind: 10,
  lead: 18,
  note: 40,
};

/** The list of projects as a workbook that is imported again as it is; kinds are chosen from a list. */
export function projectList(title: string, projects: readonly ProjectListRow[]): ListInput {
  const range = (column: ProjectColumn): string => below(projectColumns.indexOf(column), projects.length);
  const [min, max] = projectLimits.labelName;
  return {
    name: '民生实事项目',
    title,
    columns: projectColumns.map((column) => ({ label: projectColumnLabel[column], width: WIDTHS[column] })),
    rows: projects.map((project) => projectColumns.map((column) => project[column])),
    keptColumns: 1,
    validations: [
      choice(range('kind'), Object.values(projectKindLabel)),
      lengthBetween(range('labelName'), projectLimits.labelName, `标注名称应为 ${min}—${max} 个字`),
    ],
  };
}
