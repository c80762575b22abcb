import type { SheetData } from './sheet.ts';

/** First sheet of a workbook that was given back with its findings. */
export const OWN_SHEET = '导入结果';
/** Head of its list. */
export const OWN_HEAD = ['序号', '结果', '工作表', '单元格', '单位', '原文', '问题与改法'];
/** Hidden sheet of a template, with what its drop-downs offer. */
export const OPTIONS_SHEET = '选项';

/**
 * What the product itself put into a file, which says nothing of its sender. Told by what stands in it: a sender's sheet may
 * bear the same name.
 */
export function isProductSheet(sheet: SheetData): boolean {
  return isResultSheet(sheet) || isOptionsSheet(sheet);
}

const HEAD_ROWS = 10;

export function isResultSheet({ rows }: SheetData): boolean {
  const head = JSON.stringify(OWN_HEAD);
  return rows
    .slice(0, HEAD_ROWS)
    .some((row) => JSON.stringify(row.flatMap((cell) => (cell ? [cell.text] : []))) === head);
}

/** As `periodLabel` writes them. */
const label = /^\d{4}年(?:第[一二三四]季度|度)$/;

/** Units in the first column, the year's periods in the second, and nothing else. */
function isOptionsSheet({ name, hidden, rows }: SheetData): boolean {
  if (name !== OPTIONS_SHEET || !hidden) return false;
  const periods = rows.flatMap((row) => row[1]?.text ?? []);
  return (
    periods.length > 0 &&
    periods.every((text) => label.test(text)) &&
    rows.every((row) => row.slice(2).every((cell) => !cell))
  );
}
