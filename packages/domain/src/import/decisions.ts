import type { Finding, FormDefinition } from '../form.ts';
import { tidy } from './numbers.ts';
import { parseAddress, textAt, type SheetCell, type SheetData, type WorkbookData } from './sheet.ts';
import { ImportRefused } from './refused.ts';
import type { ImportRow } from './row.ts';

/**
 * What people decided about a file while they imported it. The file itself stays as it was sent: it is read anew with the
 * decisions, so that every rule judges them like anything else that stands in a workbook.
 */
export interface ImportDecisions {
  /** Texts put in the place of what stands in a cell. */
  cells: ({ sheet: string; cell: string; text: string } & Signed)[];
  /** Texts in the unit's column and the unit (code) that each means. */
  units: ({ text: string; unit: string } & Signed)[];
  /** Texts in the header, or labels, and the field (code) that each means. */
  headers: ({ text: string; field: string } & Signed)[];
  /** Rows that are not imported. */
  skipped?: ({ sheet: string; row: number } & Signed)[];
  /** The one sheet that is imported, where several could be. */
  sheet?: string;
  /** The unit (code) that the file is for, when it does not say so itself; what it says must not differ. */
  unit?: string;
  /** Findings of level confirm to which somebody said yes: a reading that has changed since has to be confirmed anew. */
  confirmed: Confirmed[];
}

/** Name of who decided it; told by the service, not by the caller. */
export interface Signed {
  by?: string;
}

export interface Confirmed extends Signed {
  sheet: string;
  row: number;
  code: string;
  cell: string | null;
  readsAs: number | string | null;
}

export const noDecisions: ImportDecisions = { cells: [], units: [], headers: [], confirmed: [] };

export function confirmedOf({ sheet, row }: ImportRow, { code, cell, readsAs }: Finding): Confirmed {
  return { sheet, row, code, cell, readsAs };
}

/** Two are the same yes when they have the same key; whose it was does not matter. */
export const confirmKey = ({ sheet, row, code, cell, readsAs }: Confirmed): string =>
  JSON.stringify([sheet, row, code, cell, readsAs]);

/** Confirmed findings become warnings: they stay with the row, for the reviewer and for the auditor. */
export function withConfirmed(rows: ImportRow[], confirmed: readonly Confirmed[]): ImportRow[] {
  if (confirmed.length === 0) return rows;
  const keys = new Map(confirmed.map((each) => [confirmKey(each), each]));
  return rows.map((row) => {
    const findings = row.findings.map((finding): Finding => {
      const yes = finding.level === 'confirm' ? keys.get(confirmKey(confirmedOf(row, finding))) : undefined;
      if (!yes) return finding;
      // The question is answered.
      const stated = finding.detail.replace(/，请(?:确认|核对)$/, '');
      return { ...finding, level: 'warning', detail: `${stated}，已确认${signature(yes)}` };
    });
    return { ...row, findings };
  });
}

/** Who decided it, for those who read of it later. */
export const signature = ({ by }: Signed): string => (by === undefined ? '' : `（${by}）`);

/** The form with further texts that mean its fields. */
export function withLabels(form: FormDefinition, headers: readonly { text: string; field: string }[]): FormDefinition {
  if (headers.length === 0) return form;
  const texts = Map.groupBy(headers, ({ field }) => field);
  const fields = form.fields.map((field) => {
    const more = (texts.get(field.code) ?? []).map(({ text }) => text);
    return more.length === 0 ? field : { ...field, aliases: [...(field.aliases ?? []), ...more] };
  });
  return { ...form, fields };
}

/** Columns that a cell may be added in; as many as a file may have. */
const COLUMNS = 256;

/**
 * The workbook with the decided texts in their cells.
 * @throws ImportRefused cell_unknown
 */
export function withCells(workbook: WorkbookData, cells: ImportDecisions['cells']): WorkbookData {
  if (cells.length === 0) return workbook;
  const bySheet = Map.groupBy(cells, ({ sheet }) => sheet);
  const missing = [...bySheet.keys()].find((name) => !workbook.sheets.some((sheet) => sheet.name === name));
  if (missing !== undefined) throw new ImportRefused('cell_unknown', `文件中没有工作表“${missing}”`);
  return { ...workbook, sheets: workbook.sheets.map((sheet) => withTexts(sheet, bySheet.get(sheet.name) ?? [])) };
}

function withTexts(sheet: SheetData, cells: ImportDecisions['cells']): SheetData {
  if (cells.length === 0) return sheet;
  const rows = [...sheet.rows];
  for (const { cell, text } of cells) {
    const at = parseAddress(cell);
    const line = at && at.column < COLUMNS ? rows[at.row] : undefined;
    if (!at || !line) throw new ImportRefused('cell_unknown', `工作表“${sheet.name}”没有单元格 ${cell}`);
    const filled = [...line];
    while (filled.length <= at.column) filled.push(null);
    filled[at.column] = typed(text);
    rows[at.row] = filled;
  }
  return { ...sheet, rows };
}

function typed(text: string): SheetCell | null {
  return text.trim() === '' ? null : { text: text.trim(), number: null, date: null, formula: 'none', error: false };
}

/** A decided cell with the text that stood in it. */
export type Override = ImportDecisions['cells'][number] & { was: string };

/** @param workbook as it was sent */
export function overridesOf(workbook: WorkbookData, cells: ImportDecisions['cells']): Override[] {
  return cells.flatMap((each) => {
    const at = parseAddress(each.cell);
    const data = workbook.sheets.find(({ name }) => name === each.sheet);
    return at && data ? [{ ...each, was: textAt(data, at.row, at.column) }] : [];
  });
}

/**
 * Says in each row which of its cells no longer count as they stood in the file.
 * @param wholeSheet a row stands for its whole sheet (form layout)
 * @param fieldAt the field whose figure stands in a cell
 */
export function noteOverrides(
  rows: ImportRow[],
  overrides: Override[],
  wholeSheet: boolean,
  fieldAt: (sheet: string, cell: string) => string | null,
): ImportRow[] {
  if (overrides.length === 0) return rows;
  const notes = overrides.map(({ sheet, cell, text, was, by }) => {
    const row = (parseAddress(cell)?.row ?? 0) + 1;
    const note: Finding = {
      level: 'warning',
      code: 'overridden',
      cell,
      field: fieldAt(sheet, cell),
      text: was,
      readsAs: text,
      detail: `第${row}行（${cell}）原为${shown(was)}，${text === '' ? '已清空' : `改为“${text}”`}${signature(by === undefined ? {} : { by })}`,
    };
    return { sheet, row, note };
  });
  return rows.map((row) => {
    const own = notes.filter((each) => each.sheet === row.sheet && (wholeSheet || each.row === row.row));
    return own.length === 0 ? row : { ...row, findings: [...row.findings, ...own.map(({ note }) => note)] };
  });
}

const shown = (text: string): string => (text === '' ? '空' : `“${text}”`);

/** Texts that were decided to mean a unit, compared as the importer compares them. */
export function decidedUnits(units: ImportDecisions['units']): ReadonlyMap<string, ImportDecisions['units'][number]> {
  return new Map(units.map((each) => [tidy(each.text), each]));
}
