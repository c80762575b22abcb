import { cellAddress } from '@nuanxin/domain';
import { writeXlsx, type Cell, type CellStyle, type CellValue, type WriteSheet } from 'hucre';
import { summaryColumns, type SummaryColumns } from './summary-columns.ts';
import { SONG, styles } from './summary-styles.ts';

export interface SummaryUnit {
  key: string;
  name: string;
  standing: string;
  /** By field; a field that the unit does not owe is missing. */
  cells: Record<string, SummaryCell>;
}

export interface SummaryCell {
  /** Null for a blank, which is not zero. */
  value: number | null;
  /** Sheets whose cells of this unit and field add up to it; absent for what stands by itself. */
  of?: string[];
}

/** Units one a row, in groups with a subtotal each. */
export interface SummarySheet {
  /** At most 31 characters, without an apostrophe. */
  name: string;
  /** Above the title at the left: which annex it is. */
  mark: string;
  title: string;
  note: string;
  /** A label holds the name of the field, and below it what it is measured in. */
  sections: { title: string; fields: { code: string; label: string }[] }[];
  groups: { label: string; standing: string; units: SummaryUnit[] }[];
  /** Beside the totals of all. */
  standing: string;
}

/** Rows from the top. */
const MARK = 0;
const TITLE = 1;
const NOTE = 2;
const SECTIONS = 3;
const FIELDS = 4;
const FIRST = 5;
const HEADS = ['序号', '单位', '报送情况'];

const FOREIGN = '—';

/** The sum of what was filled in. Over blanks alone it is a blank: nobody said zero. */
const sumOf = (ranges: string[]): string => `IF(COUNT(${ranges.join()})=0,"",SUM(${ranges.join()}))`;
const added = (values: (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

/**
 * The table in which an office puts together what units reported: heads over two rows, subtotals and totals as formulas with
 * their values beside them, so that they are seen before anything is calculated; set up for A3 across.
 * @param sheets after those that their cells are made of
 */
export async function makeSummary(sheets: SummarySheet[]): Promise<Uint8Array> {
  const places = new Map<string, string>();
  return writeXlsx({
    sheets: sheets.map((sheet) => writeSheet(sheet, places)),
    defaultFont: { ...SONG, size: 10 },
  });
}

function writeSheet(sheet: SummarySheet, places: Map<string, string>): WriteSheet {
  const layout = summaryColumns(sheet);
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const merges: NonNullable<WriteSheet['merges']> = [];
  const last = HEADS.length + layout.fields.length - 1;
  const put = (row: number, column: number, value: CellValue, style: CellStyle): void => {
    (rows[row] ??= [])[column] = value;
    cells.set(`${row},${column}`, { style });
  };
  const formula = (row: number, column: number, ranges: string[], value: number | null, style: CellStyle): void => {
    (rows[row] ??= [])[column] = null;
    cells.set(`${row},${column}`, { style, formula: sumOf(ranges), formulaResult: value ?? '' });
  };
  const merge = (startRow: number, startCol: number, endRow: number, endCol: number): void => {
    if (startRow !== endRow || startCol !== endCol) merges.push({ startRow, startCol, endRow, endCol });
  };

  for (const [row, key] of [
    [MARK, 'mark'],
    [TITLE, 'title'],
    [NOTE, 'note'],
  ] as const) {
    put(row, 0, sheet[key], styles[key]);
    merge(row, 0, row, last);
  }
  HEADS.forEach((label, column) => {
    put(SECTIONS, column, label, styles.head);
    put(FIELDS, column, null, styles.head);
    merge(SECTIONS, column, FIELDS, column);
  });
  layout.fields.forEach(({ label, section }, index) => {
    const begins = section !== layout.fields[index - 1]?.section;
    put(SECTIONS, HEADS.length + index, begins ? section : null, styles.head);
    put(FIELDS, HEADS.length + index, label, styles.field);
    if (!begins) return;
    const length = layout.fields.filter((each) => each.section === section).length;
    merge(SECTIONS, HEADS.length + index, SECTIONS, HEADS.length + index + length - 1);
  });

  let row = FIRST;
  let number = 0;
  const spans: { from: number; to: number; units: SummaryUnit[] }[] = [];
  const totals = (label: string, standing: string, of: typeof spans): void => {
    put(row, 0, label, styles.totalLabel);
    put(row, 1, null, styles.totalLabel);
    put(row, 2, standing, styles.totalLabel);
    merge(row, 0, row, 1);
    layout.fields.forEach(({ code }, index) => {
      const column = HEADS.length + index;
      const owing = of.filter(({ units }) => units.some((unit) => unit.cells[code]));
      if (owing.length === 0) return put(row, column, FOREIGN, styles.foreign);
      const ranges = owing.map(({ from, to }) => rangeOf(column, from, to));
      const values = owing.flatMap(({ units }) => units.map((unit) => unit.cells[code]?.value ?? null));
      return formula(row, column, ranges, added(values), styles.total);
    });
    row += 1;
  };
  for (const group of sheet.groups) {
    const from = row;
    for (const unit of group.units) {
      put(row, 0, ++number, styles.no);
      put(row, 1, unit.name, styles.text);
      put(row, 2, unit.standing, styles.text);
      layout.fields.forEach(({ code }, index) => {
        const column = HEADS.length + index;
        const cell = unit.cells[code];
        places.set(placeKey(sheet.name, unit.key, code), `'${sheet.name}'!${cellAddress(row, column)}`);
        if (!cell) return put(row, column, FOREIGN, styles.foreign);
        if (!cell.of) return put(row, column, cell.value, styles.number);
        const refs = cell.of.flatMap((name) => places.get(placeKey(name, unit.key, code)) ?? []);
        return formula(row, column, refs, cell.value, styles.number);
      });
      row += 1;
    }
    spans.push({ from, to: row - 1, units: group.units });
    totals(group.label, group.standing, spans.slice(-1));
  }
  totals('合计', sheet.standing, spans);

  return {
    name: sheet.name,
    columns: layout.widths.map((width) => ({ width })),
    rows: Array.from({ length: row }, (_, i) => Array.from({ length: last + 1 }, (_each, j) => rows[i]?.[j] ?? null)),
    cells,
    merges,
    rowDefs: heightsOf(layout, row),
    freezePane: { rows: FIRST, columns: HEADS.length },
    pageSetup: {
      paperSize: 'a3',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printArea: `$A$1:$${cellAddress(0, last).replace('1', '')}$${row}`,
      printTitlesRow: `$${SECTIONS + 1}:$${FIELDS + 1}`,
      horizontalCentered: true,
      margins: { top: 0.5, bottom: 0.6, left: 0.4, right: 0.4, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
  };
}

function heightsOf({ headHeight }: SummaryColumns, rows: number): Map<number, { height: number }> {
  const heights = new Map(Array.from({ length: rows }, (_, row) => [row, { height: 24 }]));
  for (const [row, height] of [
    [TITLE, 36],
    [SECTIONS, 24],
    [FIELDS, headHeight],
  ] as const)
    heights.set(row, { height });
  return heights;
}

const placeKey = (sheet: string, unit: string, field: string): string => JSON.stringify([sheet, unit, field]);
const rangeOf = (column: number, from: number, to: number): string =>
  from === to ? cellAddress(from, column) : `${cellAddress(from, column)}:${cellAddress(to, column)}`;
