import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { levelWords, type Outcome } from './import.ts';

const columns = ['文件', '报送期', '工作表', '行', '单元格', '单位', '级别', '代码', '原文', '读作', '说明'];

/** All findings of a run for Excel, which takes a text that begins with = + - @ for a formula: those are quoted (D53). */
export async function writeFindings(path: string, outcomes: Outcome[]): Promise<void> {
  const lines = outcomes.flatMap((outcome) => {
    if (!('import' in outcome)) {
      const { code, detail } = outcome.problem;
      return [[outcome.file, '', '', '', '', '', '错误', code, '', '', detail]];
    }
    const { file, import: result } = outcome;
    const whole = result.findings.map((finding) => ({ sheet: '', row: '', unit: '', finding }));
    const own = result.rows.flatMap(({ sheet, row, unit, unitText, findings }) =>
      findings.map((finding) => ({ sheet, row: String(row), unit: unit?.name ?? unitText ?? '', finding })),
    );
    return [...whole, ...own].map(({ sheet, row, unit, finding: { cell, level, code, text, readsAs, detail } }) => [
      file,
      result.period,
      sheet,
      row,
      cell ?? '',
      unit,
      levelWords[level],
      code,
      text ?? '',
      readsAs === null ? '' : String(readsAs),
      detail,
    ]);
  });
  await writeFile(path, stringify([columns, ...lines], { bom: true, escape_formulas: true }));
}
