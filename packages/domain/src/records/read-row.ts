import { quoted, type Finding } from '../form.ts';
import { matcher, matchUnit } from '../import/row.ts';
import { parseDate } from '../import/dates.ts';
import { columnName, spreadText, type SheetCell, type SheetData } from '../import/sheet.ts';
import { checkRecord } from './check.ts';
import type { RecordField, RecordValue, RecordValues } from './kinds.ts';
import type { RecordSheetSetting } from './read-sheet.ts';
import { readRecordText, type RecordReading } from './read.ts';
import type { RecordHeader } from './sheet-header.ts';

export interface RecordSheetRow {
  /** 1-based. */
  row: number;
  unit: { code: string; name: string } | null;
  date: string | null;
  values: RecordValues;
  /** What stands in the cells that are not blank, by field; `unit` and `date` for these. */
  texts: Record<string, string>;
  findings: Finding[];
}

/** Reads one row (0-based) after the other. */
export function rowReader(
  sheet: SheetData,
  { columns }: RecordHeader,
  setting: RecordSheetSetting,
): (index: number) => RecordSheetRow {
  const { kind, year, projects, today } = setting;
  // A unit or a day that is merged over several rows stands for each of them.
  const spread = spreadText(sheet);
  const unitOf = unitReader(setting);
  const numbers = new Map(
    Object.entries(projects).map(([of, each]) => [Number(of), new Set(each.map(({ no }) => no))]),
  );
  const readOnce = cellReader();
  const unseen = new Set(sheet.unseen?.rows);
  const dayOnce = dayReader(kind.dateLabel ?? '', year);
  const letters = new Map([...columns].map(([code, column]) => [code, columnName(column)]));
  return (index) => {
    const line = index + 1;
    const texts: Record<string, string> = {};
    const findings: Finding[] = [];
    const at = (code: string): string | null => {
      const column = letters.get(code);
      return column === undefined ? null : `${column}${line}`;
    };
    const say = (
      code: string,
      finding: Pick<Finding, 'level' | 'code' | 'detail'>,
      readsAs: RecordValue | null = null,
    ) =>
      findings.push({
        level: finding.level,
        code: finding.code,
        cell: at(code),
        field: code === 'unit' ? null : code,
        text: texts[code] ?? null,
        readsAs: typeof readsAs === 'boolean' ? null : readsAs,
        detail: `第${line}行${finding.detail}`,
      });
    const stood = (code: string, text: string): string => {
      if (text !== '') texts[code] = text;
      return text;
    };

    const unitColumn = columns.get('unit');
    const unitText = unitColumn === undefined ? '' : stood('unit', spread(index, unitColumn));
    const { unit, findings: unitFindings } = unitOf({ row: line, unitText, unitCell: at('unit') });
    findings.push(...unitFindings);

    const dateColumn = columns.get('date');
    let date: string | null = null;
    if (dateColumn !== undefined) {
      const text = stood('date', spread(index, dateColumn));
      const reading = dayOnce(sheet.rows[index]?.[dateColumn] ?? null, text);
      if (typeof reading.value === 'string') date = reading.value;
      for (const each of reading.findings) say('date', each);
    }
    const own = kind.dateLabel === null || date === null ? year : Number(date.slice(0, 4));
    const context = { year: own, projects: projects[own] ?? [] };
    const values: RecordValues = {};
    for (const field of kind.fields) {
      const column = columns.get(field.code);
      const cell = column === undefined ? null : sheet.rows[index]?.[column];
      if (!cell || stood(field.code, cell.text.trim()) === '') continue;
      const { value, findings: found } = readOnce(cell, field, context);
      if (value !== null) values[field.code] = value;
      for (const each of found) say(field.code, each, value);
    }
    const faulty = new Set(findings.flatMap(({ level, field }) => (level === 'error' ? (field ?? []) : [])));
    for (const { field, code, detail, against } of checkRecord(kind, date, values, numbers.get(own) ?? null, today)) {
      if (faulty.has(field) || (against !== undefined && faulty.has(against))) continue;
      say(field, { level: 'error', code, detail: `：${detail}` });
    }
    if (date !== null && own !== year && numbers.has(own))
      say('date', {
        level: 'warning',
        code: 'other_year',
        detail: `${quoted(kind.dateLabel ?? '')}不在${year}年，计入${own}年`,
      });
    if (unseen.has(index)) findings.push(hiddenRow(line));
    return { row: line, unit, date, values, texts, findings };
  };
}

/** Filtered away or hidden by hand: who sent it may not know of it. */
function hiddenRow(row: number): Finding {
  const detail = `第${row}行在表中是隐藏的，已一并读取，请核对是否要导入`;
  return { level: 'warning', code: 'hidden_cells', cell: null, field: null, text: null, readsAs: null, detail };
}

/** Which unit a row is of; many rows name the same. */
function unitReader({ units, otherUnits = [], scope, ownUnit }: RecordSheetSetting) {
  const find = matcher({ units });
  const findOther = matcher({ units: otherUnits });
  const known = new Map<string, ReturnType<typeof find>>();
  const match = (text: string): ReturnType<typeof find> => {
    const found = known.get(text) ?? find(text);
    known.set(text, found);
    return found;
  };
  const clean = new Map<string, { unit: { code: string; name: string } | null; findings: Finding[] }>();
  return (place: { row: number; unitText: string; unitCell: string | null }) => {
    const seen = clean.get(place.unitText);
    if (seen) return seen;
    const decisions =
      place.unitText === '' && ownUnit !== undefined
        ? { decisions: { cells: [], units: [], headers: [], confirmed: [], unit: ownUnit } }
        : {};
    const other = match(place.unitText).kind === 'unknown' ? findOther(place.unitText) : null;
    if (other?.kind === 'unit') {
      const at = { cell: place.unitCell, field: null, text: place.unitText, readsAs: null };
      const detail = `第${place.row}行：“${other.unit.name}”没有此类台账`;
      return { unit: null, findings: [{ level: 'error' as const, code: 'unit_unknown', ...at, detail }] };
    }
    const { unit, findings } = matchUnit(place, match, { units, ...(scope ? { scope } : {}), ...decisions });
    const reading = { unit: unit && { code: unit.code, name: unit.name }, findings };
    // What is said of a unit names its row.
    if (findings.length === 0) clean.set(place.unitText, reading);
    return reading;
  };
}

const faults: Record<string, string> = {
  formula: '公式出错或没有计算结果，请改为内容本身',
  formula_unsafe: '由打开链接或调用程序的公式得出，不予采用，请改为内容本身',
};

/** What a formula gives that says nothing; null for a cell that can be read. */
function faultOf(cell: SheetCell): string | null {
  if (cell.error || cell.formula === 'no_value') return 'formula';
  return cell.formula === 'unsafe' ? 'formula_unsafe' : null;
}

function refuse(label: string, text: string, code: string, detail: string): RecordReading {
  return { value: null, findings: [{ level: 'error', code, detail: `${quoted(label)}：“${text}”${detail}` }] };
}

function readDay(cell: SheetCell | null, text: string, label: string, year: number): RecordReading {
  if (text === '') return { value: null, findings: [] };
  const fault = cell && faultOf(cell);
  if (fault) return refuse(label, text, fault, faults[fault] ?? '');
  const day = cell?.date ?? parseDate(text, year);
  if (day === 'bad_date') return refuse(label, text, 'bad_date', '不是日期，请改为如 2025-06-30');
  return { value: day, findings: [] };
}

/** Thousands of rows have a few hundred days. */
function dayReader(label: string, year: number): (cell: SheetCell | null, text: string) => RecordReading {
  const known = new Map<string, RecordReading>();
  return (cell, text) => {
    if (cell && (faultOf(cell) || cell.date !== null)) return readDay(cell, text, label, year);
    const reading = known.get(text) ?? readDay(cell, text, label, year);
    known.set(text, reading);
    return reading;
  };
}

function readCell(cell: SheetCell, field: RecordField, context: Parameters<typeof readRecordText>[2]): RecordReading {
  const text = cell.text.trim();
  const fault = faultOf(cell);
  if (fault) return refuse(field.label, text, fault, faults[fault] ?? '');
  if (field.type === 'day') return readDay(cell, text, field.label, context.year);
  // `3-4` that Excel took for a day (D36).
  if (cell.date !== null && (field.type === 'integer' || field.type === 'number'))
    return refuse(field.label, text, 'not_numeric', '不是数字，请改为数字');
  if (cell.number !== null && (field.type === 'integer' || field.type === 'number'))
    return { value: cell.number, findings: asShown(cell, cell.number, field.label) };
  return readRecordText(field, text, context);
}

/** 1 that is shown as 100%, or 2 as 2万 (D33). */
function asShown({ text, shownAs }: SheetCell, value: number, label: string): RecordReading['findings'] {
  if (shownAs === undefined || value === 0) return [];
  const detail = `${quoted(label)}：“${text}”的单元格格式是“${shownAs}”，表中显示的与所存的数不同，已按${value}计，请确认`;
  return [{ level: 'confirm', code: 'shown_otherwise', detail }];
}

const repeating = new Set(['word', 'yes', 'project', 'day']);

/** Words, projects and days repeat all through a sheet: each is looked up once. */
function cellReader(): typeof readCell {
  const known = new Map<string, RecordReading>();
  return (cell, field, context) => {
    if (!repeating.has(field.type) || cell.date !== null || faultOf(cell)) return readCell(cell, field, context);
    const key = `${context.year} ${field.code} ${cell.text}`;
    const reading = known.get(key) ?? readCell(cell, field, context);
    known.set(key, reading);
    return reading;
  };
}
