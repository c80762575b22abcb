import { writeXlsx, type Cell, type CellStyle, type CellValue, type DataValidation } from 'hucre';
import { border, headFill } from './look.ts';

export interface ListColumn {
  label: string;
  /** In characters, as Excel counts them. */
  width: number;
}

export interface ListInput {
  /** Name of the sheet, at most 31 characters. */
  name: string;
  title: string;
  columns: ListColumn[];
  /** One value a column; blank for null. */
  rows: (string | number | null)[][];
  /** Columns that stay in sight beside the head. */
  keptColumns?: number;
  /** For a list that is filled in further. */
  validations?: DataValidation[];
}

/** Above the rows: the title and the head. */
export const ROWS_ABOVE = 2;

const styles = {
  title: { font: { bold: true, size: 15 }, alignment: { horizontal: 'center', vertical: 'center' } },
  head: {
    font: { bold: true },
    border,
    fill: headFill,
    alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  },
  // As text in Excel's own sense: `=1+1` stays what somebody wrote, even after the cell was opened and left again.
  text: { border, numFmt: '@', alignment: { vertical: 'top', wrapText: true } },
  number: { border, alignment: { vertical: 'top' } },
} as const satisfies Record<string, CellStyle>;

/** A list to print and to hand on: title, head that stays in sight and on each page, one row each, set up for A4 across. */
export async function makeList({
  name,
  title,
  columns,
  rows,
  keptColumns = 0,
  validations = [],
}: ListInput): Promise<Uint8Array> {
  const cells = new Map<string, Partial<Cell>>();
  columns.forEach((_, column) => cells.set(`1,${column}`, { style: styles.head }));
  cells.set('0,0', { style: styles.title });
  rows.forEach((row, index) =>
    row.forEach((value, column) =>
      cells.set(`${index + ROWS_ABOVE},${column}`, { style: typeof value === 'number' ? styles.number : styles.text }),
    ),
  );
  const values: CellValue[][] = [
    [title, ...columns.slice(1).map(() => null)],
    columns.map(({ label }) => label),
    ...rows,
  ];
  return writeXlsx({
    sheets: [
      {
        name,
        columns: columns.map(({ width }) => ({ width })),
        rows: values,
        cells,
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: columns.length - 1 }],
        rowDefs: new Map([[0, { height: 30 }]]),
        freezePane: { rows: ROWS_ABOVE, columns: keptColumns },
        dataValidations: validations,
        pageSetup: {
          paperSize: 'a4',
          orientation: 'landscape',
          fitToPage: true,
          fitToWidth: 1,
          fitToHeight: 0,
          printTitlesRow: '$2:$2',
        },
        headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
      },
    ],
  });
}
