import { quoted, type Finding } from '../form.ts';
import { tidy } from '../import/numbers.ts';
import { ImportRefused } from '../import/refused.ts';
import { cellAddress, spreadText, textAt, type SheetData, type WorkbookData } from '../import/sheet.ts';
import { unitMatcher, type UnitEntry, type UnitMatch } from '../import/units.ts';
import { findPersonalInfo } from '../personal-info.ts';
import { projectColumn, projectColumnLabel, projectColumns, type ProjectColumn } from './columns.ts';
import { projectKindLabel, projectLimits, type ProjectKind } from './kinds.ts';

/** A project as a row of the list has it. */
export interface ProjectRow {
  /** 1-based. */
  row: number;
  no: number | null;
  field: string;
  name: string;
  labelName: string;
  kind: ProjectKind | null;
  lead: { code: string; name: string } | null;
  /** Null when the list has no such column: what is known stays. */
  note: string | null;
  findings: Finding[];
}

export interface ProjectList {
  sheet: string;
  rows: ProjectRow[];
  /** Rows without number and name: notes and the like. */
  ignored: { row: number; text: string }[];
  unknownHeaders: string[];
}

const SEARCHED_ROWS = 20;
const required = projectColumns.filter((column) => column !== 'note');
const kindWords = new Map<string, ProjectKind>(
  Object.entries(projectKindLabel).flatMap(([kind, label]) =>
    [label, label.slice(0, 2)].map((text) => [text, kind as ProjectKind] as const),
  ),
);

/**
 * Reads the list of the year's projects from a workbook: every row is a project. Never guesses: units and kinds match by
 * their exact words, what is missing or wrong is a finding in its cell.
 * @throws ImportRefused layout_unknown, no_rows
 */
export function readProjects(workbook: WorkbookData, units: readonly UnitEntry[]): ProjectList {
  const { sheet, columns, top, unknownHeaders } = findList(workbook);
  const match = unitMatcher(units);
  const text = spreadText(sheet);
  const rows: ProjectRow[] = [];
  const ignored: ProjectList['ignored'] = [];
  for (let index = top + 1; index < sheet.rows.length; index++) {
    const own = (column: ProjectColumn): string => textAt(sheet, index, columns.get(column) ?? -1);
    const first = sheet.rows[index]?.find((cell) => cell && cell.text.trim() !== '')?.text.trim();
    if (first === undefined) continue;
    if (own('no') === '' && own('name') === '') ignored.push({ row: index + 1, text: first.slice(0, 60) });
    else rows.push(readRow(sheet, columns, index, text, match));
  }
  if (rows.length === 0) throw new ImportRefused('no_rows', '表头下面没有项目，请填写后重新导入');
  return { sheet: sheet.name, rows: withoutTwins(rows, columns), ignored, unknownHeaders };
}

type Columns = ReadonlyMap<ProjectColumn, number>;

function findList({ sheets }: WorkbookData): {
  sheet: SheetData;
  columns: Columns;
  top: number;
  unknownHeaders: string[];
} {
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    for (let top = 0; top < Math.min(sheet.rows.length, SEARCHED_ROWS); top++) {
      const columns = new Map<ProjectColumn, number>();
      const unknownHeaders: string[] = [];
      for (const [at, cell] of (sheet.rows[top] ?? []).entries()) {
        const text = cell?.text.trim() ?? '';
        const column = projectColumn(text);
        if (column === null) {
          if (text !== '') unknownHeaders.push(text.slice(0, 40));
        } else if (columns.has(column)) refuse(`${quoted(projectColumnLabel[column])}在表头出现两次，请只保留一列`);
        else columns.set(column, at);
      }
      if (!columns.has('no') || !columns.has('name')) continue;
      const missing = required.filter((column) => !columns.has(column)).map((column) => projectColumnLabel[column]);
      if (missing.length > 0) refuse(`表头缺少“${missing.join('”“')}”列，请补上后重新导入`);
      return { sheet, columns, top, unknownHeaders };
    }
  }
  const names = required.map((column) => projectColumnLabel[column]).join('、');
  return refuse(`没有找到项目清单的表头，应有：${names}`);
}

function refuse(detail: string): never {
  throw new ImportRefused('layout_unknown', detail);
}

function readRow(
  sheet: SheetData,
  columns: Columns,
  index: number,
  spread: (row: number, column: number) => string,
  match: (text: string) => UnitMatch,
): ProjectRow {
  const findings: Finding[] = [];
  const read = (column: ProjectColumn): string => spread(index, columns.get(column) ?? -1);
  const find = (column: ProjectColumn, level: Finding['level'], code: string, what: string): void => {
    const cell = cellAddress(index, columns.get(column) ?? 0);
    const text = read(column) || null;
    const detail = `第${index + 1}行（${cell}）${quoted(projectColumnLabel[column])}：${what}`;
    findings.push({ level, code, cell, field: column, text, readsAs: null, detail });
  };
  for (const column of columns.keys()) {
    const cell = sheet.rows[index]?.[columns.get(column) ?? -1];
    if (cell?.error || (cell && !['none', 'value'].includes(cell.formula)))
      find(column, 'error', 'formula', '公式出错或不予采用，请改为文字');
    else if (findPersonalInfo(read(column)).length > 0)
      find(column, 'error', 'personal_info', '含有身份证号码，请删除');
  }
  const limited = (column: 'field' | 'name' | 'note', max: number): string => {
    const value = read(column);
    if (value === '' && column !== 'note') find(column, 'error', 'required', '请填写');
    if (value.length > max) find(column, 'error', 'too_long', `不能超过 ${max} 个字`);
    return value;
  };
  const row = {
    row: index + 1,
    no: readNumber(read('no'), find),
    field: limited('field', projectLimits.field),
    name: limited('name', projectLimits.name),
    labelName: readLabel(read('labelName'), find),
    kind: readKind(read('kind'), find),
    lead: readLead(read('lead'), match, find),
    note: columns.has('note') ? limited('note', projectLimits.note) : null,
  };
  return { ...row, findings };
}

type Find = (column: ProjectColumn, level: Finding['level'], code: string, what: string) => void;

function readNumber(text: string, find: Find): number | null {
  const plain = tidy(text);
  if (/^[1-9]\d{0,2}$/.test(plain)) return Number(plain);
  find('no', 'error', plain === '' ? 'required' : 'not_numeric', plain === '' ? '请填写' : '应为 1—999 的整数');
  return null;
}

function readLabel(text: string, find: Find): string {
  const [min, max] = projectLimits.labelName;
  if (text.length < min || text.length > max) find('labelName', 'error', 'label_length', `应为 ${min}—${max} 个字`);
  return text;
}

function readKind(text: string, find: Find): ProjectKind | null {
  const kind = kindWords.get(tidy(text)) ?? null;
  if (kind === null) find('kind', 'error', 'unknown_word', `应为：${Object.values(projectKindLabel).join('、')}`);
  return kind;
}

function readLead(text: string, match: (text: string) => UnitMatch, find: Find): ProjectRow['lead'] {
  if (tidy(text) === '') {
    find('lead', 'warning', 'no_lead', '没有填写，该项目暂无牵头单位');
    return null;
  }
  const found = match(text);
  switch (found.kind) {
    case 'unit':
      if (found.oldName) find('lead', 'warning', 'old_name', `“${text}”是旧名，已按“${found.unit.name}”`);
      return { code: found.unit.code, name: found.unit.name };
    case 'ambiguous':
      find('lead', 'error', 'unit_ambiguous', `“${text}”可能是${found.units.join('或')}，请写全称`);
      return null;
    case 'unknown': {
      const hint = found.suggestions.length > 0 ? `，是否为：${found.suggestions.join('、')}` : '';
      find('lead', 'error', 'unit_unknown', `不认识单位“${text}”${hint}`);
      return null;
    }
  }
}

/** A number that stands twice means two projects or one: not ours to guess. */
function withoutTwins(rows: ProjectRow[], columns: Columns): ProjectRow[] {
  const byNumber = Map.groupBy(rows, ({ no }) => no);
  return rows.map((row) => {
    const same = row.no === null ? [] : (byNumber.get(row.no) ?? []);
    if (same.length < 2) return row;
    const cell = cellAddress(row.row - 1, columns.get('no') ?? 0);
    const places = same.map((each) => `第${each.row}行`).join('、');
    const detail = `第${row.row}行（${cell}）：序号 ${row.no} 出现 ${same.length} 次（${places}），请只保留一处`;
    const twin: Finding = {
      level: 'error',
      code: 'twice',
      cell,
      field: 'no',
      text: String(row.no),
      readsAs: null,
      detail,
    };
    return { ...row, findings: [twin, ...row.findings] };
  });
}
