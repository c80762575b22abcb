import { cellAddress, parseAddress } from '@nuanxin/domain';
import type { Level, Styles } from './styles.ts';
import { append, edited, elements, withAttributes, type Edit, type Element } from './xml.ts';

/** Colours cells of a worksheet; those of earlier marks get their own ground back. */
export function coloured(xml: string, marks: ReadonlyMap<string, Level>, styles: Styles): string {
  const [data] = elements(xml, 'sheetData');
  if (!data) return xml;
  const edits: Edit[] = [];
  const rows = new Set<number>();
  const missing = new Map<number, { column: number; level: Level }[]>();
  for (const [cell, level] of marks) {
    const at = parseAddress(cell);
    if (at) missing.set(at.row, [...(missing.get(at.row) ?? []), { column: at.column, level }]);
  }

  const all = elements(xml, 'row', 'c');
  let row: Element | undefined;
  let rowIndex = -1;
  let column = -1;
  /** Cells of the row as they stand, for those that have to be put between them. */
  let cells: { column: number; element: Element }[] = [];
  const endRow = (): void => {
    if (!row) return;
    for (const { column: at, level } of missing.get(rowIndex) ?? []) {
      if (cells.some((each) => each.column === at)) continue;
      const text = `<${row.prefix}c r="${cellAddress(rowIndex, at)}" s="${styles.marked(Number(row.attributes.s ?? 0), level)}"/>`;
      const next = cells.find((each) => each.column > at);
      edits.push(next ? { start: next.element.start, end: next.element.start, text } : append(xml, row, text));
    }
  };
  for (const element of all) {
    if (element.name === 'row') {
      endRow();
      row = element;
      rowIndex = element.attributes.r === undefined ? rowIndex + 1 : Number(element.attributes.r) - 1;
      rows.add(rowIndex);
      column = -1;
      cells = [];
      continue;
    }
    const at = element.attributes.r === undefined ? null : parseAddress(element.attributes.r);
    column = at?.column ?? column + 1;
    cells.push({ column, element });
    const style = Number(element.attributes.s ?? 0);
    const level = marks.get(cellAddress(rowIndex, column));
    const next = level === undefined ? styles.unmarked(style) : styles.marked(style, level);
    if (next !== style) edits.push(withAttributes(xml, element, { s: String(next) }));
  }
  endRow();
  return edited(xml, mergedAtOnePlace([...edits, ...newRows(data, all, missing, rows, xml, styles)]));
}

/** Rows that the file leaves out because nothing stands in them. */
function newRows(
  data: Element,
  all: Element[],
  missing: Map<number, { column: number; level: Level }[]>,
  present: Set<number>,
  xml: string,
  styles: Styles,
): Edit[] {
  const { prefix } = data;
  return [...missing]
    .filter(([row]) => !present.has(row))
    .toSorted(([a], [b]) => a - b)
    .map(([row, cells]) => {
      const texts = cells
        .toSorted((a, b) => a.column - b.column)
        .map(({ column, level }) => `<${prefix}c r="${cellAddress(row, column)}" s="${styles.marked(0, level)}"/>`);
      const text = `<${prefix}row r="${row + 1}">${texts.join('')}</${prefix}row>`;
      const next = all.find(({ name, attributes }) => name === 'row' && Number(attributes.r) - 1 > row);
      return next ? { start: next.start, end: next.start, text } : append(xml, data, text);
    });
}

/** Several cells may be put at one place, of which one edit may also open an empty row: they become one. */
function mergedAtOnePlace(edits: Edit[]): Edit[] {
  const byPlace = Map.groupBy(edits, ({ start, end }) => `${start} ${end}`);
  return [...byPlace.values()].map((same) => {
    const [first] = same as [Edit, ...Edit[]];
    if (same.length === 1 || first.start === first.end)
      return { ...first, text: same.map(({ text }) => text).join('') };
    // `<row/>` opened once for each cell: the tags are the same, what they hold is put together.
    const open = /^<[^>]*>/.exec(first.text)?.[0] ?? '';
    const close = /<\/[^>]*>$/.exec(first.text)?.[0] ?? '';
    const held = same.map(({ text }) => text.slice(open.length, text.length - close.length));
    return { ...first, text: open + held.join('') + close };
  });
}

/** What stands in a merged area stands in its first cell. @returns the cell that shows what stands in a cell */
export function anchors(xml: string): (cell: string) => string {
  const areas = elements(xml, 'mergeCell').flatMap(({ attributes }) => {
    const [from = '', to = from] = (attributes.ref ?? '').split(':');
    const [first, last] = [parseAddress(from), parseAddress(to)];
    return first && last ? [{ from, first, last }] : [];
  });
  return (cell) => {
    const at = parseAddress(cell);
    const area =
      at &&
      areas.find(
        ({ first, last }) =>
          at.row >= first.row && at.row <= last.row && at.column >= first.column && at.column <= last.column,
      );
    return area ? area.from : cell;
  };
}
