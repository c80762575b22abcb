import { quoted, type Finding, type FormField } from '../form.ts';
import { checkValue } from '../form-check.ts';
import type { StatedMeasure } from './measures.ts';
import { normaliseNumber, type NormalisedNumber } from './numbers.ts';
import type { SheetCell } from './sheet.ts';

const sentences: Record<string, (field: FormField, readsAs: number | null) => string> = {
  not_numeric: () => '不是数字，请改为整数',
  negative: () => '是负数，请核对后改正',
  not_integer: () => '不是整数，请改为整数',
  out_of_range: ({ min, max }) => `超出允许范围 ${min}—${max}，请核对后改正`,
  formula: () => '公式出错或没有计算结果，请改为数字',
  formula_unsafe: () => '由打开链接或调用程序的公式得出，不予采用，请改为数字',
  approximate: (_, readsAs) => `已按${readsAs}计，请确认`,
  unit: ({ measure }, readsAs) => `的计量单位不是“${measure}”，已按${readsAs}计，请核对`,
  cn_numeral: (_, readsAs) => `是中文数字，已按${readsAs}计`,
  scientific: (_, readsAs) => `是科学计数，已按${readsAs}计，请核对`,
  empty_as_zero: () => '已按0计；没有统计的请留空',
};

/**
 * Reads the value of a field from a cell.
 * @param where `{ cell, row }` for the findings, and the measure that the sheet states there
 * @returns the value when it may be used (also one that has to be confirmed), and what is to be said of it
 */
export function readValue(
  cell: SheetCell | null,
  field: FormField,
  where: { cell: string; row: number; measure?: StatedMeasure | undefined },
): { value: number | null; findings: Finding[] } {
  if (!cell) return { value: null, findings: [] };
  const text = cell.text.trim();
  const report = (level: Finding['level'], code: string, readsAs: number | null): Finding => ({
    level,
    code,
    cell: where.cell,
    field: field.code,
    text,
    readsAs,
    detail: `第${where.row}行${quoted(field.label)}：“${text}”${sentence(code, readsAs)}`,
  });
  const { measure } = where;
  const scaled = measure !== undefined && measure.times > 1;
  const sentence = (code: string, readsAs: number | null): string =>
    code === 'shown_otherwise'
      ? `的单元格格式是“${cell.shownAs}”，表中显示的与所存的数不同，已按${readsAs}计，请确认`
      : saidOf(code, readsAs);
  const saidOf = (code: string, readsAs: number | null): string =>
    scaled && code === 'unit'
      ? readsAs === null
        ? `，而表中写明的计量单位是“${measure.word}”，不知按哪个计，请改为以“${field.measure}”计的数`
        : `，表中写明的计量单位是“${measure.word}”，已按${readsAs}${field.measure}计，请确认`
      : (sentences[code]?.(field, readsAs) ?? '有误，请核对');
  const { value, findings } = readCell(cell, field, measure?.times ?? 1);
  if (cell.shownAs !== undefined && value !== null && value !== 0)
    findings.push({ level: 'confirm', code: 'shown_otherwise', readsAs: value });
  const reported = findings.map(({ level, code, readsAs }) => report(level, code, readsAs));
  if (value === null) return { value: null, findings: reported };
  const faults = checkValue(field, value);
  if (faults.length > 0) return { value: null, findings: faults.map(({ code }) => report('error', code, null)) };
  return { value, findings: reported };
}

function readCell(cell: SheetCell, field: FormField, times: number): NormalisedNumber {
  const fault = (code: string): NormalisedNumber => ({
    value: null,
    findings: [{ level: 'error', code, readsAs: null }],
  });
  if (cell.error || cell.formula === 'no_value') return fault('formula');
  if (cell.formula === 'unsafe') return fault('formula_unsafe');
  // `3-4` that Excel took for a day (D36).
  if (cell.date !== null) return fault('not_numeric');
  return cell.number === null || times > 1
    ? normaliseNumber(cell.text, field.measure, times)
    : { value: cell.number, findings: [] };
}
