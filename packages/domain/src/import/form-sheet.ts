import type { Finding, FormDefinition, FormText } from '../form.ts';
import { readValue } from './cell.ts';
import { readDate } from './dates.ts';
import { fieldFinder } from './header.ts';
import { tidy } from './numbers.ts';
import type { RawRow } from './row.ts';
import { cellAddress, type SheetData } from './sheet.ts';

const LEAST_LABELS = 3;
const valueHeaders = new Set(['数量', '数值', '本期数', '本期', '填报数', '完成数', '数据']);
const unitKeys = ['填报单位', '报送单位', '单位名称'];
const seal = /[（(](?:盖章|公章|章)[)）]$/;

/** The column of the values, when the sheet has a header row that names it. */
function valueColumn(sheet: SheetData): number | null {
  for (const row of sheet.rows.slice(0, 15)) {
    const column = row.findIndex((cell) => cell && valueHeaders.has(tidy(cell.text)));
    if (column >= 0 && row.some((cell) => cell && ['指标', '项目', '内容', '指标名称'].includes(tidy(cell.text))))
      return column;
  }
  return null;
}

/** True when labels of the form's fields stand below each other, each with its value beside it. */
export function looksLikeForm(sheet: SheetData, form: FormDefinition): boolean {
  const find = fieldFinder(form);
  const rows = sheet.rows.filter(
    (row) => row.filter((cell) => cell && cell.text !== '' && find(cell.text)).length === 1,
  );
  return rows.length >= LEAST_LABELS;
}

/** Reads one unit's sheet: label and value side by side, unit and period in lines of text, the work summary below. */
export function readFormSheet(sheet: SheetData, form: FormDefinition, year: number | null): RawRow {
  const find = fieldFinder(form);
  const column = valueColumn(sheet);
  const raw: RawRow = {
    sheet: sheet.name,
    row: 1,
    unitText: '',
    unitCell: null,
    values: {},
    cells: {},
    findings: [],
    texts: [],
  };
  const texts = new Map<string, FormText>(
    form.texts.flatMap((text) => [text.label, ...(text.aliases ?? [])].map((label) => [label, text])),
  );
  const keys = [...unitKeys, ...texts.keys()];
  const pairs = new RegExp(`(${keys.join('|')})\\s*[:：]\\s*([^]*?)(?=(?:${keys.join('|')})\\s*[:：]|$)`, 'g');

  for (const [index, row] of sheet.rows.entries()) {
    for (const [at, cell] of row.entries()) {
      if (!cell || cell.text.trim() === '') continue;
      const address = cellAddress(index, at);
      raw.texts.push({ cell: address, text: cell.text });
      const field = find(cell.text);
      if (field) {
        const valueAt = column ?? nextFilled(row, at, field.measure);
        if (valueAt === null || raw.cells[field.code] !== undefined) continue;
        const place = cellAddress(index, valueAt);
        const { value, findings } = readValue(row[valueAt] ?? null, field, { cell: place, row: index + 1 });
        raw.cells[field.code] = place;
        if (value !== null) raw.values[field.code] = value;
        raw.findings.push(...findings);
        continue;
      }
      const block = texts.get(tidy(cell.text).replace(/[:：]$/, ''));
      if (block) {
        const valueAt = nextFilled(row, at, '');
        if (valueAt !== null) take(raw, block, row[valueAt]?.text ?? '', cellAddress(index, valueAt), year);
        continue;
      }
      for (const [, name = '', value = ''] of cell.text.normalize('NFKC').matchAll(pairs)) {
        const text = texts.get(name);
        if (text) take(raw, text, value, address, year);
        else if (raw.unitCell === null) {
          raw.unitText = value.trim().replace(seal, '').trim();
          raw.unitCell = address;
          raw.row = index + 1;
        }
      }
    }
  }
  return raw;
}

/** The next cell to the right that holds something other than the measure word. */
function nextFilled(row: SheetData['rows'][number], from: number, measure: string): number | null {
  const at = row.findIndex(
    (cell, column) => column > from && cell !== null && cell.text.trim() !== '' && tidy(cell.text) !== tidy(measure),
  );
  return at < 0 ? null : at;
}

function take(raw: RawRow, text: FormText, value: string, cell: string, year: number | null): void {
  const trimmed = value.replaceAll('\r\n', '\n').trim();
  if (trimmed === '' || raw.cells[text.code] !== undefined) return;
  raw.cells[text.code] = cell;
  if (text.kind !== 'date') {
    raw.values[text.code] = trimmed;
    return;
  }
  const date = readDate(trimmed, year ?? 2000);
  if (date === 'bad' || date === null) {
    const detail = `“${text.label}”（${cell}）：“${trimmed}”不是有效日期，请改正，如 2025年3月28日`;
    const finding: Finding = {
      level: 'error',
      code: 'bad_date',
      cell,
      field: text.code,
      text: trimmed,
      readsAs: null,
      detail,
    };
    raw.findings.push(finding);
  } else raw.values[text.code] = date;
}
