import type { IsoDate } from '../dates.ts';
import { daysIn } from './days.ts';

const number = /(国办发(?:明电)?)[〔[(【](\d{4})[〕\])】]\s*(\d+)\s*号/;
const title = /国务院办公厅关于(\d{4})年部分节假日安排的通知/;
const wholeDay = /^\s*\(?\d{4}年\d{1,2}月\d{1,2}日\)?\s*$/;
const namedDay = [/成文日期:?(\d{4}年\d{1,2}月\d{1,2}日)/, /发布日期:?(\d{4}年\d{1,2}月\d{1,2}日)/];

/** The line under the signature. */
export const isWholeDay = (line: string): boolean => wholeDay.test(line);

/**
 * Number and day of issue, as far as they stand in the text; the notice's title where there is no number.
 * @param lines of the text, full-width characters made plain
 */
export function readHead(lines: string[]): { year: number | null; notice: string | null; issuedOn: IsoDate | null } {
  // The title may be broken over two lines, and blanks stand between the letters of labels.
  const text = lines.join('').replaceAll(/\s/g, '');
  const [, office, of, no] = number.exec(text) ?? [];
  const [whole = null, titleYear] = title.exec(text) ?? [];
  const year = titleYear ?? /现将(\d{4})年/.exec(text)?.[1];
  const signed = lines.findLast(isWholeDay);
  const issued = namedDay[0]?.exec(text)?.[1] ?? signed ?? namedDay[1]?.exec(text)?.[1] ?? '';
  return {
    year: year === undefined ? null : Number(year),
    notice: no === undefined ? whole : `${office}〔${of}〕${no}号`,
    issuedOn: daysIn(issued, 0).ranges[0]?.from ?? null,
  };
}
