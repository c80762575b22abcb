import { quoted, type Finding, type FormField, type FormText } from '../form.ts';
import { readValue } from './cell.ts';
import { parseDate } from './dates.ts';
import { figureColumns } from './figure-columns.ts';
import { labelRows, nextFilled, UNIT, type Labels } from './form-labels.ts';
import { measureIn } from './header.ts';
import { statedMeasure, type StatedMeasure } from './measures.ts';
import { mergedInForm, refuseMerged } from './merged-values.ts';
import { tidy } from './numbers.ts';
import type { RawRow } from './row.ts';
import { cellAddress, textAt, type SheetData } from './sheet.ts';
import { otherMeasure, sheetMeasure } from './stated-measures.ts';

const seal = /[（(](?:盖章|公章|签章|章)[)）]$/;

/** Reads one unit's sheet: label and value side by side, unit and period in lines of text, the work summary below. */
export function readFormSheet(sheet: SheetData, labels: Labels, year: number): RawRow {
  const { columns, findings } = figureColumns(sheet, labels);
  const raw: RawRow = {
    sheet: sheet.name,
    row: 1,
    unitText: '',
    unitCell: null,
    values: {},
    cells: {},
    findings: [...findings],
    stood: {},
  };
  const ofAll = sheetMeasure(sheet, labelRows(sheet, labels)[0] ?? 0);
  // Cells that were read as the value of a label: prose in them names no other labels.
  const used = new Set<string>();
  for (const [row, cells] of sheet.rows.entries()) {
    for (const [at, cell] of cells.entries()) {
      const address = cellAddress(row, at);
      if (!cell || cell.text.trim() === '' || used.has(address)) continue;
      const field = labels.field(cell.text);
      if (field) {
        const column =
          columns.length > 0 ? columns.find((each) => each > at) : nextFilled(sheet, row, at, labels, field.measure);
        if (column === undefined || column === null) {
          raw.stood[field.code] ??= '';
          continue;
        }
        takeNumber(raw, sheet, field, {
          row,
          label: at,
          column,
          measure: measureAt(sheet, field, row, at, column) ?? ofAll(field),
        });
        continue;
      }
      const key = labels.key(cell.text);
      if (key !== null) {
        const [valueRow, column] = valuePlace(sheet, row, at, labels, key);
        if (key === UNIT && column === null) takeUnitPlace(raw, row, cellAddress(row, at + 1));
        if (key === 'other' || column === null) continue;
        used.add(cellAddress(valueRow, column));
        take(raw, key, textAt(sheet, valueRow, column), valueRow, cellAddress(valueRow, column), year);
        continue;
      }
      for (const { meaning, value } of labels.pairs(cell.text)) take(raw, meaning, value, row, address, year);
    }
  }
  for (const each of mergedInForm(sheet, labels, columns)) refuseMerged(raw, each);
  raw.findings.push(...unknownLabels(sheet, labels, columns));
  return raw;
}

/** The value of a label stands to its right; a paragraph may also stand below. */
function valuePlace(
  sheet: SheetData,
  row: number,
  at: number,
  labels: Labels,
  key: FormText | string,
): [row: number, column: number | null] {
  const right = nextFilled(sheet, row, at, labels, '');
  if (right !== null || typeof key === 'string' || key.kind !== 'paragraph') return [row, right];
  const below = textAt(sheet, row + 1, at);
  const isLabel = labels.field(below) !== null || labels.key(below) !== null || labels.pairs(below).length > 0;
  return [row + 1, below === '' || isLabel ? null : at];
}

/** The measure in the label's brackets or in a cell between label and value. */
function measureAt(
  sheet: SheetData,
  field: FormField,
  row: number,
  label: number,
  column: number,
): StatedMeasure | undefined {
  const between = Array.from({ length: column - label - 1 }, (_, i) => textAt(sheet, row, label + 1 + i));
  const said = between.flatMap((text) => statedMeasure(tidy(text).replace(/^\((.*)\)$/, '$1'), field.measure) ?? []);
  return said[0] ?? measureIn(textAt(sheet, row, label), field) ?? undefined;
}

interface Place {
  row: number;
  label: number;
  column: number;
  measure: StatedMeasure | undefined;
}

function takeNumber(raw: RawRow, sheet: SheetData, field: FormField, { row, label, column, measure }: Place): void {
  const cell = cellAddress(row, column);
  const { value, findings } = readValue(sheet.rows[row]?.[column] ?? null, field, { cell, row: row + 1, measure });
  if (measure?.other && value !== null)
    findings.push(otherMeasure(measure, field, { row, column: label, text: textAt(sheet, row, label) }));
  const first = raw.cells[field.code];
  if (first === undefined) {
    raw.cells[field.code] = cell;
    raw.stood[field.code] = textAt(sheet, row, column);
    if (value !== null) raw.values[field.code] = value;
    raw.findings.push(...findings);
  } else if ((value !== null || findings.length > 0) && value !== raw.values[field.code]) {
    // Which of two differing values counts is not ours to guess.
    const detail = `第${row + 1}行${quoted(field.label)}在表中出现两次（${first}、${cell}）且数值不同，请只保留一处`;
    const text = textAt(sheet, row, column);
    raw.findings.push({
      level: 'error',
      code: 'field_duplicate',
      cell,
      field: field.code,
      text,
      readsAs: null,
      detail,
    });
  }
}

function take(
  raw: RawRow,
  meaning: FormText | typeof UNIT,
  value: string,
  row: number,
  cell: string,
  year: number,
): void {
  const trimmed = value.replaceAll('\r\n', '\n').trim();
  if (meaning === UNIT) {
    if (trimmed === '') takeUnitPlace(raw, row, cell);
    if (raw.unitText !== '' || trimmed === '') return;
    raw.unitText = trimmed.replace(seal, '').trim();
    raw.unitCell = cell;
    raw.row = row + 1;
    return;
  }
  if (trimmed === '' || raw.cells[meaning.code] !== undefined) return;
  raw.cells[meaning.code] = cell;
  if (meaning.kind !== 'date') {
    raw.values[meaning.code] = trimmed;
    return;
  }
  const date = parseDate(trimmed, year);
  if (date !== null && date !== 'bad_date') {
    raw.values[meaning.code] = date;
    const { label, code: field } = meaning;
    // No report is filled in before its year (a year of 2000 stands for one that is not known yet).
    if (Number(date.slice(0, 4)) < year)
      raw.findings.push({
        level: 'warning',
        code: 'stale_year',
        cell,
        field,
        text: trimmed,
        readsAs: date,
        detail: `第${row + 1}行${quoted(label)}：“${trimmed}”早于报送期所在的 ${year} 年，请核对是否沿用了旧表`,
      });
    return;
  }
  const detail = `第${row + 1}行${quoted(meaning.label)}：“${trimmed}”不是有效日期，请改正，如 2025年3月28日`;
  raw.findings.push({
    level: 'error',
    code: 'bad_date',
    cell,
    field: meaning.code,
    text: trimmed,
    readsAs: null,
    detail,
  });
}

/** Where the unit's name would stand: that it is missing is said there. */
function takeUnitPlace(raw: RawRow, row: number, cell: string): void {
  if (raw.unitCell !== null) return;
  raw.unitCell = cell;
  raw.row = row + 1;
}

/** Rows among the fields with a value whose label is none of the form's. */
function unknownLabels(sheet: SheetData, labels: Labels, columns: number[]): Finding[] {
  const [column] = columns;
  const rows = labelRows(sheet, labels);
  const [first = 0] = rows;
  const last = rows.at(-1) ?? 0;
  if (column === undefined) return [];
  return sheet.rows.slice(first, last + 1).flatMap((cells, i): Finding[] => {
    const row = first + i;
    if (rows.includes(row) || textAt(sheet, row, column) === '' || cells.some((cell) => cell && labels.key(cell.text)))
      return [];
    const label = cells
      .slice(0, column)
      .findLast((cell) => cell && /[^\d\s]/.test(cell.text) && tidy(cell.text).length > 2);
    if (!label) return [];
    const text = label.text.trim();
    const detail = `第${row + 1}行：不认识指标“${text}”，未导入`;
    return [
      {
        level: 'warning',
        code: 'unknown_label',
        cell: cellAddress(row, column),
        field: null,
        text,
        readsAs: null,
        detail,
      },
    ];
  });
}
