import type { SheetCell, SheetData } from '@nuanxin/domain';
import { Parser } from 'htmlparser2';
import { tooLarge, trimRows } from './check-sheet.ts';
import { decodeText, textCell } from './csv.ts';
import { identitiesInPage } from './identities.ts';
import type { Limits } from './limits.ts';
import { SAVE_AS, WorkbookRefused } from './refused.ts';
import { small } from './text.ts';

/** A web page that a system calls .xls, as many do (D06); an archive of one, or another language of tags, is none. */
export function isHtml(bytes: Buffer): boolean {
  const start = bytes
    .toString('latin1', 0, 1024)
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '');
  return /^\s*(?:<!--[^]*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|meta|body|style|table|div)\b/i.test(
    start,
  );
}

/** Such pages say their charset, and say gb2312 when they mean all of GBK. */
function textOf(bytes: Buffer): string {
  const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 4096))?.[1] ?? '';
  return /^gb/i.test(charset) ? new TextDecoder('gb18030').decode(bytes) : decodeText(bytes);
}

interface Table {
  rows: (SheetCell | null)[][];
  merges: SheetData['merges'];
}

/**
 * Each outer table becomes a sheet. A number that the page gives beside the text (`x:num`) is the cell's number.
 * @param name of the first sheet
 * @throws WorkbookRefused file_type_unsupported without a table, too_large
 */
export function readHtml(bytes: Buffer, name: string, limits: Limits): { sheets: SheetData[]; identities: string[] } {
  const text = textOf(bytes);
  const tables = tablesOf(text, name, limits);
  if (tables.length === 0)
    throw new WorkbookRefused('file_type_unsupported', `这是网页，其中没有表格，不能导入；${SAVE_AS}`);
  const sheets = tables.map(({ rows, merges }, i) => ({
    name: i === 0 ? name : `${name}${i + 1}`,
    hidden: false,
    rows: trimRows(rows.map((row) => Array.from(row, (cell) => cell ?? null))),
    merges,
  }));
  return { sheets, identities: identitiesInPage(text) };
}

const unseen = new Set(['style', 'script', 'title', 'head']);
const raised = new Set(['sup', 'sub']);

function tablesOf(text: string, name: string, limits: Limits): Table[] {
  const tables: Table[] = [];
  let depth = 0;
  let hidden = 0;
  let smaller = 0;
  let table: Table | null = null;
  /** Columns that a cell of an earlier row reaches into, by row. */
  let taken = new Map<number, Set<number>>();
  let row = -1;
  let cell: { text: string; number: number | null; down: number; right: number } | null = null;

  const endCell = (): void => {
    if (!table || !cell) return;
    const { number, down, right } = cell;
    const shown = cell.text
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim();
    cell = null;
    const line = (table.rows[row] ??= []);
    let column = line.length;
    while (taken.get(row)?.has(column)) line[column++] = null;
    if (column + right > limits.columns) throw tooLarge(name, `列数超过 ${limits.columns} 列`);
    line[column] = shown === '' ? null : number === null ? textCell(shown) : { ...textCell(String(number)), number };
    for (let next = 1; next < right; next++) line[column + next] = null;
    if (down === 1 && right === 1) return;
    table.merges.push({ top: row, left: column, bottom: row + down - 1, right: column + right - 1 });
    for (let below = 1; below < down; below++) {
      const columns = taken.get(row + below) ?? new Set<number>();
      for (let next = 0; next < right; next++) columns.add(column + next);
      taken.set(row + below, columns);
    }
  };

  const parser = new Parser({
    onopentag(tag, attributes) {
      if (unseen.has(tag)) hidden += 1;
      if (raised.has(tag)) smaller += 1;
      if (tag === 'table' && depth++ === 0) {
        table = { rows: [], merges: [] };
        tables.push(table);
        taken = new Map();
        row = -1;
      }
      if (depth !== 1) return;
      if (tag === 'tr') {
        endCell();
        row += 1;
        if (row >= limits.rows) throw tooLarge(name, `行数超过 ${limits.rows} 行`);
        (table as Table).rows[row] ??= [];
      } else if ((tag === 'td' || tag === 'th') && row >= 0) {
        endCell();
        const number = attributes['x:num'] ? Number(attributes['x:num']) : Number.NaN;
        cell = {
          text: '',
          number: Number.isFinite(number) ? number : null,
          down: spanOf(attributes.rowspan, limits.rows - row),
          right: spanOf(attributes.colspan, limits.columns),
        };
      } else if ((tag === 'br' || tag === 'p' || tag === 'div') && cell) cell.text += '\n';
    },
    ontext(part) {
      // Line ends of the page's source are no line ends of the cell.
      if (!cell || hidden > 0) return;
      const words = part.replace(/\s+/g, ' ');
      cell.text += smaller > 0 ? small(words) : words;
    },
    onclosetag(tag) {
      if (unseen.has(tag)) hidden = Math.max(0, hidden - 1);
      if (raised.has(tag)) smaller = Math.max(0, smaller - 1);
      if (depth === 1 && ['td', 'th', 'tr', 'table'].includes(tag)) endCell();
      if (tag === 'table') depth = Math.max(0, depth - 1);
    },
  });
  parser.write(text);
  parser.end();
  return tables.filter(({ rows }) => rows.some((each) => each.some((part) => part !== null)));
}

function spanOf(text: string | undefined, most: number): number {
  const span = Number(text ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, most) : 1;
}
