import type { Finding } from '../form.ts';
import { findPersonalInfo } from '../personal-info.ts';
import { looksLikeForm, readFormSheet } from './form-sheet.ts';
import { periodIn } from './period-text.ts';
import { judgeRows, type ImportRow, type ImportSetting } from './row.ts';
import { cellAddress, type SheetData, type WorkbookData } from './sheet.ts';
import { findTableHeader, readTable } from './table.ts';

export interface ImportReading {
  layout: 'table' | 'form';
  period: string;
  rows: ImportRow[];
  /** About the file as a whole. */
  findings: Finding[];
}

export type RefusalCode =
  'layout_unknown' | 'sheet_ambiguous' | 'no_rows' | 'period_unknown' | 'period_mismatch' | 'personal_info';

/** The file as a whole cannot be imported; the sentence says why and what to do. */
export class ImportRefused extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.name = 'ImportRefused';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * From cells to an outcome per row: recognises the layout, maps headers and units, normalises, validates. Pure; what the
 * rules need to know of units comes in with the setting.
 * @throws ImportRefused when the file as a whole cannot be read
 */
export function readImport(workbook: WorkbookData, setting: ImportSetting): ImportReading {
  const sheets = workbook.sheets.filter(({ hidden }) => !hidden);
  const tables = sheets.flatMap((sheet) => {
    const header = findTableHeader(sheet, setting.form);
    return header ? [{ sheet, header }] : [];
  });
  const [table, another] = tables;
  if (table && another) {
    const names = tables.map(({ sheet }) => `“${sheet.name}”`).join('、');
    throw new ImportRefused('sheet_ambiguous', `工作表${names}都像汇总表，请只保留要导入的一个`);
  }
  if (table) {
    const period = findPeriod(setting, [table.sheet]);
    const { raw, ignored, findings } = readTable(table.sheet, table.header, workbook.format === 'csv');
    refusePersonalInfo(table.sheet, ignored, table.header.firstRow);
    if (raw.length === 0)
      throw new ImportRefused('no_rows', `工作表“${table.sheet.name}”的表头下没有单位，请填写后重新导入`);
    const rows = [...judgeRows(raw, setting, period), ...ignored].toSorted((a, b) => a.row - b.row);
    return { layout: 'table', period, rows, findings };
  }
  const forms = sheets.filter((sheet) => looksLikeForm(sheet, setting.form));
  if (forms.length === 0) {
    throw new ImportRefused(
      'layout_unknown',
      '没有找到报表：表头中应有“填报单位”和各项指标，或左列为指标、右列为数量，请使用报表模板',
    );
  }
  const period = findPeriod(setting, forms);
  const raw = forms.map((sheet) => readFormSheet(sheet, setting.form, Number(period.slice(0, 4))));
  return { layout: 'form', period, rows: judgeRows(raw, setting, period), findings: [] };
}

/** What the sheets say counts; a sheet or file name only when nothing else is known (D13). */
function findPeriod({ period: chosen, fileName }: ImportSetting, sheets: SheetData[]): string {
  for (const sheet of sheets) {
    for (const [row, cells] of sheet.rows.slice(0, 10).entries()) {
      for (const [column, cell] of cells.entries()) {
        const stated = cell ? periodIn(cell.text) : null;
        if (stated === null) continue;
        if (chosen === undefined || chosen === stated) return stated;
        const place = `工作表“${sheet.name}”${cellAddress(row, column)}`;
        throw new ImportRefused(
          'period_mismatch',
          `${place}写的是 ${stated}，与所选报送期 ${chosen} 不符，请核对文件或重新选择`,
        );
      }
    }
  }
  const named = [...sheets.map(({ name }) => name), fileName].map(periodIn).find((each) => each !== null);
  const period = chosen ?? named;
  if (!period) throw new ImportRefused('period_unknown', '表中没有写明年度和季度，请选择报送期');
  return period;
}

/** Titles and notes belong to no row, so personal data there refuses the file. */
function refusePersonalInfo(sheet: SheetData, ignored: ImportRow[], headerEnd: number): void {
  const ignoredRows = new Set(ignored.map(({ row }) => row - 1));
  for (const [row, cells] of sheet.rows.entries()) {
    if (row >= headerEnd && !ignoredRows.has(row)) continue;
    const column = cells.findIndex((cell) => cell !== null && findPersonalInfo(cell.text).length > 0);
    if (column >= 0)
      throw new ImportRefused('personal_info', `${cellAddress(row, column)} 含有身份证号码，请删除后重新导入`);
  }
}
