import type { SheetCell, SheetData } from '@nuanxin/domain';
import { parse } from 'csv-parse/sync';
import { limits } from './limits.ts';
import { WorkbookRefused } from './refused.ts';

/** BOM, else strict UTF-8, else GB18030: detectors that guess are wrong too often (D04, D05). */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Cells of a CSV file are text and stay so: `3-4` is no date, `00123` no number (D36). */
export function readCsv(bytes: Buffer, name: string): SheetData {
  const text = decodeText(bytes);
  let records: string[][];
  try {
    const firstLine = text.slice(0, text.indexOf('\n') + 1 || text.length);
    const delimiter = /\t/.test(firstLine) && !/,/.test(firstLine) ? '\t' : ',';
    // Blank lines are rows too: a cell's address must be the one that the sender sees.
    records = parse(text, {
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: false,
      delimiter,
      to: limits.rows + 1,
    });
  } catch {
    throw new WorkbookRefused('file_damaged', '文件不是有效的 CSV，请在 WPS 或 Excel 中另存为 .xlsx 后重新导入');
  }
  if (records.length > limits.rows)
    throw new WorkbookRefused('too_large', `行数超过 ${limits.rows} 行，请拆分后重新导入`);
  const rows = records.map((record) => record.map((each): SheetCell | null => (each === '' ? null : textCell(each))));
  return { name, hidden: false, rows, merges: [] };
}

export function textCell(text: string): SheetCell {
  return { text, number: null, date: null, formula: 'none', error: false };
}
