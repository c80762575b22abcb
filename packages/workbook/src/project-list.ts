import {
  projectColumnLabel,
  projectColumns,
  projectKindLabel,
  projectLimits,
  type ProjectColumn,
} from '@nuanxin/domain';
import { writeXlsx, type Cell, type CellStyle, type CellValue } from 'hucre';

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
const line = { style: 'thin', color: { rgb: 'BFC8D1' } } as const;
const border = { top: line, bottom: line, left: line, right: line };
const head: CellStyle = {
  font: { bold: true },
  border,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EDF1F5' } },
  alignment: { horizontal: 'center' },
};
const body: CellStyle = { border, alignment: { vertical: 'center', wrapText: true } };
/** Room for projects that are added at the end. */
const SPARE = 20;

/** The list of projects as a workbook that is imported again as it is; kinds are chosen from a list. */
export async function makeProjectList(title: string, projects: readonly ProjectListRow[]): Promise<Uint8Array> {
  const rows: CellValue[][] = [
    [title, ...projectColumns.slice(1).map(() => null)],
    projectColumns.map((column) => projectColumnLabel[column]),
    ...projects.map((project) => projectColumns.map((column) => project[column])),
  ];
  const cells = new Map<string, Partial<Cell>>();
  rows.forEach((row, at) =>
    row.forEach((_, column) => {
      if (at > 0) cells.set(`${at},${column}`, { style: at === 1 ? head : body });
    }),
  );
  cells.set('0,0', { style: { font: { bold: true, size: 15 } } });
  const last = rows.length + SPARE;
  const letter = (column: ProjectColumn): string => String.fromCharCode(65 + projectColumns.indexOf(column));
  const [min, max] = projectLimits.labelName;
  const stop = { allowBlank: true, showErrorMessage: true, errorTitle: '请核对', errorStyle: 'stop' } as const;
  return writeXlsx({
    sheets: [
      {
        name: '民生实事项目',
        columns: projectColumns.map((column) => ({ width: WIDTHS[column] })),
        rows,
        cells,
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: projectColumns.length - 1 }],
        freezePane: { rows: 2, columns: 1 },
        dataValidations: [
          {
            type: 'list',
            formula1: `"${Object.values(projectKindLabel).join(',')}"`,
            range: `${letter('kind')}3:${letter('kind')}${last}`,
            errorMessage: `应为${Object.values(projectKindLabel).join('、')}`,
            ...stop,
          },
          {
            type: 'textLength',
            operator: 'between',
            formula1: String(min),
            formula2: String(max),
            range: `${letter('labelName')}3:${letter('labelName')}${last}`,
            errorMessage: `标注名称应为 ${min}—${max} 个字`,
            ...stop,
          },
        ],
        pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
      },
    ],
  });
}
