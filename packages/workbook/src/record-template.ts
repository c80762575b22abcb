import { columnName, OPTIONS_SHEET, wordsOf, type RecordField, type RecordKind } from '@nuanxin/domain';
import { writeXlsx, type CellStyle, type CellValue, type DataValidation, type WriteSheet } from 'hucre';
import { border, headFill } from './look.ts';

export interface RecordTemplateInput {
  kind: RecordKind;
  year: number;
  /** Names to choose from; with one there is nothing to choose and no column for it. */
  units: string[];
  /** Names of the year's projects. */
  projects: string[];
}

/** A column to fill in. */
interface Column {
  label: string;
  required: boolean;
  width: number;
  format: string;
  hint: string;
  limit: Pick<DataValidation, 'type' | 'operator' | 'formula1' | 'formula2'> | null;
  /** What its drop-down offers. */
  options: string[];
}

/** Rows that are set up; more may be pasted below. */
const ROWS = 500;
const HEADER_ROW = 2;
const LONGEST_TEXT = 200;
const styles = {
  title: { font: { bold: true, size: 15 }, alignment: { vertical: 'center' } },
  hint: { font: { color: { rgb: '52606D' }, size: 9 } },
  head: { border, fill: headFill, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } },
  needed: {
    border,
    font: { bold: true, color: { rgb: '1F4E8C' } },
    fill: headFill,
    alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  },
} as const satisfies Record<string, CellStyle>;

/** The workbook to fill in: one row a record, with drop-downs and limits; its header is what the importer looks for. */
export async function makeRecordTemplate(input: RecordTemplateInput): Promise<Uint8Array> {
  const columns = columnsOf(input);
  return writeXlsx({ sheets: [mainSheet(input, columns), optionsSheet(columns)] });
}

function columnsOf({ kind, year, units, projects }: RecordTemplateInput): Column[] {
  const unit: Column = { ...choice(kind.unitLabel, units, `请选择${kind.unitLabel}`), required: true };
  const date: Column = {
    label: kind.dateLabel ?? '',
    required: true,
    ...day(`${year}-01-01`, `${year}-12-31`),
    hint: `${year}年内的日期，如 ${year}-06-30`,
  };
  return [
    ...(units.length > 1 ? [unit] : []),
    ...(kind.dateLabel === null ? [] : [date]),
    ...kind.fields.map((field) => columnOf(field, projects)),
  ];
}

function columnOf(field: RecordField, projects: string[]): Column {
  const { label, required = false, min = 0, max = 0, measure, hint = '' } = field;
  const more = (text: string): string => [text, hint].filter((each) => each !== '').join('；');
  const own = (column: Omit<Column, 'label' | 'required'>): Column => ({ ...column, label, required });
  switch (field.type) {
    case 'word':
      return { ...choice(label, Object.values(wordsOf(field)), more('请从列表中选择')), required };
    case 'yes':
      return { ...choice(label, ['是'], more('填“是”或留空')), required };
    case 'project':
      return { ...choice(label, projects, more('请从列表中选择')), required, width: 30 };
    case 'day':
      return own({ ...day('2000-01-01', '2099-12-31'), hint: more('日期，如 2025-06-30') });
    case 'integer':
    case 'number': {
      const whole = field.type === 'integer';
      return own({
        width: 12,
        format: whole ? '0' : 'General',
        hint: more(`${min}—${max} 的${whole ? '整数' : '数'}${measure === undefined ? '' : `，单位：${measure}`}`),
        limit: {
          type: whole ? 'whole' : 'decimal',
          operator: 'between',
          formula1: String(min),
          formula2: String(max),
        },
        options: [],
      });
    }
    case 'text':
    case 'link': {
      const most = field.type === 'link' ? 500 : max || LONGEST_TEXT;
      const width = field.code === 'title' || field.type === 'link' || most >= 200 ? 36 : 18;
      const limit = { type: 'textLength', operator: 'lessThanOrEqual', formula1: String(most) } as const;
      const what = field.type === 'link' ? '网址，以 http:// 或 https:// 开头' : `不超过 ${most} 个字`;
      return own({ width, format: '@', hint: more(what), limit, options: [] });
    }
  }
}

function choice(label: string, options: string[], hint: string): Column {
  const width = Math.max(12, ...options.map((each) => Math.min(30, each.length * 2 + 4)));
  // Their place on the sheet of options is known later.
  return { label, required: false, width, format: '@', hint, limit: null, options };
}

function day(from: string, to: string): Pick<Column, 'width' | 'format' | 'limit' | 'options'> {
  const limit = { type: 'date', operator: 'between', formula1: serial(from), formula2: serial(to) } as const;
  return { width: 14, format: 'yyyy-mm-dd', limit, options: [] };
}

/** As Excel counts days. */
function serial(date: string): string {
  return String((Date.parse(`${date}T00:00:00Z`) - Date.parse('1899-12-30T00:00:00Z')) / 86_400_000);
}

function mainSheet({ kind, year, units }: RecordTemplateInput, columns: Column[]): WriteSheet {
  const whose = units.length === 1 ? `${units[0] ?? ''} ` : '';
  const rows: CellValue[][] = [
    [`${kind.label}登记表（${whose}${year}年）`],
    ['一行一条；蓝色列必填；可从其他表格粘贴，列的顺序可以调整，请保留表头。'],
    columns.map(({ label }) => label),
  ];
  const cells = new Map<string, { style: CellStyle }>([
    ['0,0', { style: styles.title }],
    ['1,0', { style: styles.hint }],
    ...columns.map(({ required }, column): [string, { style: CellStyle }] => [
      `${HEADER_ROW},${column}`,
      { style: required ? styles.needed : styles.head },
    ]),
  ]);
  return {
    name: kind.label,
    columns: columns.map(({ width, format }) => ({ width, style: { numFmt: format } })),
    rows,
    cells,
    dataValidations: columns.map((column, i) => validation(column, i)),
    rowDefs: new Map([
      [0, { height: 28 }],
      [HEADER_ROW, { height: 32 }],
    ]),
    freezePane: { rows: HEADER_ROW + 1, columns: 1 },
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

function validation({ label, hint, limit, options }: Column, column: number): DataValidation {
  const name = columnName(column);
  const message = hint.slice(0, 255);
  return {
    ...(limit ?? { type: 'list', formula1: `'${OPTIONS_SHEET}'!$${name}$1:$${name}$${Math.max(1, options.length)}` }),
    range: `${name}${HEADER_ROW + 2}:${name}${HEADER_ROW + 1 + ROWS}`,
    allowBlank: true,
    showInputMessage: true,
    showErrorMessage: true,
    inputTitle: label.slice(0, 32),
    inputMessage: message,
    errorTitle: '请核对',
    errorMessage: message.slice(0, 225),
    errorStyle: 'stop',
  };
}

/** What the drop-downs offer, each in the column in which it is chosen. */
function optionsSheet(columns: Column[]): WriteSheet {
  const longest = Math.max(1, ...columns.map(({ options }) => options.length));
  const rows = Array.from({ length: longest }, (_, i) => columns.map(({ options }): CellValue => options[i] ?? null));
  return { name: OPTIONS_SHEET, hidden: true, rows };
}
