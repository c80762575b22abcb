import XLSX from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';

/** An .xlsx file with the given sheets, for tests. */
export function xlsxOf(sheets: Record<string, (string | number | null)[][]>): Buffer {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name);
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

/** A .zip with texts as its files, for tests. */
export function zipOf(files: Record<string, string>): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
}
