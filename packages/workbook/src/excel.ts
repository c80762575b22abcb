import { holdsIdentity, storable, type SheetCell, type SheetData } from '@nuanxin/domain';
import { EncryptedFileError, read, type Cell, type CellValue, type Sheet } from 'hucre';
import { trimRows } from './check-sheet.ts';
import { textCell } from './csv.ts';
import { identitiesInParts, identitiesInStreams } from './identities.ts';
import { encrypted, SAVE_AS, WorkbookRefused } from './refused.ts';
import { mayShowOtherwise, showsOtherwise } from './shown-otherwise.ts';
import { small } from './text.ts';

const errorText = /^#(?:DIV\/0!|REF!|N\/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/;

/** Functions that reach out of the workbook: links, the web, other programs and their services. */
const reachingCall =
  /\b(?:HYPERLINK|WEBSERVICE|FILTERXML|DDE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|STOCKHISTORY|CUBE[A-Z]+|PY)\s*\(/i;
/** DDE (`cmd|'/c calc'!A1`), other workbooks (`[1]表!A1`, `'C:\x\[旧表.xlsx]汇总'!B3`): no sheet's name holds such signs. */
const reachingPlace = /\|[^!]*!|'[^']*[[\]\\/:][^']*'!|\[[^\]]+\][\p{L}\p{N}_.]*!/iu;

function reachesOut(formula: string): boolean {
  const plain = formula.replace(/"[^"]*"/g, '""');
  return reachingCall.test(plain) || reachingPlace.test(plain);
}

/**
 * Reads .xlsx and .xls (BIFF8). This is the only place that knows the library.
 * @param format the library takes a damaged .xls for a locked .xlsx; whether an .xls is locked is known before
 */
export async function readExcel(
  bytes: Buffer,
  format: 'xlsx' | 'xls',
): Promise<{ sheets: SheetData[]; identities: string[] }> {
  const readStyles = format === 'xlsx' && mayShowOtherwise(bytes);
  const workbook = await read(bytes, { readStyles }).catch((error: unknown) => {
    if (format === 'xlsx' && error instanceof EncryptedFileError) throw encrypted();
    // One cell far outside makes a sheet of milliards of cells, which the library refuses to build.
    if (error instanceof Error && /over the \d+ limit|outside the supported sheet bounds/.test(error.message))
      throw new WorkbookRefused(
        'too_large',
        '工作表过大：很远的行或列中有内容，请删除多余的行和列，或只复制表格到新文件后重新导入',
      );
    throw new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${SAVE_AS}`);
  });
  return {
    sheets: workbook.sheets.map(toSheet),
    identities:
      format === 'xls'
        ? identitiesInStreams(bytes)
        : [...workbook.sheets.flatMap(identitiesIn), ...identitiesInParts(bytes, isReadAbove)],
  };
}

/** Parts whose texts are those of the cells. */
const isReadAbove = (path: string): boolean => /^xl\/(?:worksheets\/[^/]+|styles)\.xml$/.test(path);

/** What a sheet's own part says beside the values of its cells. */
function identitiesIn({ name, cells, headerFooter, dataValidations, conditionalRules }: Sheet): string[] {
  const more = [...(cells ?? [])].flatMap(([, { formula, hyperlink }]) => [
    ...(formula === undefined ? [] : [formula]),
    ...(hyperlink ? Object.values(hyperlink) : []),
  ]);
  const asides: [string, unknown][] = [
    ['页眉页脚', headerFooter],
    ['输入提示', [dataValidations, conditionalRules]],
    ['公式或链接', more],
  ];
  return asides.flatMap(([place, texts]) =>
    texts !== undefined && holdsIdentity(JSON.stringify(texts)) ? [`工作表“${storable(name)}”${place}`] : [],
  );
}

function toSheet(sheet: Sheet): SheetData {
  const { cells } = sheet;
  // Rows of an .xls file that hold nothing are holes, which `map` would leave.
  const rows = Array.from(sheet.rows, (row: CellValue[] | undefined, index) =>
    Array.from(row ?? [], (value: CellValue | undefined, column) =>
      toCell(value ?? null, cells && cells.size > 0 ? cells.get(`${index},${column}`) : undefined),
    ),
  );
  return {
    name: storable(sheet.name),
    hidden: Boolean(sheet.hidden) || Boolean(sheet.veryHidden),
    rows: trimRows(rows),
    merges: (sheet.merges ?? []).map(({ startRow, startCol, endRow, endCol }) => ({
      top: startRow,
      left: startCol,
      bottom: endRow,
      right: endCol,
    })),
    ...unseenIn(sheet),
  };
}

function unseenIn({ rowDefs, columns = [] }: Sheet): Pick<SheetData, 'unseen'> {
  const unseen = {
    rows: [...(rowDefs ?? [])].flatMap(([row, { hidden }]) => (hidden ? [row] : [])).toSorted((a, b) => a - b),
    columns: columns.flatMap(({ hidden }, column) => (hidden ? [column] : [])),
  };
  return unseen.rows.length > 0 || unseen.columns.length > 0 ? { unseen } : {};
}

function toCell(value: CellValue, cell: Cell | undefined): SheetCell | null {
  const isFormula = cell?.formula !== undefined;
  // A formula that gave an empty text shows nothing and is blank; one without any result was never calculated (D32).
  if (isFormula && value === null) return { ...textCell(`=${cell.formula}`), formula: 'no_value' };
  const formula = isFormula ? (reachesOut(cell.formula ?? '') ? 'unsafe' : 'value') : 'none';
  if (value === null || value === '') return null;
  if (typeof value === 'number') {
    // Like Excel, which shows 15 digits: 0.1 + 0.2 is 0.3.
    const number = Number.isInteger(value) && Math.abs(value) < 1e15 ? value || 0 : Number(value.toPrecision(15));
    const shownAs = cell?.style?.numFmt;
    return {
      text: String(number),
      number,
      date: null,
      formula,
      error: false,
      ...(shownAs !== undefined && showsOtherwise(shownAs) ? { shownAs } : {}),
    };
  }
  if (typeof value === 'boolean') return { ...textCell(value ? 'TRUE' : 'FALSE'), formula };
  // A day in a cell has no time zone: the library gives it as UTC.
  if (value instanceof Date) {
    const date = Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
    return { text: date, number: null, date, formula, error: false };
  }
  const error = cell?.type === 'error' || errorText.test(value);
  return { ...textCell(textOf(value, cell)), formula, error };
}

function textOf(value: string, cell: Cell | undefined): string {
  const runs = cell?.richText;
  if (!runs?.some(({ font }) => font?.vertAlign)) return value;
  return runs.map(({ text, font }) => (font?.vertAlign ? small(text) : text)).join('');
}
