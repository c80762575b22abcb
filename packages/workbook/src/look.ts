/** What all workbooks of the product look like. */
const line = { style: 'thin', color: { rgb: 'BFC8D1' } } as const;
export const border = { top: line, bottom: line, left: line, right: line } as const;

export function fill(rgb: string) {
  return { type: 'pattern', pattern: 'solid', fgColor: { rgb } } as const;
}

/** Of the row that names the columns. */
export const headFill = fill('EDF1F5');
