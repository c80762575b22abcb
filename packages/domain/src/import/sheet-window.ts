import type { FormDefinition } from '../form.ts';
import { maskMobile } from '../personal-info.ts';
import { withCells, withLabels, type ImportDecisions } from './decisions.ts';
import { labelsOf, UNIT } from './form-labels.ts';
import { readFormSheet } from './form-sheet.ts';
import { isProductSheet } from './product-sheets.ts';
import type { ImportReading } from './read-import.ts';
import { ImportRefused } from './refused.ts';
import { columnName, parseAddress, type SheetCell, type SheetData, type WorkbookData } from './sheet.ts';
import { findTableHeader, type TableHeader } from './table-header.ts';

/** A cell as a person sees it in the file, and the text that was decided to stand in its place. */
export interface WindowCell {
  text: string;
  decided?: string;
  /** The text is longer than what is given here. */
  cut?: true;
}

/** A stretch of rows of one sheet. Rows and columns count from 1. */
export interface SheetWindow {
  /** All sheets of the sender. */
  sheets: { name: string; hidden: boolean }[];
  name: string;
  /** Of the whole sheet. */
  rows: number;
  columns: number;
  from: number;
  /** Rows that a window of this sheet has. */
  limit: number;
  lines: (WindowCell | null)[][];
  /** Those that touch the window, with their cell when it stands above it. */
  merges: { top: number; left: number; bottom: number; right: number; cell?: WindowCell }[];
  /** Rows of a table's header. */
  header: { first: number; last: number } | null;
  /** What is read there, by column (`C`) of a table or by cell (`C7`) of a form: the code of a field or text, or `unit`. */
  meanings: Record<string, string>;
}

export interface AskedWindow {
  sheet: string;
  from: number;
  limit: number;
  layout: ImportReading['layout'];
  /** Names of the sheets that are imported; of the others nobody asks what they mean. */
  imported: readonly string[];
  form: FormDefinition;
  decisions: Pick<ImportDecisions, 'cells' | 'headers'>;
  /** Mobile numbers are not for whoever asks. */
  masked: boolean;
}

/** Cells of a window: a wide sheet is given in shorter stretches. */
const CELLS = 12_000;
/** As long as a text that may be decided: what is given whole can be mended. */
const LONGEST = 2000;
/** Where this many characters stand in a window already, the rest is cut short. */
const MOST_TEXT = 1_000_000;
const SHORT = 100;

/**
 * A stretch of a sheet to look at, as it stood in the file, beside what was decided about it.
 * @returns null when the workbook has no such sheet
 */
export function sheetWindow(file: WorkbookData, asked: AskedWindow): SheetWindow | null {
  const sent = { ...file, sheets: file.sheets.filter((each) => !isProductSheet(each)) };
  const sheet = sent.sheets.find(({ name }) => name === asked.sheet);
  const decided = withCells(sent, asked.decisions.cells).sheets.find(({ name }) => name === asked.sheet);
  if (!sheet || !decided) return null;
  const columns = decided.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const limit = Math.max(1, Math.min(asked.limit, Math.floor(CELLS / Math.max(1, columns))));
  const first = asked.from - 1;
  const end = Math.min(first + limit, sheet.rows.length);
  const give = giver(asked, decisionsOf(asked));
  return {
    sheets: sent.sheets.map(({ name, hidden }) => ({ name, hidden })),
    name: sheet.name,
    rows: sheet.rows.length,
    columns,
    from: asked.from,
    limit,
    lines: decided.rows
      .slice(first, end)
      .map((row, i) => row.map((_, column) => give(sheet.rows[first + i]?.[column] ?? null, first + i, column))),
    merges: sheet.merges
      .filter(({ top, bottom }) => top < end && bottom >= first)
      .map(({ top, left, bottom, right }) => {
        const cell = top < first ? give(sheet.rows[top]?.[left] ?? null, top, left) : null;
        return { top: top + 1, left: left + 1, bottom: bottom + 1, right: right + 1, ...(cell ? { cell } : {}) };
      }),
    ...(asked.imported.includes(sheet.name) ? recognised(decided, asked) : { header: null, meanings: {} }),
  };
}

const placeOf = (row: number, column: number): string => `${row} ${column}`;

function decisionsOf({ sheet, decisions }: AskedWindow): Map<string, string> {
  return new Map(
    decisions.cells.flatMap(({ sheet: name, cell, text }) => {
      const at = parseAddress(cell);
      return name === sheet && at ? [[placeOf(at.row, at.column), text] as const] : [];
    }),
  );
}

type Give = (cell: SheetCell | null, row: number, column: number) => WindowCell | null;

function giver({ masked }: AskedWindow, decisions: Map<string, string>): Give {
  // Masked before it is cut: a part of a number is not seen to be one.
  const shown = (text: string): string => (masked ? maskMobile(text) : text);
  let spent = 0;
  return (cell, row, column) => {
    const decided = decisions.get(placeOf(row, column));
    const text = shown(cell?.text ?? '');
    if (text === '' && decided === undefined) return null;
    const most = spent > MOST_TEXT ? SHORT : LONGEST;
    spent += Math.min(text.length, most);
    return {
      text: text.slice(0, most),
      ...(decided === undefined ? {} : { decided: shown(decided) }),
      ...(text.length > most ? { cut: true as const } : {}),
    };
  };
}

/** Stands in for the year, which only days that are written without one need. */
const NO_YEAR = 2000;

function recognised(sheet: SheetData, asked: AskedWindow): Pick<SheetWindow, 'header' | 'meanings'> {
  const form = withLabels(asked.form, asked.decisions.headers);
  if (asked.layout === 'form') {
    const { cells, unitCell } = readFormSheet(sheet, labelsOf(form), NO_YEAR);
    const meanings = Object.fromEntries(Object.entries(cells).map(([code, cell]) => [cell, code]));
    return { header: null, meanings: unitCell === null ? meanings : { ...meanings, [unitCell]: UNIT } };
  }
  const header = tableHeader(sheet, form);
  if (!header) return { header: null, meanings: {} };
  const fields = [...header.fields].map(([column, { code }]) => [columnName(column), code]);
  return {
    header: { first: header.top + 1, last: header.firstRow },
    meanings: Object.fromEntries([...fields, [columnName(header.unitColumn), UNIT]]),
  };
}

/** The labels that the office keeps may have changed since the file was read, and may not fit it now. */
function tableHeader(sheet: SheetData, form: FormDefinition): TableHeader | null {
  try {
    return findTableHeader(sheet, form);
  } catch (error) {
    if (error instanceof ImportRefused) return null;
    throw error;
  }
}
