import type { Import, ImportRow, ImportSheet, SheetCell } from '@nuanxin/client';
import { cellAddress, columnName, parseAddress } from '@nuanxin/domain';

type Finding = ImportRow['findings'][number];

/** A finding where it stands; null for the row when it is about the file as a whole. */
export interface Mark {
  level: Finding['level'];
  row: ImportRow | null;
  finding: Finding;
}

/** A cell as it is shown: a merged area is one, cut to the rows that are in sight. */
export interface Spot {
  /** Address of the cell in the file; of a merged area, its first one. */
  cell: string;
  line: number;
  column: number;
  down: number;
  right: number;
  content: SheetCell | null;
  marks: Mark[];
  /** Code of the field or text that is read here, or `unit`. */
  means: string | null;
  /** The outcome that the cell belongs to. */
  row: ImportRow | null;
}

export interface Line {
  line: number;
  header: boolean;
  /** The outcome that is told at the row's number. */
  row: ImportRow | null;
  spots: Spot[];
}

export interface Grid {
  lines: Line[];
  columns: number;
  /** Columns up to the unit's, which stay in sight beside the others. */
  frozen: number;
  /** Where something has to be done, in the order of reading; a merged area may stand here twice. */
  problems: { line: number; column: number; spot: Spot }[];
  at: (line: number, column: number) => Spot | null;
}

export const levels = ['error', 'confirm', 'warning'] as const;
export const worst = ({ marks }: Spot): Mark['level'] | null =>
  levels.find((level) => marks.some((mark) => mark.level === level)) ?? null;

/** What was written is settled: of its findings, nothing is left to do. */
const levelOf = (finding: Finding, row: ImportRow | null): Mark['level'] =>
  row?.submissionId ? 'warning' : finding.level;

/** @param hints findings of level warning count as problems too */
export function gridOf(sheet: ImportSheet, layout: Import['layout'], hints: boolean): Grid {
  const { from, items, meanings, columns, header } = sheet;
  const to = from + sheet.lines.length - 1;
  const byLine = new Map(items.map((row) => [row.row, row]));
  const whole = layout === 'form' ? (items[0] ?? null) : null;
  const unitPlace = Object.entries(meanings).find(([, means]) => means === 'unit')?.[0];
  const areas = areasOf(sheet, from, to);
  const spots = new Map<string, Spot>();

  const lines = sheet.lines.map((cells, i): Line => {
    const line = from + i;
    const own: Spot[] = [];
    for (let column = 1; column <= columns; column++) {
      const area = areas.get(placeOf(line, column));
      if (area && (area.line !== line || area.column !== column)) continue;
      const address = area?.cell ?? cellAddress(line - 1, column - 1);
      const row = whole ?? byLine.get(line) ?? null;
      const below = header !== null && line > header.last && row !== null && row.outcome !== 'ignored';
      const spot: Spot = {
        cell: address,
        line,
        column,
        down: area?.down ?? 1,
        right: area?.right ?? 1,
        content: area?.content ?? cells[column - 1] ?? null,
        marks: [],
        means: meanings[address] ?? (below ? (meanings[columnName(column - 1)] ?? null) : null),
        row,
      };
      own.push(spot);
      spots.set(placeOf(line, column), spot);
    }
    const inHeader = header !== null && line >= header.first && line <= header.last;
    return { line, header: inHeader, row: byLine.get(line) ?? null, spots: own };
  });

  const at = (line: number, column: number): Spot | null => {
    const area = areas.get(placeOf(line, column));
    return spots.get(area ? placeOf(area.line, area.column) : placeOf(line, column)) ?? null;
  };
  const problems = new Map<string, Grid['problems'][number]>();
  const mark = (finding: Finding, row: ImportRow | null): void => {
    const place = parseAddress(finding.cell ?? unitCell(unitPlace, row));
    const spot = place && at(place.row + 1, place.column + 1);
    // What a person put into a cell is shown in it.
    if (!spot || finding.code === 'overridden') return;
    const level = levelOf(finding, row);
    spot.marks.push({ level, row, finding });
    if (row?.submissionId || (level === 'warning' && !hints)) return;
    const key = JSON.stringify([row?.row ?? 0, finding.cell]);
    problems.set(key, { line: place.row + 1, column: place.column + 1, spot });
  };
  for (const row of items) for (const finding of row.findings) mark(finding, row);
  for (const finding of sheet.findings) mark(finding, null);
  const inOrder = [...problems.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { lines, columns, frozen: frozenOf(unitPlace), problems: inOrder, at };
}

/** Only where the units stand near the left edge, as they do in most tables. */
function frozenOf(unitPlace: string | undefined): number {
  const column = (parseAddress(`${unitPlace ?? ''}1`)?.column ?? -1) + 1;
  return column <= 3 && !/\d$/.test(unitPlace ?? '') ? column : 0;
}

const placeOf = (line: number, column: number): string => `${line} ${column}`;

/** What is said of a row stands at its unit: in the unit's column of a table, at the unit's cell of a form. */
function unitCell(place: string | undefined, row: ImportRow | null): string {
  if (place === undefined) return `A${row?.row ?? 1}`;
  return /\d$/.test(place) ? place : `${place}${row?.row ?? 1}`;
}

interface Area {
  cell: string;
  line: number;
  column: number;
  down: number;
  right: number;
  content: SheetCell | null;
}

/** The merged areas by each of their cells in sight. Files have been seen with areas that overlap: the first one counts. */
function areasOf({ merges, lines, columns }: ImportSheet, from: number, to: number): Map<string, Area> {
  const areas = new Map<string, Area>();
  for (const { top, left, bottom, right, cell } of merges) {
    const line = Math.max(top, from);
    const last = Math.min(bottom, to);
    const end = Math.min(right, columns);
    if (last < line || end < left) continue;
    const places: string[] = [];
    for (let l = line; l <= last; l++) for (let c = left; c <= end; c++) places.push(placeOf(l, c));
    if (places.some((place) => areas.has(place))) continue;
    const content = top < from ? (cell ?? null) : (lines[line - from]?.[left - 1] ?? null);
    const area = {
      cell: cellAddress(top - 1, left - 1),
      line,
      column: left,
      down: last - line + 1,
      right: end - left + 1,
      content,
    };
    for (const place of places) areas.set(place, area);
  }
  return areas;
}

/** Full-width characters are twice as wide. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);

/** Widths of the columns in pixels: most of what stands in one fits, what is longer than the rest wraps. */
export function widthsOf({ lines, columns }: Grid): number[] {
  const wanted = Array.from({ length: columns }, (): number[] => []);
  const least = Array.from({ length: columns }, () => 52);
  for (const { header, spots } of lines) {
    for (const { column, right, content } of spots) {
      if (right > 1 || !content) continue;
      const shown = content.decided === undefined ? content.text : `${content.text} → ${content.decided}`;
      const width = Math.round(Math.max(...shown.split('\n').map(widthOf)) * 7.5) + 26;
      if (header) least[column - 1] = Math.max(least[column - 1] ?? 0, Math.min(84, width));
      else wanted[column - 1]?.push(width);
    }
  }
  return wanted.map((all, i) => {
    const sorted = all.toSorted((a, b) => a - b);
    const most = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    return Math.max(least[i] ?? 0, Math.min(sorted.at(-1) ?? 0, Math.max(120, Math.min(260, most))));
  });
}
