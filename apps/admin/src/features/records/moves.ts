/** A cell by its place among the rows and columns that are shown, counted from 0. */
export interface Place {
  row: number;
  column: number;
}

export interface Stroke {
  key: string;
  shift: boolean;
  ctrl: boolean;
}

const PAGE = 12;

/**
 * Where a key leads from a cell, as in a sheet.
 * @param begun column in which a row was begun that is being filled with Tab: Enter leads below it
 * @returns null for a key that does not move, and for Tab past either end, which leaves the grid
 */
export function moved(
  { row, column }: Place,
  { key, shift, ctrl }: Stroke,
  size: { rows: number; columns: number },
  begun: number | null,
): Place | null {
  const [bottom, right] = [size.rows - 1, size.columns - 1];
  const at = (toRow: number, toColumn: number): Place => ({
    row: Math.max(0, Math.min(bottom, toRow)),
    column: Math.max(0, Math.min(right, toColumn)),
  });
  switch (key) {
    case 'Tab': {
      const to = row * size.columns + column + (shift ? -1 : 1);
      if (to < 0 || to >= size.rows * size.columns) return null;
      return { row: Math.floor(to / size.columns), column: to % size.columns };
    }
    case 'Enter':
      return at(row + (shift ? -1 : 1), shift ? column : (begun ?? column));
    case 'ArrowDown':
      return at(ctrl ? bottom : row + 1, column);
    case 'ArrowUp':
      return at(ctrl ? 0 : row - 1, column);
    case 'ArrowRight':
      return at(row, ctrl ? right : column + 1);
    case 'ArrowLeft':
      return at(row, ctrl ? 0 : column - 1);
    case 'Home':
      return at(ctrl ? 0 : row, 0);
    case 'End':
      return at(ctrl ? bottom : row, right);
    case 'PageDown':
      return at(row + PAGE, column);
    case 'PageUp':
      return at(row - PAGE, column);
    default:
      return null;
  }
}
