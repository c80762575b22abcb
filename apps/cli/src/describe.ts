import type { Import } from '@nuanxin/client';
import { findingsOf, type Outcome } from './outcome.ts';
import { table } from './table.ts';

const statusWords = { checked: '已检查，未写入', committed: '已写入', refused: '未写入' };
export const levelWords = { error: '错误', confirm: '待确认', warning: '提示' };

/** One outcome for a person. */
export function describe(outcome: Outcome, warnings = false): string {
  if (outcome.sameAs !== undefined) return `${headOf(outcome)}\n  与 ${outcome.sameAs} 内容相同，没有重复发送`;
  if ('problem' in outcome) {
    const { detail, errors = [] } = outcome.problem;
    const choice = errors.find(({ code }) => code === 'sheet_choice');
    const sheets = choice ? `\n  用 --sheet 指明工作表，如 --sheet "${choice.detail}"` : '';
    const more = outcome.passing ? '\n  这是暂时的，再次运行会重新发送' : '';
    return `${headOf(outcome)}\n  ${detail}${sheets}${more}`;
  }
  const { accepted, rejected, confirm, ignored } = outcome.import.counts;
  const { shown, hidden } = findings(outcome.import, warnings);
  return [
    headOf(outcome),
    `  合格 ${accepted} 行，不合格 ${rejected} 行，待确认 ${confirm} 行，忽略 ${ignored} 行`,
    ...(shown ? [shown] : []),
    ...(hidden > 0 ? [`  另有提示 ${hidden} 条（--warnings 可见）`] : []),
    ...(outcome.import.status === 'refused'
      ? ['  改正或确认后再导入；--mode valid_rows 只写入合格的行，--confirm 表示待确认的读数均已核对']
      : []),
  ].join('\n');
}

/** The first line of it. */
export function headOf(outcome: Outcome): string {
  const mark = outcome.ok ? '✓' : '✗';
  if ('problem' in outcome) return `${mark} ${outcome.file}`;
  const { period, status, replayOf } = outcome.import;
  return `${mark} ${outcome.file}　${period}　${statusWords[status]}${replayOf ? '（此前已导入，返回首次结果）' : ''}`;
}

function findings(result: Import, warnings: boolean): { shown: string | null; hidden: number } {
  const all = findingsOf(result);
  const rows = all.filter(({ finding }) => warnings || finding.level !== 'warning');
  if (rows.length === 0) return { shown: null, hidden: all.length };
  const shown = table(
    ['单元格', '单位', '级别', '原文', '读作', '说明'],
    rows.map(({ unit, finding: { cell, level, text, readsAs, detail } }) => [
      cell ?? '',
      unit,
      levelWords[level],
      text ?? '',
      readsAs === null ? '' : String(readsAs),
      detail,
    ]),
  );
  return { shown: shown.replace(/^/gm, '  '), hidden: all.length - rows.length };
}
