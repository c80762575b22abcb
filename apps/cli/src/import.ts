import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ApiProblem, importRows, type Client, type Import, type ProblemDocument } from '@nuanxin/client';
import { CannotRun } from './settings.ts';
import { table } from './table.ts';

export interface ImportOptions {
  period?: string;
  form: string;
  mode: 'dry_run' | 'atomic' | 'valid_rows';
  confirm: boolean;
}

export type Outcome =
  { file: string; ok: boolean; import: Import } | { file: string; ok: false; problem: ProblemDocument };

const ATTEMPTS = 4;

/**
 * Sends one workbook. A broken connection is tried again under the same key, so that nothing is written twice.
 * @throws CannotRun when the service is not there, or does not let the account import
 */
export async function importBytes(
  client: Client,
  file: string,
  bytes: Buffer,
  options: ImportOptions,
): Promise<Outcome> {
  const idempotencyKey = randomUUID();
  const name = file.split(/[\\/]|› /).at(-1) ?? file;
  for (let attempt = 1; ; attempt++) {
    try {
      const body = { file: new File([new Uint8Array(bytes)], name), ...options };
      const { data } = await client.createImport({ body }, { idempotencyKey });
      const rows = await importRows(client, data);
      return { file, ok: isClean(data), import: { ...data, rows, nextRows: null } };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const { problem } = error;
      const passing = ['unreachable', 'unavailable', 'idempotency_conflict'].includes(problem.code);
      if (passing && attempt < ATTEMPTS) {
        await setTimeout(500 * 2 ** attempt);
        continue;
      }
      if (problem.status === 0 || problem.status >= 500 || [401, 403, 404].includes(problem.status)) {
        throw new CannotRun(problem.detail);
      }
      return { file, ok: false, problem };
    }
  }
}

/** Nothing rejected and nothing left to confirm. */
function isClean({ status, counts }: Import): boolean {
  return status !== 'refused' && counts.rejected === 0 && counts.confirm === 0;
}

/** 0 all accepted, 1 some rejected; 2 is for what could not run. */
export function exitCode(outcomes: Outcome[]): 0 | 1 {
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

const statusWords = { checked: '已检查，未写入', committed: '已写入', refused: '未写入' };
export const levelWords = { error: '错误', confirm: '待确认', warning: '提示' };

/** One outcome for a person. */
export function describe(outcome: Outcome, warnings = false): string {
  if (!('import' in outcome)) return `✗ ${outcome.file}\n  ${outcome.problem.detail}`;
  const { file, ok, import: result } = outcome;
  const { accepted, rejected, confirm, ignored } = result.counts;
  const head = `${ok ? '✓' : '✗'} ${file}　${result.period}　${statusWords[result.status]}${result.replayOf ? '（此前已导入，返回首次结果）' : ''}`;
  const counts = `  合格 ${accepted} 行，不合格 ${rejected} 行，待确认 ${confirm} 行，忽略 ${ignored} 行`;
  const rows = [
    ...result.findings.map((finding) => ({ unit: '', finding })),
    ...result.rows.flatMap((row) =>
      row.findings.map((finding) => ({ unit: row.unit?.name ?? row.unitText ?? '', finding })),
    ),
  ].filter(({ finding }) => warnings || finding.level !== 'warning');
  const hidden = result.rows.flatMap((row) => row.findings).length + result.findings.length - rows.length;
  return [
    head,
    counts,
    ...(rows.length > 0
      ? [
          table(
            ['单元格', '单位', '级别', '原文', '读作', '说明'],
            rows.map(({ unit, finding: { cell, level, text, readsAs, detail } }) => [
              cell ?? '',
              unit,
              levelWords[level],
              text ?? '',
              readsAs === null ? '' : String(readsAs),
              detail,
            ]),
          ).replace(/^/gm, '  '),
        ]
      : []),
    ...(hidden > 0 ? [`  另有提示 ${hidden} 条（--warnings 可见）`] : []),
    ...(result.status === 'refused'
      ? ['  改正或确认后再导入；--mode valid_rows 只写入合格的行，--confirm 表示待确认的读数均已核对']
      : []),
  ].join('\n');
}
