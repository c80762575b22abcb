import { quoted, type Finding, type FormField } from '../form.ts';
import { checkValue } from '../form-check.ts';
import { readNumber } from './numbers.ts';
import type { SheetCell } from './sheet.ts';

const sentences: Record<string, string> = {
  not_numeric: '不是数字，请改为整数',
  negative: '是负数，请核对',
  not_integer: '不是整数，请改为整数',
  out_of_range: '超出允许范围',
  formula: '公式出错或没有结果，请改为数字',
  approximate: '是约数，请确认',
  unit: '的计量单位与报表不一致，请核对',
  cn_numeral: '是中文数字',
  scientific: '是科学计数',
  empty_as_zero: '按 0 计',
};

/**
 * Reads the value of a field from a cell.
 * @param where `{ cell, row }` for the findings
 * @returns the value when it may be used (also one that has to be confirmed), and what is to be said of it
 */
export function readValue(
  cell: SheetCell | null,
  field: FormField,
  where: { cell: string; row: number },
): { value: number | null; findings: Finding[] } {
  if (!cell || (cell.text.trim() === '' && cell.number === null && cell.formula === 'none'))
    return { value: null, findings: [] };
  const text = cell.text.trim();
  const report = (level: Finding['level'], code: string, readsAs: number | null): Finding => ({
    level,
    code,
    cell: where.cell,
    field: field.code,
    text,
    readsAs,
    detail: sentence(where, field, text, code, level === 'error' ? null : readsAs),
  });
  if (cell.error || cell.formula === 'no_value') return { value: null, findings: [report('error', 'formula', null)] };
  if (cell.date !== null) return { value: null, findings: [report('error', 'not_numeric', null)] };

  const read: ReturnType<typeof readNumber> =
    cell.number === null ? readNumber(text, field.measure) : { value: cell.number };
  const findings = read.code && read.level ? [report(read.level, read.code, read.value)] : [];
  if (read.value === null || read.level === 'error') return { value: null, findings };
  const faults = checkValue(field, read.value);
  if (faults.length > 0) return { value: null, findings: faults.map(({ code }) => report('error', code, null)) };
  return { value: read.value, findings };
}

function sentence(
  where: { cell: string; row: number },
  field: FormField,
  text: string,
  code: string,
  readsAs: number | null,
): string {
  const range = code === 'out_of_range' ? ` ${field.min}—${field.max}` : '';
  const as = readsAs === null ? '' : `，读作 ${readsAs}`;
  return `第${where.row}行${quoted(field.label)}（${where.cell}）：“${text}”${sentences[code] ?? '有误'}${range}${as}`;
}
