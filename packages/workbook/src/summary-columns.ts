import type { SummarySheet } from './summary.ts';

export interface SummaryColumns {
  /** Fields that have a column, with the section that they stand under. */
  fields: { code: string; label: string; section: string }[];
  /** Of all columns, in characters. */
  widths: number[];
  /** Of the row of fields, in points. */
  headHeight: number;
}

/** Of number, unit and standing. */
const HEAD_WIDTHS = [5, 19, 22];
/** Characters of a name, 9 points each, that stand below each other before a column gets wider. */
const LINES = 6;
const FEWEST = 3;
/** Widths are counted in digits of 10 points, of 7 pixels; a Chinese character of 9 points takes 12. */
const CHARACTER = 12 / 7;
/** A digit of a total is bold. */
const BOLD = 1.15;
const PADDING = 1;
const LINE = 12;

/** Columns that anybody owes (all of them in a table without rows), as narrow as labels and totals allow: it is printed on one width. */
export function summaryColumns({ sections, groups }: SummarySheet): SummaryColumns {
  const units = groups.flatMap((group) => group.units);
  const fields = sections.flatMap(({ title, fields: own }) =>
    own
      .filter(({ code }) => units.length === 0 || units.some(({ cells }) => cells[code]))
      .map((field) => ({ ...field, section: title })),
  );
  const lines = fields.map(({ label }) => label.split('\n'));
  const across = lines.map(([name = '']) => Math.max(FEWEST, Math.ceil(name.length / LINES)));
  const digits = fields.map(({ code }) => {
    const sum = units.reduce((all, { cells }) => all + (cells[code]?.value ?? 0), 0);
    return sum.toLocaleString('en-US').length * BOLD;
  });
  const widths = across.map((characters, index) => Math.max(characters * CHARACTER, digits[index] ?? 0) + PADDING);
  const heights = lines.map((each, index) =>
    each.reduce((all, line) => all + Math.ceil(line.length / (across[index] ?? FEWEST)), 0),
  );
  return { fields, widths: [...HEAD_WIDTHS, ...widths], headHeight: Math.max(2, ...heights) * LINE + 8 };
}
