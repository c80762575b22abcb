import { daysIn } from './days.ts';
import { countFault, type Read } from './sentences.ts';

type Column = 'name' | 'from' | 'to' | 'off' | 'makeup' | 'days' | null;

/** Words of a table's head, the first that fits: `放假天数` is days, `放假开始` a first day. */
const headWords: [Exclude<Column, null>, RegExp][] = [
  ['days', /天数|^days$/i],
  ['makeup', /上班|补班|调休|^makeup$/i],
  ['to', /结束|截止|最后|止$|^to$/i],
  ['from', /开始|第一天|起$|^from$/i],
  ['name', /节|名称|^name$/i],
  ['off', /放假|日期|时间/],
];
const festival = /元旦|春节|清明|劳动|五一|端午|中秋|国庆/;

/**
 * Cells of a line that is one of a table (tabs, as Word and Excel copy it) or of a CSV; null for a sentence.
 * @param headed a head was read: what has commas is a row
 */
export function cellsOf(line: string, headed: boolean): string[] | null {
  if (line.includes('\t')) {
    const cells = line.split('\t').map((cell) => cell.trim());
    return cells[0]?.endsWith(':') ? null : cells;
  }
  if (/[。:]/.test(line)) return null;
  const cells = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replaceAll('"', '').trim());
  const isRow = headed || (/^\d/.test(cells[1] ?? '') && (cells[0]?.length ?? 0) <= 20) || headOf(cells) !== null;
  return cells.length > 1 && isRow ? cells : null;
}

/** What the columns hold, when the line is a table's head. */
export function headOf(cells: string[]): Column[] | null {
  if (cells.some((cell) => /\d/.test(cell))) return null;
  const columns = cells.map((cell) => headWords.find(([, words]) => words.test(cell))?.[0] ?? null);
  return columns.includes('name') && (columns.includes('from') || columns.includes('off')) ? columns : null;
}

/**
 * A row: name, first day, last day, make-up days, in this order unless a head says otherwise; `1月1日至3日` in one cell
 * stands for both days.
 * @returns null for a row that says nothing about days off
 */
export function readRow(cells: string[], head: Column[] | null, year: number): Read | null {
  const oneCell = daysIn(cells[1] ?? '', year).ranges.some(({ from, to }) => from !== to);
  const columns = head ?? (oneCell ? ['name', 'off', 'makeup', 'days'] : ['name', 'from', 'to', 'makeup', 'days']);
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  const name = cell('name');
  const anchor = name.includes('元旦') ? `${year}-01-01` : year;
  const first = daysIn(cell('from') || cell('off'), anchor);
  const from = first.ranges[0]?.from;
  if (from === undefined) {
    const meant = festival.test(name) || cells.some((each) => /\d/.test(each));
    return meant ? { holidays: [], makeup: [], faults: [...first.faults, `没有读出“${name}”的放假日期`] } : null;
  }
  const last = daysIn(cell('to'), from);
  const makeup = daysIn(cell('makeup'), from);
  const to = last.ranges.at(-1)?.to ?? first.ranges.at(-1)?.to ?? from;
  const holidays = name === '' ? [] : [{ name, from, to }];
  const faults = [...first.faults, ...last.faults, ...makeup.faults, ...(name === '' ? ['没有写节日名称'] : [])];
  const blank = (text: string, { ranges }: { ranges: unknown[] }): boolean => /\d/.test(text) && ranges.length === 0;
  if (blank(cell('to'), last) || blank(cell('makeup'), makeup)) faults.push('有的日期没有读出来');
  return {
    holidays,
    makeup: makeup.ranges.map((range) => range.from),
    faults: [...faults, ...countFault(holidays, /\d+/.exec(cell('days'))?.[0])],
  };
}
