import { quoted, type Finding } from '../form.ts';
import { tidy } from '../import/numbers.ts';
import { refusePersonalInfo } from '../import/read-import.ts';
import { ImportRefused } from '../import/refused.ts';
import { cellAddress, spreadText, textAt, type SheetData, type WorkbookData } from '../import/sheet.ts';

/** What a list in a workbook looks like: one row each, below a head whose texts name the columns. */
export interface ListLayout<C extends string> {
  /** What a row is, as a clerk calls it: `项目`. */
  noun: string;
  /** In the order in which they are asked for. */
  columns: readonly C[];
  label: Record<C, string>;
  /** Other texts of the head that mean the column, exactly. */
  aliases: Partial<Record<C, string[]>>;
  /** Columns that may be left away: what is known stays then. */
  optional: readonly C[];
  /** Heads of columns that only tell something. */
  notRead?: readonly string[];
  /** By these two a head is known as one, and a row without both of them is a note. */
  known: readonly [C, C];
  /** Stands once in the list. */
  key: C;
}

/** One row while it is read. */
export interface ListCells<C extends string> {
  /** Whether the list has the column. */
  has(column: C): boolean;
  /** Trimmed; of merged cells the text that goes for all of them. */
  text(column: C): string;
  find(column: C, level: Finding['level'], code: string, what: string): void;
}

export type ListRow<R> = R & {
  /** 1-based. */
  row: number;
  findings: Finding[];
};

export interface ReadList<R> {
  sheet: string;
  rows: ListRow<R>[];
  /** Rows that are no entries: notes and the like. */
  ignored: { row: number; text: string }[];
  unknownHeaders: string[];
}

const SEARCHED_ROWS = 20;

/**
 * Reads a list from a workbook. Never guesses: what is missing or wrong is a finding in its cell.
 * @param read one row; what it finds wrong goes with it
 * @param keyOf what stands once, null where it could not be read
 * @throws ImportRefused layout_unknown, no_rows, personal_info
 */
export function readList<C extends string, R>(
  workbook: WorkbookData,
  fileName: string,
  layout: ListLayout<C>,
  read: (cells: ListCells<C>) => R,
  keyOf: (row: R) => string | number | null,
): ReadList<R> {
  refusePersonalInfo(workbook, fileName);
  const { sheet, columns, top, unknownHeaders } = findHead(workbook, layout);
  const spread = spreadText(sheet);
  const rows: ListRow<R>[] = [];
  const ignored: ReadList<R>['ignored'] = [];
  for (let index = top + 1; index < sheet.rows.length; index++) {
    const first = sheet.rows[index]?.find((cell) => cell && cell.text.trim() !== '')?.text.trim();
    if (first === undefined) continue;
    if (layout.known.every((column) => textAt(sheet, index, columns.get(column) ?? -1) === ''))
      ignored.push({ row: index + 1, text: first.slice(0, 60) });
    else {
      const { cells, findings } = cellsOf(sheet, columns, index, spread, layout);
      rows.push({ ...read(cells), row: index + 1, findings });
    }
  }
  if (rows.length === 0) throw new ImportRefused('no_rows', `表头下面没有${layout.noun}，请填写后重新导入`);
  return { sheet: sheet.name, rows: withoutTwins(rows, columns, layout, keyOf), ignored, unknownHeaders };
}

type Columns<C> = ReadonlyMap<C, number>;

function findHead<C extends string>({ sheets }: WorkbookData, layout: ListLayout<C>) {
  const { label, columns: asked, optional, known, notRead = [], noun } = layout;
  const meaning = new Map(
    asked.flatMap((column) =>
      [label[column], ...(layout.aliases[column] ?? [])].map((text) => [tidy(text), column] as const),
    ),
  );
  const required = asked.filter((column) => !optional.includes(column));
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    for (let top = 0; top < Math.min(sheet.rows.length, SEARCHED_ROWS); top++) {
      const columns = new Map<C, number>();
      const unknownHeaders: string[] = [];
      for (const [at, cell] of (sheet.rows[top] ?? []).entries()) {
        const text = cell?.text.trim() ?? '';
        // Brackets behind the name do not count.
        const column = meaning.get(tidy(text).replace(/\([^()]*\)$/, ''));
        if (column === undefined) {
          if (text !== '' && !notRead.includes(text)) unknownHeaders.push(text.slice(0, 40));
        } else if (columns.has(column)) refuse(`${quoted(label[column])}在表头出现两次，请只保留一列`);
        else columns.set(column, at);
      }
      if (!known.every((column) => columns.has(column))) continue;
      const missing = required.filter((column) => !columns.has(column)).map((column) => label[column]);
      if (missing.length > 0) refuse(`表头缺少“${missing.join('”“')}”列，请补上后重新导入`);
      return { sheet, columns, top, unknownHeaders };
    }
  }
  return refuse(`没有找到${noun}清单的表头，应有：${required.map((column) => label[column]).join('、')}`);
}

function refuse(detail: string): never {
  throw new ImportRefused('layout_unknown', detail);
}

function cellsOf<C extends string>(
  sheet: SheetData,
  columns: Columns<C>,
  index: number,
  spread: (row: number, column: number) => string,
  { label }: ListLayout<C>,
): { cells: ListCells<C>; findings: Finding[] } {
  const findings: Finding[] = [];
  const cells: ListCells<C> = {
    has: (column) => columns.has(column),
    text: (column) => spread(index, columns.get(column) ?? -1),
    find(column, level, code, what) {
      const cell = cellAddress(index, columns.get(column) ?? 0);
      const detail = `第${index + 1}行（${cell}）${quoted(label[column])}：${what}`;
      findings.push({ level, code, cell, field: column, text: cells.text(column) || null, readsAs: null, detail });
    },
  };
  for (const [column, at] of columns) {
    const cell = sheet.rows[index]?.[at];
    if (cell?.error || (cell && !['none', 'value'].includes(cell.formula)))
      cells.find(column, 'error', 'formula', '公式出错或不予采用，请改为文字');
  }
  return { cells, findings };
}

/** A key that stands twice means two things or one: not ours to guess. */
function withoutTwins<C extends string, R>(
  rows: ListRow<R>[],
  columns: Columns<C>,
  { key, label }: ListLayout<C>,
  keyOf: (row: R) => string | number | null,
): ListRow<R>[] {
  const byKey = Map.groupBy(rows, keyOf);
  return rows.map((row) => {
    const value = keyOf(row);
    const same = value === null ? [] : (byKey.get(value) ?? []);
    if (same.length < 2) return row;
    const cell = cellAddress(row.row - 1, columns.get(key) ?? 0);
    const places = same.map((each) => `第${each.row}行`).join('、');
    const detail = `第${row.row}行（${cell}）：${label[key]} ${value} 出现 ${same.length} 次（${places}），请只保留一处`;
    const twin: Finding = {
      level: 'error',
      code: 'twice',
      cell,
      field: key,
      text: String(value),
      readsAs: null,
      detail,
    };
    return { ...row, findings: [twin, ...row.findings] };
  });
}
