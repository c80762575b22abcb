import {
  columnName,
  projectColumnLabel,
  projectColumns,
  projectKindLabel,
  projectLimits,
  type ProjectColumn,
} from '@nuanxin/domain';
import { makeList, ROWS_ABOVE } from './list.ts';

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
/** Room for projects that are added at the end. */
const SPARE = 20;
const stop = { allowBlank: true, showErrorMessage: true, errorTitle: '请核对', errorStyle: 'stop' } as const;

/** The list of projects as a workbook that is imported again as it is; kinds are chosen from a list. */
export async function makeProjectList(title: string, projects: readonly ProjectListRow[]): Promise<Uint8Array> {
  const range = (column: ProjectColumn): string => {
    const letter = columnName(projectColumns.indexOf(column));
    return `${letter}${ROWS_ABOVE + 1}:${letter}${ROWS_ABOVE + projects.length + SPARE}`;
  };
  const kinds = Object.values(projectKindLabel);
  const [min, max] = projectLimits.labelName;
  return makeList({
    name: '民生实事项目',
    title,
    columns: projectColumns.map((column) => ({ label: projectColumnLabel[column], width: WIDTHS[column] })),
    rows: projects.map((project) => projectColumns.map((column) => project[column])),
    keptColumns: 1,
    validations: [
      {
        type: 'list',
        formula1: `"${kinds.join(',')}"`,
        range: range('kind'),
        errorMessage: `应为${kinds.join('、')}`,
        ...stop,
      },
      {
        type: 'textLength',
        operator: 'between',
        formula1: String(min),
        formula2: String(max),
        range: range('labelName'),
        errorMessage: `标注名称应为 ${min}—${max} 个字`,
        ...stop,
      },
    ],
  });
}
