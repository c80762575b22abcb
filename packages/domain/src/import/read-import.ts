import type { Finding } from '../form.ts';
import { findPersonalInfo } from '../personal-info.ts';
import { checkDecisions } from './check-decisions.ts';
import { decidedHeaders } from './decided-headers.ts';
import { noDecisions, noteOverrides, overridesOf, withCells, withLabels, type Override } from './decisions.ts';
import { isDocument, type DocumentData } from './document.ts';
import { findPeriod, refuseOtherBlocks } from './find-period.ts';
import { labelRows, labelsOf, looksLikeForm } from './form-labels.ts';
import { readFormSheet } from './form-sheet.ts';
import { fieldFinder } from './header.ts';
import { leaveOut } from './left-out.ts';
import { isProductSheet } from './product-sheets.ts';
import { ImportRefused } from './refused.ts';
import { judgeRows, type ImportRow, type ImportSetting } from './row.ts';
import { cellAddress, parseAddress, type SheetData, type WorkbookData } from './sheet.ts';
import { readSummary } from './summary.ts';
import { findTableHeader, type TableHeader } from './table-header.ts';
import { isHeaderAgain, readTable } from './table.ts';
import { unseenImported } from './unseen.ts';

export interface ImportReading {
  layout: 'table' | 'form' | 'summary';
  period: string;
  rows: ImportRow[];
  /** About the file as a whole. */
  findings: Finding[];
  /** Cells that do not count as they were sent. */
  overrides: Override[];
}

/**
 * From cells, or the paragraphs of a work summary, to an outcome per row: recognises the layout, maps headers and units,
 * normalises, validates. Pure; what the rules need to know of units comes in with the setting.
 * @throws ImportRefused when the file as a whole cannot be read
 */
export function readImport(file: WorkbookData | DocumentData, undecided: ImportSetting): ImportReading {
  if (isDocument(file)) {
    refuseInDocument(file, undecided.fileName);
    checkDecisions(() => [undecided.fileName, ...file.paragraphs], undecided);
    const { period, row } = readSummary(file, undecided);
    return { layout: 'summary', period, rows: [row], findings: [], overrides: [] };
  }
  // What the product itself put into the file says nothing of its sender.
  const sent = { ...file, sheets: file.sheets.filter((sheet) => !isProductSheet(sheet)) };
  const { cells, headers, sheet } = undecided.decisions ?? noDecisions;
  const setting = { ...undecided, form: withLabels(undecided.form, headers) };
  const workbook = withCells(sent, cells);
  refusePersonalInfo(
    { ...file, sheets: [...workbook.sheets, ...file.sheets.filter(isProductSheet)] },
    setting.fileName,
  );
  checkDecisions(() => [...textsOf(sent), ...textsOf(workbook)], undecided);
  const { fieldAt, ...reading } = readSheets(workbook, setting, sheet);
  const overrides = overridesOf(sent, cells);
  return { ...reading, overrides, rows: noteOverrides(reading.rows, overrides, reading.layout === 'form', fieldAt) };
}

type Read = Omit<ImportReading, 'overrides'> & {
  /** The field whose figure stands in a cell. */
  fieldAt: (sheet: string, cell: string) => string | null;
};

function textsOf({ sheets }: WorkbookData): string[] {
  return sheets.flatMap(({ rows }) => rows.flatMap((cells) => cells.flatMap((cell) => cell?.text ?? [])));
}

/** @param chosen the only sheet that is to be imported */
function readSheets(workbook: WorkbookData, setting: ImportSetting, chosen: string | undefined): Read {
  const visible = workbook.sheets.filter(({ name, hidden }) => (chosen === undefined ? !hidden : name === chosen));
  if (chosen !== undefined && visible.length === 0)
    throw new ImportRefused('decision_invalid', `文件中没有工作表“${chosen}”`);
  const tables = visible.flatMap((sheet) => {
    const header = findTableHeader(sheet, setting.form);
    return header ? [{ sheet, header }] : [];
  });
  const [table, another] = tables;
  if (table && another) {
    const names = tables.map(({ sheet }) => `“${sheet.name}”`).join('、');
    throw new ImportRefused(
      'sheet_ambiguous',
      `工作表${names}都像汇总表，请选择要导入的一个`,
      tables.map(({ sheet }) => sheet.name),
    );
  }
  return table
    ? readTableLayout(workbook, setting, table.sheet, table.header)
    : readFormLayout(workbook, setting, visible);
}

function readTableLayout(workbook: WorkbookData, setting: ImportSetting, sheet: SheetData, header: TableHeader): Read {
  const head = { sheet, rows: header.firstRow, title: header.top };
  const { period, findings: ofPeriod } = findPeriod([head], setting.fileName, setting.period);
  const find = fieldFinder(setting.form);
  refuseOtherBlocks(head, period, (row) => isHeaderAgain(sheet, header, find, row));
  const { raw, ignored, findings } = readTable(sheet, header, setting, workbook.format === 'csv');
  const { headers, skipped = [] } = setting.decisions ?? noDecisions;
  if (raw.length === 0)
    throw new ImportRefused('no_rows', `工作表“${sheet.name}”的表头下没有填写数据的单位，请填写后重新导入`);
  const { kept, leftOut } = leaveOut(raw, skipped, false);
  const rows = [...judgeRows(kept, setting, period), ...ignored, ...leftOut].toSorted((a, b) => a.row - b.row);
  const decided = decidedHeaders(sheet, { from: header.top, to: header.firstRow }, setting.form, headers);
  return {
    layout: 'table',
    period,
    rows,
    findings: [
      ...ofPeriod,
      ...findings,
      ...decided,
      ...unseenImported([sheet], kept),
      ...ignoredSheets(workbook, [sheet]),
    ],
    fieldAt: (_, cell) => header.fields.get(parseAddress(cell)?.column ?? -1)?.code ?? null,
  };
}

function readFormLayout(workbook: WorkbookData, setting: ImportSetting, visible: SheetData[]): Read {
  const labels = labelsOf(setting.form);
  const forms = visible.filter((sheet) => looksLikeForm(sheet, labels));
  if (forms.length === 0)
    throw new ImportRefused(
      'layout_unknown',
      '没有找到报表：表头中应有“填报单位”和各项指标，或左列为指标、右列为数量，请使用报表模板',
    );
  // Empty templates say nothing, not even their period.
  const used = forms.filter((sheet) => {
    const { values, findings } = readFormSheet(sheet, labels, NO_YEAR);
    return Object.keys(values).length > 0 || findings.length > 0;
  });
  if (used.length === 0)
    throw new ImportRefused('no_rows', `工作表“${forms[0]?.name ?? ''}”没有填写任何内容，请填写后重新导入`);
  const heads = used.map((sheet) => {
    const rows = labelRows(sheet, labels)[0] ?? 0;
    return { sheet, rows, title: rows };
  });
  const { period, findings: ofPeriod } = findPeriod(heads, setting.fileName, setting.period);
  const raw = used.map((sheet) => readFormSheet(sheet, labels, Number(period.slice(0, 4))));
  const { headers, skipped = [] } = setting.decisions ?? noDecisions;
  for (const [i, sheet] of used.entries())
    raw[i]?.findings.push(...decidedHeaders(sheet, { from: 0, to: sheet.rows.length }, setting.form, headers));
  const { kept, leftOut } = leaveOut(raw, skipped, true);
  const place = new Map(used.map(({ name }, i) => [name, i]));
  const rows = [...judgeRows(kept, setting, period), ...leftOut].toSorted(
    (a, b) => Number(place.get(a.sheet)) - Number(place.get(b.sheet)),
  );
  const fields = new Map(
    raw.flatMap(({ sheet, cells }) => Object.entries(cells).map(([code, cell]) => [`${sheet} ${cell}`, code] as const)),
  );
  return {
    layout: 'form',
    period,
    rows,
    findings: [...ofPeriod, ...unseenImported(used, kept), ...ignoredSheets(workbook, used)],
    fieldAt: (sheet, cell) => fields.get(`${sheet} ${cell}`) ?? null,
  };
}

/** Stands in while the period is not known yet. */
const NO_YEAR = 2000;

/** Sheets in which something stands that is not imported (D12). */
function ignoredSheets({ sheets }: WorkbookData, used: SheetData[]): Finding[] {
  return sheets
    .filter((sheet) => !used.includes(sheet) && sheet.rows.length > 0)
    .map(({ name, hidden }) => {
      const detail = hidden ? `隐藏的工作表“${name}”未导入` : `工作表“${name}”不是要导入的报表，未导入`;
      return { level: 'warning', code: 'sheet_ignored', cell: null, field: null, text: name, readsAs: null, detail };
    });
}

/** Places that a refusal names; the rest is found on the way. */
const NAMED = 10;

/**
 * An identity number anywhere, hidden sheets, comments and properties included, refuses the file: rows, findings and the
 * file itself are kept, and nowhere in this product are people (D52).
 */
export function refusePersonalInfo(
  { sheets, identities = [] }: Pick<WorkbookData, 'sheets' | 'identities'>,
  fileName: string,
): void {
  if ([fileName, ...sheets.map(({ name }) => name)].some((name) => findPersonalInfo(name).length > 0))
    throw new ImportRefused('personal_info', '文件名或工作表名含有身份证号码，请改名后重新导入');
  const places: string[] = [];
  for (const { name, rows } of sheets) {
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries())
        if (cell && findPersonalInfo(cell.text).length > 0) places.push(`“${name}”${cellAddress(row, column)}`);
    }
  }
  if (places.length === 0) return refuseBeside(identities, '文件');
  const more = places.length > NAMED ? ` 等 ${places.length} 处` : '';
  throw new ImportRefused(
    'personal_info',
    `工作表${places.slice(0, NAMED).join('、')}${more}含有身份证号码，请删除后重新导入；文件没有保存`,
  );
}

function refuseBeside(places: string[], what: string): void {
  if (places.length === 0) return;
  const named = [...new Set(places)].slice(0, NAMED).join('、');
  throw new ImportRefused('personal_info', `${what}的${named}含有身份证号码，请删除后重新导入；文件没有保存`);
}

function refuseInDocument({ paragraphs, rest, identities = [] }: DocumentData, fileName: string): void {
  if (findPersonalInfo(fileName).length > 0)
    throw new ImportRefused('personal_info', '文件名含有身份证号码，请改名后重新导入');
  if ([...paragraphs, ...rest].some((text) => findPersonalInfo(text).length > 0))
    throw new ImportRefused('personal_info', '文档中含有身份证号码，请删除后重新导入；文件没有保存');
  refuseBeside(identities, '文档');
}
