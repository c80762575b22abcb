import {
  fieldHints,
  fieldsFor,
  OPTIONS_SHEET,
  periodLabel,
  type FormContext,
  type FormDefinition,
  type FormField,
} from '@nuanxin/domain';
import { writeXlsx, type Cell, type CellStyle, type CellValue, type DataValidation, type WriteSheet } from 'hucre';
import { border, fill, headFill } from './look.ts';

export interface TemplateInput {
  form: FormDefinition;
  context: FormContext;
  /** Null leaves the choice to whoever fills it in. */
  unit: string | null;
  period: string | null;
  /** Names and periods to choose from. */
  units: string[];
  periods: string[];
  /** What is there already. */
  values: Record<string, number>;
  texts: Record<string, string>;
  /** Fields whose value came from the records, with how it was counted. */
  counted: Record<string, string>;
  /** Figures of the period before. */
  previous: Record<string, number>;
}

const WIDTHS = [10, 44, 10, 11, 11, 48];
/** Height of a line, and how many Chinese characters stand in one. */
const LINE = 14;
const lines = (text: string, width: number): number => Math.max(1, Math.ceil((text.length * 2) / width));
const COLUMNS = 'ABCDEF';
const VALUE = 'D';
const FIRST_FIELD_ROW = 5;
const styles = {
  title: { font: { bold: true, size: 15 }, alignment: { horizontal: 'center', vertical: 'center' } },
  label: { font: { bold: true }, alignment: { vertical: 'center' } },
  head: {
    font: { bold: true },
    border,
    fill: headFill,
    alignment: { horizontal: 'center' },
  },
  cell: { border, alignment: { vertical: 'center', wrapText: true } },
  soft: { border, font: { color: { rgb: '52606D' }, size: 9 }, alignment: { vertical: 'center', wrapText: true } },
  input: {
    border,
    fill: fill('FFFDF2'),
    protection: { locked: false },
    alignment: { vertical: 'center' },
    numFmt: '0',
  },
  text: {
    border,
    fill: fill('FFFDF2'),
    protection: { locked: false },
    alignment: { vertical: 'top', wrapText: true },
    numFmt: '@',
  },
} as const satisfies Record<string, CellStyle>;

/**
 * The workbook to fill in: the unit's own fields with limits as data validation, what is there already, everything but
 * the fields to fill protected (without a password: it keeps slips away, not people), set up for A4.
 */
export async function makeTemplate(input: TemplateInput): Promise<Uint8Array> {
  const options = optionsSheet(input);
  return writeXlsx({ sheets: [formSheet(input), ...(options ? [options] : [])] });
}

function formSheet(input: TemplateInput): WriteSheet {
  const { form, context, unit, period, values, texts, previous, counted } = input;
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const merges: NonNullable<WriteSheet['merges']> = [];
  const validations: DataValidation[] = [];
  const heights = new Map<number, { height: number }>();
  const put = (row: number, column: number, value: CellValue, style: CellStyle): void => {
    (rows[row] ??= [])[column] = value;
    cells.set(`${row},${column}`, { style });
  };
  const merge = (row: number, from: number, to: number): void => {
    merges.push({ startRow: row, startCol: from, endRow: row, endCol: to });
  };

  put(0, 0, form.title, styles.title);
  merge(0, 0, 5);
  heights.set(0, { height: 30 });
  put(1, 0, '填报单位', styles.label);
  put(1, 1, unit, unit === null ? styles.text : styles.cell);
  put(1, 3, '统计时段', styles.label);
  put(1, 4, period === null ? null : periodLabel(period), period === null ? styles.text : styles.cell);
  merge(1, 4, 5);
  if (unit === null) validations.push(choice('B2', 'A', input.units.length, '填报单位'));
  if (period === null) validations.push(choice('E2', 'B', input.periods.length, '统计时段'));
  put(2, 0, '只填浅黄色的单元格；没有统计的请留空，确实没有的填 0。', styles.label);
  merge(2, 0, 5);

  ['序号', '指标', '计量单位', '本期数', '上期数', '填报说明'].forEach((text, column) =>
    put(3, column, text, styles.head),
  );
  const own = fieldsFor(form, context.kind);
  const places = new Map<string, string>();
  let row = FIRST_FIELD_ROW - 1;
  let number = 0;
  const fieldRows: { field: FormField; row: number }[] = [];
  for (const section of form.sections) {
    const fields = own.filter((field) => field.section === section.code);
    if (fields.length === 0) continue;
    put(row, 0, section.title, styles.head);
    merge(row, 0, 5);
    row += 1;
    for (const field of fields) {
      put(row, 0, ++number, styles.cell);
      put(row, 1, field.label, styles.cell);
      put(row, 2, field.measure, styles.cell);
      put(row, 3, values[field.code] ?? null, styles.input);
      put(row, 4, previous[field.code] ?? null, styles.soft);
      const from = counted[field.code];
      const hints = [
        ...(from === undefined ? [] : [`已按台账填入：${from}`]),
        ...fieldHints(form, field, context),
      ].join('；');
      put(row, 5, hints, styles.soft);
      heights.set(row, { height: 4 + LINE * Math.max(lines(field.label, 44), lines(hints, 54)) });
      places.set(field.code, `${VALUE}${row + 1}`);
      fieldRows.push({ field, row });
      row += 1;
    }
  }
  for (const each of fieldRows) validations.push(limits(form, context, each.field, each.row, places));

  const summary = row;
  put(row, 0, '工作小结', styles.head);
  merge(row, 0, 5);
  row += 1;
  for (const { code, label, kind, maxLength } of form.texts) {
    if (kind !== 'paragraph') continue;
    put(row, 0, label, styles.label);
    merge(row, 0, 5);
    put(row + 1, 0, texts[code] ?? null, styles.text);
    merge(row + 1, 0, 5);
    heights.set(row + 1, { height: 84 });
    validations.push(length(`A${row + 2}`, label, maxLength));
    row += 2;
  }
  for (const { code, label, kind, maxLength } of form.texts) {
    if (kind === 'paragraph') continue;
    put(row, 0, label, styles.label);
    put(row, 1, texts[code] ?? null, styles.text);
    validations.push(length(`B${row + 1}`, label, maxLength));
    row += 1;
  }

  return {
    name: '附件7',
    columns: WIDTHS.map((width) => ({ width })),
    rows: Array.from({ length: row }, (_, i) =>
      Array.from({ length: WIDTHS.length }, (_each, j) => rows[i]?.[j] ?? null),
    ),
    cells,
    merges,
    dataValidations: validations,
    rowDefs: heights,
    // After the last row of figures.
    rowBreaks: [summary - 1],
    freezePane: { rows: 4, columns: 2 },
    protection: { sheet: true, formatColumns: false, formatRows: false },
    pageSetup: {
      paperSize: 'a4',
      orientation: 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printArea: `$A$1:$${COLUMNS.at(-1)}$${row}`,
      printTitlesRow: '$4:$4',
      horizontalCentered: true,
    },
    headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
  };
}

/** Limits and the rules that refuse a report, as one formula: a cell has room for one. Rules never fire on blanks. */
function limits(
  form: FormDefinition,
  context: FormContext,
  field: FormField,
  row: number,
  places: Map<string, string>,
): DataValidation {
  const cell = `${VALUE}${row + 1}`;
  const range = `AND(ISNUMBER(${cell}),${cell}=INT(${cell}),${cell}>=${field.min},${cell}<=${field.max})`;
  const rules = form.rules.flatMap((rule) => {
    if (rule.level !== 'error' || rule.field !== field.code || !('other' in rule)) return [];
    const other = places.get(rule.other);
    if (other === undefined) return [];
    if (rule.kind === 'at_most_field') return [`OR(${other}="",${cell}<=${other})`];
    if (rule.kind === 'zero_together') return [`OR(${other}="",(${cell}=0)=(${other}=0))`];
    return [];
  });
  const message = fieldHints(form, field, context).join('；').slice(0, 255);
  const more = {
    range: cell,
    allowBlank: true,
    showInputMessage: true,
    showErrorMessage: true,
    inputTitle: field.measure.slice(0, 32),
    inputMessage: message,
    errorTitle: '请核对',
    errorMessage: message.slice(0, 225),
    errorStyle: 'stop',
  } as const;
  return rules.length === 0
    ? { type: 'whole', operator: 'between', formula1: String(field.min), formula2: String(field.max), ...more }
    : { type: 'custom', formula1: `AND(${[range, ...rules].join(',')})`, ...more };
}

function length(cell: string, label: string, most: number): DataValidation {
  return {
    type: 'textLength',
    operator: 'lessThanOrEqual',
    formula1: String(most),
    range: cell,
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: '请核对',
    errorMessage: `${label}不能超过 ${most} 个字`,
    errorStyle: 'stop',
  };
}

function choice(cell: string, column: string, count: number, what: string): DataValidation {
  return {
    type: 'list',
    formula1: `'${OPTIONS_SHEET}'!$${column}$1:$${column}$${Math.max(1, count)}`,
    range: cell,
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: '请选择',
    errorMessage: `请从列表中选择${what}`,
    errorStyle: 'stop',
  };
}

function optionsSheet({ unit, period, units, periods }: TemplateInput): WriteSheet | null {
  if (unit !== null && period !== null) return null;
  const rows = Array.from({ length: Math.max(units.length, periods.length) }, (_, i): CellValue[] => [
    units[i] ?? null,
    periods[i] === undefined ? null : periodLabel(periods[i]),
  ]);
  return { name: OPTIONS_SHEET, hidden: true, rows };
}
