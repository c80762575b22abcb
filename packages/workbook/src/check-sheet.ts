import type { SheetData } from '@nuanxin/domain';
import type { Limits } from './limits.ts';
import { WorkbookRefused } from './refused.ts';

/** Drops the rows that are formatted but empty below many real tables (D22). */
export function trimRows(rows: SheetData['rows']): SheetData['rows'] {
  return rows.slice(0, rows.findLastIndex((row) => row.some((cell) => cell !== null)) + 1);
}

/** @throws WorkbookRefused too_large, naming the sheet and what there is too much of */
export function checkSheets(sheets: SheetData[], limits: Limits): SheetData[] {
  let filled = 0;
  for (const { name, rows, merges } of sheets) {
    if (merges.length > limits.merges) throw tooLarge(name, `合并单元格超过 ${limits.merges} 处`);
    if (rows.length > limits.rows) throw tooLarge(name, `行数超过 ${limits.rows} 行`);
    for (const row of rows) {
      if (row.findLastIndex((cell) => cell !== null) >= limits.columns)
        throw tooLarge(name, `列数超过 ${limits.columns} 列`);
      filled += row.filter((cell) => cell !== null).length;
    }
    if (filled > limits.cells) throw tooLarge(name, `单元格过多，全文件超过 ${limits.cells} 个`);
  }
  return sheets;
}

export function tooLarge(sheet: string, what: string): WorkbookRefused {
  return new WorkbookRefused('too_large', `工作表“${sheet}”${what}，请拆分后重新导入`);
}
