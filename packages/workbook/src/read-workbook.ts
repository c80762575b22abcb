import { storable, type SheetData, type WorkbookData } from '@nuanxin/domain';
import { checkSheets } from './check-sheet.ts';
import { readCsv } from './csv.ts';
import { readExcel } from './excel.ts';
import { isHtml, readHtml } from './html.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { SAVE_AS, WorkbookRefused } from './refused.ts';
import { sniff } from './sniff.ts';
import { prepareXls } from './xls-facts.ts';
import { scanZip } from './zip-scan.ts';

/**
 * Reads a workbook (.xlsx, .xls in BIFF8 or as a web page, .csv), recognised by its content.
 * @param fileName gives the sheet of a CSV file its name
 * @throws WorkbookRefused with a Chinese sentence when it is something else, damaged, encrypted or too large
 */
export async function readWorkbook(
  bytes: Buffer,
  fileName: string,
  limits: Partial<Limits> = {},
): Promise<WorkbookData> {
  const all = { ...defaultLimits, ...limits };
  checkSize(bytes, all);
  switch (sniff(bytes)) {
    case 'text':
      if (isHtml(bytes)) {
        const { sheets, identities } = readHtml(bytes, sheetName(fileName), all);
        return { format: 'xls', sheets: checkSheets(sheets, all), identities };
      }
      return { format: 'csv', sheets: checkSheets([readCsv(bytes, sheetName(fileName), all)], all) };
    case 'ole': {
      const { sheets, identities } = await readXls(bytes);
      return { format: 'xls', sheets: checkSheets(sheets, all), identities };
    }
    case 'zip': {
      checkEntries(await scanZip(bytes, all));
      const { sheets, identities } = await readExcel(bytes, 'xlsx');
      return { format: 'xlsx', sheets: checkSheets(sheets, all), identities };
    }
  }
}

/** @throws WorkbookRefused too_large */
export function checkSize(bytes: Buffer, { fileBytes }: Limits): void {
  if (bytes.length <= fileBytes) return;
  const size = Math.floor(fileBytes / 1024 / 1024);
  throw new WorkbookRefused('too_large', `文件超过 ${size} MB，请拆分后重新导入`);
}

/** The file's name without its ending, for files that name no sheet; as Excel bears it, or it could not be given back. */
function sheetName(fileName: string): string {
  const name = storable(fileName)
    .replace(/\.[^.]*$/, '')
    .replace(/[[\]:*?/\\]|^'/g, '_')
    .slice(0, 31)
    .replace(/[\ud800-\udbff]$|'$/, '');
  return name || '表';
}

async function readXls(bytes: Buffer): Promise<{ sheets: SheetData[]; identities: string[] }> {
  const { bytes: copy, sheets: facts } = prepareXls(bytes);
  const { sheets, identities } = await readExcel(copy, 'xls');
  const worksheets = sheets.flatMap((sheet, i) => {
    const { worksheet, ...known } = facts[i] ?? { worksheet: true, hidden: false };
    return worksheet ? [{ ...sheet, ...known }] : [];
  });
  return { sheets: worksheets, identities };
}

function checkEntries(names: string[]): void {
  if (names.includes('xl/workbook.xml')) return;
  throw new WorkbookRefused('file_type_unsupported', `文件中没有 Excel 表格，也没有 Word 文档；${SAVE_AS}`);
}
