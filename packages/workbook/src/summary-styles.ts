import type { CellStyle } from 'hucre';
import { border, fill, headFill } from './look.ts';

/** What offices print tables in; other machines take what they have. */
export const SONG = { name: '宋体', charset: 134 };
const centre = { horizontal: 'center', vertical: 'center', wrapText: true } as const;
// Excel shows ### where a number does not fit: one that grew is drawn smaller instead.
const figure = { border, numFmt: '#,##0', alignment: { vertical: 'center', shrinkToFit: true } } as const;
export const styles = {
  mark: { font: { ...SONG, size: 12 }, alignment: { vertical: 'center' } },
  title: { font: { ...SONG, size: 20, bold: true }, alignment: { horizontal: 'center', vertical: 'center' } },
  note: { font: { ...SONG, size: 10 }, alignment: { vertical: 'center' } },
  head: { font: { ...SONG, size: 10, bold: true }, border, fill: headFill, alignment: centre },
  field: { font: { ...SONG, size: 9 }, border, fill: headFill, alignment: centre },
  // Text in Excel's own sense: a unit whose name begins like a formula keeps it, even after the cell was opened and left.
  text: { font: SONG, border, numFmt: '@', alignment: { vertical: 'center', wrapText: true } },
  no: { font: SONG, border, alignment: { horizontal: 'center', vertical: 'center' } },
  number: { font: SONG, ...figure },
  foreign: {
    font: { ...SONG, color: { rgb: '8A94A0' } },
    border,
    fill: fill('F3F5F7'),
    alignment: { horizontal: 'center', vertical: 'center' },
  },
  total: { font: { ...SONG, bold: true }, ...figure, fill: headFill },
  totalLabel: { font: { ...SONG, bold: true }, border, fill: headFill, numFmt: '@', alignment: centre },
} as const satisfies Record<string, CellStyle>;
