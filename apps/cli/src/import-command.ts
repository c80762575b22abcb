import { join } from 'node:path';
import { describe, headOf } from './describe.ts';
import { CannotRun } from './errors.ts';
import { exitCode, isPassing, type Outcome } from './outcome.ts';
import { clearProgress, showProgress, showWaiting } from './progress.ts';
import { FINDINGS_FILE } from './run-files.ts';
import { importAll, type RunResult } from './run.ts';
import type { ImportOptions } from './send.ts';
import { signIn } from './session.ts';
import { settingsOf, type AccountFlags } from './settings.ts';
import { interruption } from './signals.ts';
import { sourcesOf } from './sources.ts';

export type ImportFlags = AccountFlags & ImportOptions & { json: boolean; warnings: boolean; wait: number };

export function optionsOf({ form, mode, confirm, period, sheet }: ImportFlags): ImportOptions {
  return {
    form,
    mode,
    confirm,
    ...(period === undefined ? {} : { period }),
    ...(sheet === undefined ? {} : { sheet }),
  };
}

export function print(outcome: Outcome, { json, warnings }: ImportFlags): void {
  process.stdout.write(`${json ? JSON.stringify(outcome) : describe(outcome, warnings)}\n`);
}

/** @returns the exit code */
export async function importPaths(
  paths: string[],
  flags: ImportFlags & { out?: string; again: boolean },
): Promise<number> {
  const session = await signIn(await settingsOf(flags));
  const { sources, others } = await sourcesOf(paths);
  if (sources.length === 0) throw new CannotRun(`没有找到可导入的表格：${paths.join('、')}`);
  const many = sources.length !== paths.length || sources.some(({ name }, i) => name !== paths[i]);
  const out = flags.out ?? (many ? '.' : null);
  const result = await importAll(session, sources, optionsOf(flags), {
    out,
    again: flags.again,
    wait: flags.wait,
    signal: interruption(),
    progress: showProgress,
    waiting: showWaiting,
    answered(outcome, before) {
      clearProgress();
      if (flags.json || !before) print(outcome, flags);
      else if (!outcome.ok) process.stdout.write(`${headOf(outcome)}（此前的结果，没有重新发送）\n`);
    },
    unreadable({ file, detail }) {
      clearProgress();
      // Who reads the lines finds each file in them.
      if (flags.json) print({ file, ok: false, problem: { code: 'unreadable', detail } }, flags);
      process.stderr.write(`✗ ${file}：${detail}\n`);
    },
  }).finally(clearProgress);
  if (!flags.json && sources.length > 1) process.stdout.write(`${summary(sources.length, result, others, out)}\n`);
  return result.unreadable.length > 0 ? 2 : exitCode(result.outcomes);
}

function summary(
  files: number,
  { outcomes, unreadable, before }: RunResult,
  others: number,
  out: string | null,
): string {
  const good = outcomes.filter(({ ok }) => ok).length;
  const passing = outcomes.filter(isPassing).length;
  const counts = [`全部合格 ${good} 个`, `有问题 ${outcomes.length - good - passing} 个`];
  if (unreadable.length > 0) counts.push(`读不到 ${unreadable.length} 个`);
  if (passing > 0) counts.push(`暂时没有结果 ${passing} 个（再次运行同一命令会重新发送）`);
  const lines = [`共 ${files} 个文件：${counts.join('，')}`];
  const same = outcomes.filter(({ sameAs }) => sameAs !== undefined).length;
  if (same > 0) lines.push(`其中 ${same} 个与别的文件内容相同，没有重复发送`);
  if (before > 0) lines.push(`其中 ${before} 个此前已有结果，没有重新发送（--again 可重新发送）`);
  if (others > 0) lines.push(`另有 ${others} 个文件不是表格，没有导入`);
  if (out !== null) lines.push(`问题清单：${join(out, FINDINGS_FILE)}`);
  return lines.join('\n');
}
