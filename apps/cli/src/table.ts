const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{3ffff}“”‘’…—]/u;

/** Columns that a text takes on a terminal: Chinese characters and full-width signs take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    width += wide.test(char) ? 2 : 1;
  }
  return width;
}

/** Texts come from other people's files: what would steer the terminal is shown as one strange sign. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is meant
  return text.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** The end of a text that takes no more than so many columns: of a path it is the end that tells. */
export function endOf(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const chars = [...text];
  while (chars.length > 0 && widthOf(chars.join('')) > columns - 2) chars.shift();
  return `…${chars.join('')}`;
}

/** A table in plain text, columns aligned; the last column is not padded. */
export function table(header: string[], rows: string[][]): string {
  const body = rows.map((row) => row.map((cell) => printable(cell.replace(/\s+/g, ' '))));
  const all = [header, ...body];
  const widths = header.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)),
      )
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
