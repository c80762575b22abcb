import * as xlsx from '@e965/xlsx';

/** A workbook with one sheet, as Excel would save it. */
export function xlsxOf(...rows: (string | number)[][]): Buffer {
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows), '清单');
  return xlsx.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}
