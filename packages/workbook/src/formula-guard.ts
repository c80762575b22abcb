/** By these a spreadsheet program takes a field of a CSV file for a formula, full-width ones included. */
const BEGINS = '[=+\\-@\\t\\r\\n＝＋－＠]';
/** A negative number is one whoever wrote it. */
const PLAIN = '-\\d+(?:\\.\\d+)?$';
const formula = new RegExp(`^(?!${PLAIN})${BEGINS}`);
const guarded = new RegExp(`^'(?!${PLAIN})(?=${BEGINS})`);

/** `'=1+1` for `=1+1`: stays what somebody wrote when the file is opened. */
export function asText(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** What was written, of a field as `asText` made it. */
export function written(field: string): string {
  return field.replace(guarded, '');
}
