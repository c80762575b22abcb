import { stringify } from 'csv-stringify/sync';
import { levelWords } from './describe.ts';
import { findingsOf, type Outcome } from './outcome.ts';
import { writeWhole } from './write-whole.ts';

const columns = ['文件', '报送期', '工作表', '行', '单元格', '单位', '级别', '代码', '原文', '读作', '说明'];

/** A file that could not be read and was not sent. */
export interface Unreadable {
  file: string;
  detail: string;
}

/** All findings of a run for Excel, which takes a text that begins with = + - @ for a formula: those are quoted (D53). */
export async function writeFindings(path: string, outcomes: Outcome[], unreadable: Unreadable[]): Promise<void> {
  const lines = [
    ...outcomes.flatMap(linesOf),
    ...unreadable.map(({ file, detail }) => whole(file, 'unreadable', detail)),
  ];
  await writeWhole(path, stringify([columns, ...lines], { bom: true, escape_formulas: true }));
}

function linesOf(outcome: Outcome): string[][] {
  if ('problem' in outcome) return [whole(outcome.file, outcome.problem.code, outcome.problem.detail)];
  const { file, import: result } = outcome;
  return findingsOf(result).map(({ sheet, row, unit, finding: { cell, level, code, text, readsAs, detail } }) => [
    file,
    result.period,
    sheet,
    String(row ?? ''),
    cell ?? '',
    unit,
    levelWords[level],
    code,
    text ?? '',
    String(readsAs ?? ''),
    detail,
  ]);
}

function whole(file: string, code: string, detail: string): string[] {
  return [file, '', '', '', '', '', levelWords.error, code, '', '', detail];
}
