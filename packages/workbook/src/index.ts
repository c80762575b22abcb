import type { WorkbookData } from '@nuanxin/domain';
import { readCsv } from './csv.ts';
import { readExcel } from './excel.ts';
import { limits } from './limits.ts';
import { WorkbookRefused } from './refused.ts';
import { sniff } from './sniff.ts';
import { scanZip } from './zip-scan.ts';

export { limits } from './limits.ts';
export { WorkbookRefused, type RefusalCode } from './refused.ts';

/**
 * Reads a workbook (.xlsx, .xls in BIFF8, .csv), recognised by its content.
 * @param fileName gives the sheet of a CSV file its name
 * @throws WorkbookRefused with a Chinese sentence when it is something else, damaged, encrypted or too large
 */
export async function readWorkbook(bytes: Buffer, fileName: string): Promise<WorkbookData> {
  if (bytes.length > limits.fileBytes) throw new WorkbookRefused('too_large', '文件超过 20 MB，请拆分后重新导入');
  switch (sniff(bytes)) {
    case 'text':
      return { format: 'csv', sheets: [readCsv(bytes, fileName.replace(/\.[^.]*$/, ''))] };
    case 'ole':
      // Excel keeps an encrypted .xlsx in an OLE container, under this name in UTF-16.
      if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
        throw new WorkbookRefused('encrypted', '文件设有打开密码，请取消密码后重新导入');
      }
      return { format: 'xls', sheets: await readExcel(bytes) };
    case 'zip': {
      const names = await scanZip(bytes);
      if (names.includes('word/document.xml')) {
        throw new WorkbookRefused('file_type_unsupported', '这是 Word 文档，不能作为统计表导入；请使用 Excel 表格');
      }
      if (!names.includes('xl/workbook.xml')) {
        throw new WorkbookRefused(
          'file_type_unsupported',
          '压缩包中没有 Excel 工作簿，请选择 .xlsx、.xls 或 .csv 文件',
        );
      }
      return { format: 'xlsx', sheets: await readExcel(bytes) };
    }
  }
}
