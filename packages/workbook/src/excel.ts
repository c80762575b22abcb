import type { SheetCell, SheetData } from '@nuanxin/domain';
import { EncryptedFileError, read, type Cell, type CellValue, type Sheet } from 'hucre';
import { textCell } from './csv.ts';
import { limits } from './limits.ts';
import { WorkbookRefused } from './refused.ts';

const errorText = /^#(?:DIV\/0!|REF!|N\/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/;

/** Reads .xlsx and .xls (BIFF8). This is the only place that knows the library. */
export async function readExcel(bytes: Buffer): Promise<SheetData[]> {
  const workbook = await read(bytes, { maxRows: limits.rows + 1 }).catch((error: unknown) => {
    if (error instanceof EncryptedFileError) {
      throw new WorkbookRefused('encrypted', '文件设有打开密码，请取消密码后重新导入');
    }
    throw new WorkbookRefused(
      'file_damaged',
      '文件已损坏或格式过旧，不能读取；请在 WPS 或 Excel 中另存为 .xlsx 后重新导入',
    );
  });
  return workbook.sheets.map(toSheet);
}

function toSheet(sheet: Sheet): SheetData {
  const merges = sheet.merges ?? [];
  if (merges.length > limits.merges) throw tooLarge(sheet.name, `合并单元格超过 ${limits.merges} 处`);
  const rows = sheet.rows.map((row, index) =>
    row.map((value, column) => toCell(value, sheet.cells?.get(`${index},${column}`))),
  );
  // Rows that are formatted but empty hang below many real tables (D22).
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell === null)) rows.pop();
  if (rows.length > limits.rows) throw tooLarge(sheet.name, `行数超过 ${limits.rows} 行`);
  if (rows.some((row) => row.findLastIndex((cell) => cell !== null) >= limits.columns))
    throw tooLarge(sheet.name, `列数超过 ${limits.columns} 列`);
  return {
    name: sheet.name,
    hidden: Boolean(sheet.hidden) || Boolean(sheet.veryHidden),
    rows,
    merges: merges.map(({ startRow, startCol, endRow, endCol }) => ({
      top: startRow,
      left: startCol,
      bottom: endRow,
      right: endCol,
    })),
  };
}

function tooLarge(sheet: string, what: string): WorkbookRefused {
  return new WorkbookRefused('too_large', `工作表“${sheet}”${what}，请拆分后重新导入`);
}

function toCell(value: CellValue, cell: Cell | undefined): SheetCell | null {
  const isFormula = cell?.formula !== undefined;
  if (
    isFormula &&
    (cell.formulaResult === undefined || cell.formulaResult === null) &&
    (value === null || value === '')
  ) {
    return { ...textCell(`=${cell.formula}`), formula: 'no_value' };
  }
  const formula = isFormula ? 'value' : 'none';
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { text: String(value), number: value, date: null, formula, error: false };
  if (typeof value === 'boolean') return { ...textCell(value ? 'TRUE' : 'FALSE'), formula };
  // A day in a cell has no time zone: the library gives it as UTC.
  if (value instanceof Date) {
    const date = Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
    return { text: date, number: null, date, formula, error: false };
  }
  const error = cell?.type === 'error' || errorText.test(value);
  return { ...textCell(value), formula, error };
}
