import { columnName } from '@nuanxin/domain';
import { writeXlsx, type CellStyle, type CellValue } from 'hucre';
import { headFill } from './look.ts';

export interface TableColumn {
  label: string;
  /** A day is written as one, so that Excel sorts and filters by it; a rate as a number that is shown in percent. */
  type: 'text' | 'number' | 'day' | 'rate';
}

const head: CellStyle = {
  font: { bold: true },
  fill: headFill,
  alignment: { horizontal: 'center' },
};
const formats = { text: '@', number: 'General', day: 'yyyy-mm-dd', rate: '0.0%' } as const;
const widths = { text: 20, number: 12, day: 13, rate: 12 } as const;

/** A plain list as a workbook: a header, filters on it, one row each. */
export async function makeTable(
  name: string,
  columns: TableColumn[],
  rows: (string | number | null)[][],
): Promise<Uint8Array> {
  const cells = new Map(columns.map((_, column) => [`0,${column}`, { style: head }]));
  return writeXlsx({
    sheets: [
      {
        name,
        columns: columns.map(({ type }, i) => ({
          width: Math.max(widths[type], type === 'rate' ? 0 : Math.min(60, longest(rows, i) * 2)),
          style: { numFmt: formats[type] },
        })),
        rows: [
          columns.map(({ label }) => label),
          ...rows.map((row) => row.map((value, i): CellValue => (columns[i]?.type === 'day' ? dayOf(value) : value))),
        ],
        cells,
        freezePane: { rows: 1, columns: 1 },
        autoFilter: { range: `A1:${columnName(columns.length - 1)}${rows.length + 1}` },
      },
    ],
  });
}

/** A day in a cell has no time zone: the library takes it as UTC. */
function dayOf(value: string | number | null): CellValue {
  return typeof value === 'string' ? new Date(`${value}T00:00:00Z`) : value;
}

const SEEN = 50;

function longest(rows: (string | number | null)[][], column: number): number {
  return Math.max(0, ...rows.slice(0, SEEN).map((row) => String(row[column] ?? '').length));
}
