import { isTotalOrNote } from '@nuanxin/domain';
import { headerText, type Column } from './columns.ts';

/**
 * Cells of a copied part of a sheet: tabs between cells, lines between rows. A cell that begins with a quotation mark
 * and ends with one may have tabs and lines of its own, its quotation marks doubled; one that only begins with it is
 * taken as it stands.
 */
export function parseTable(text: string): string[][] {
  const source = text.replace(/\r\n?/g, '\n');
  const rows: string[][] = [[]];
  let at = 0;
  while (at < source.length) {
    const quotedCell = source[at] === '"' ? /"((?:[^"]|"")*)"(?=\t|\n|$)/y : null;
    if (quotedCell) quotedCell.lastIndex = at;
    const quoted = quotedCell?.exec(source);
    const plain = /[^\t\n]*/y;
    plain.lastIndex = at;
    const cell = quoted?.[1]?.replaceAll('""', '"') ?? plain.exec(source)?.[0] ?? '';
    rows.at(-1)?.push(cell);
    at = quoted ? (quotedCell?.lastIndex ?? at) : plain.lastIndex;
    if (source[at] === '\t' && at + 1 === source.length) rows.at(-1)?.push('');
    if (source[at] === '\n' && at + 1 < source.length) rows.push([]);
    at++;
  }
  return rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}

/** Texts as a sheet takes them over. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const cellText = (text: string): string => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => cells.map(cellText).join('\t')).join('\n');
}

export interface Pasted {
  /** Texts by column; what is blank in the source is a blank text. */
  lines: Record<string, string>[];
  /** The source named its columns. */
  byHeader: boolean;
  /** Headers nobody knows, or what stood to the right of the last column: not taken over. */
  left: string[];
  /** Totals and notes below the records, by their first text: not taken over. */
  ignored: string[];
}

const HEADER_WITHIN = 5;

/**
 * Sorts what was copied to the columns: by its header row if it has one among its first lines (what stands above that is
 * the sheet's title), else one after the other.
 * @param columns all columns of the kind; those that are shown take what has no header
 * @param from the shown column that takes the first cell
 */
export function pastedOf(
  table: string[][],
  columns: readonly Column[],
  shown: readonly Column[],
  from: number,
): Pasted {
  for (const [line, cells] of table.slice(0, HEADER_WITHIN).entries()) {
    const means = headerOf(cells, columns);
    if (!means) continue;
    const { lines, ignored } = recordsOf(table.slice(line + 1), means);
    const unknown = cells.filter((text, i) => text.trim() !== '' && !means[i] && !isCounter(text));
    return { lines, byHeader: true, left: unknown.map((text) => text.trim()), ignored };
  }
  const means = shown.slice(from);
  const left = new Set(table.flatMap((cells) => cells.slice(means.length)).filter((text) => text.trim() !== ''));
  return { ...recordsOf(table, means), byHeader: false, left: [...left] };
}

/** The lines that are records, as in a workbook that is read. */
function recordsOf(
  table: string[][],
  means: readonly (Column | undefined)[],
): { lines: Record<string, string>[]; ignored: string[] } {
  const needed = means.filter((column) => column?.required && column.type !== 'unit');
  const lines: Record<string, string>[] = [];
  const ignored: string[] = [];
  for (const row of table) {
    const texts = named(row, means);
    const first = row.find((text) => text.trim() !== '')?.trim() ?? '';
    const incomplete = needed.some((column) => column && (texts[column.code] ?? '').trim() === '');
    if (isTotalOrNote(first, texts.unit ?? '', incomplete)) ignored.push(first);
    else lines.push(texts);
  }
  return { lines, ignored };
}

const isCounter = (text: string): boolean => headerText(text) === '序号';

function headerOf(cells: string[], columns: readonly Column[]): (Column | undefined)[] | null {
  const texts = cells.map(headerText);
  const means = texts.map((text, i) =>
    text === '' || texts.indexOf(text) !== i ? undefined : columns.find(({ names }) => names.has(text)),
  );
  const known = means.filter(Boolean).length;
  const filled = texts.filter((text) => text !== '').length;
  return known > 0 && known * 2 >= filled && (known > 1 || cells.length === 1) ? means : null;
}

function named(cells: string[], means: readonly (Column | undefined)[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [i, text] of cells.entries()) {
    const column = means[i];
    if (column) texts[column.code] = text;
  }
  return texts;
}
