#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { ApiProblem } from '@nuanxin/client';
import { Command, CommanderError, Option } from 'commander';
import { describe, exitCode, type ImportOptions, type Outcome } from './import.ts';
import { deadlines, status } from './lists.ts';
import { clearProgress, showProgress } from './progress.ts';
import { importAll } from './run.ts';
import { signIn } from './session.ts';
import { CannotRun, readSettings, type Flags } from './settings.ts';
import { sourcesOf } from './sources.ts';
import { watchFolder } from './watch.ts';

type AccountFlags = Flags & { passwordStdin?: boolean };

const program = new Command('nuanxin')
  .description('暖心命令行：批量导入报表、查看时限和报送情况')
  .exitOverride()
  .showHelpAfterError('使用 nuanxin --help 查看用法');

/** Address and account, the same for every command. */
function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--server <地址>', '服务器地址，默认 http://127.0.0.1:3000（NUANXIN_SERVER）')
    .option('--user <用户名>', '用户名（NUANXIN_USER）')
    .option('--password <密码>', '密码；会留在命令历史中，建议用环境变量 NUANXIN_PASSWORD 或 --password-stdin')
    .option('--password-stdin', '从标准输入读密码')
    .option('--config <文件>', '配置文件，默认 ~/.config/nuanxin/config.json')
    .exitOverride();
}

async function connect(flags: AccountFlags) {
  const password = flags.passwordStdin ? (await text(process.stdin)).trim() : flags.password;
  return signIn(readSettings({ ...flags, ...(password === undefined ? {} : { password }) }, process.env));
}

const period = (): Option =>
  new Option('--period <报送期>', '如 2025Q2；表中写明时可省略').argParser((value: string) => {
    if (!/^\d{4}(Q[1-4])?$/.test(value)) throw new CannotRun(`报送期有误：${value}，应形如 2025Q2`);
    return value;
  });

/** How a workbook is to be imported, the same for files and for a watched folder. */
function importing(name: string, description: string): Command {
  return command(name, description)
    .addOption(period())
    .option('--form <报表>', '报表编码', 'annex7')
    .addOption(
      new Option('--mode <方式>', 'dry_run 只检查；atomic 全部合格才写入；valid_rows 写入合格的行')
        .choices(['dry_run', 'atomic', 'valid_rows'])
        .default('atomic'),
    )
    .option('--confirm', '待确认的读数均已核对', false)
    .option('--warnings', '也列出提示', false)
    .option('--json', '每个文件输出一行 JSON', false);
}

type ImportFlags = AccountFlags & ImportOptions & { json: boolean; warnings: boolean };

function optionsOf({ form, mode, confirm, period: chosen }: ImportFlags): ImportOptions {
  return { form, mode, confirm, ...(chosen === undefined ? {} : { period: chosen }) };
}

const print = (outcome: Outcome, { json, warnings }: ImportFlags): void =>
  void process.stdout.write(`${json ? JSON.stringify(outcome) : describe(outcome, warnings)}\n`);

importing('import <文件...>', '导入报表（.xlsx、.xls、.csv）和工作小结（.docx）；也可以是文件夹或 .zip')
  .option(
    '--out <文件夹>',
    '进度（nuanxin-state.jsonl）和问题清单（findings.csv）存放处；给文件夹或 .zip 时默认为当前文件夹',
  )
  .option('--again', '以前导入过的也重新导入', false)
  .action(async (paths: string[], flags: ImportFlags & { out?: string; again: boolean }) => {
    const client = await connect(flags);
    const sources = await sourcesOf(paths);
    if (sources.length === 0) throw new CannotRun(`没有找到可导入的表格：${paths.join('、')}`);
    const many = sources.length !== paths.length || sources.some(({ name }, i) => name !== paths[i]);
    const { outcomes, unreadable } = await importAll(client, sources, optionsOf(flags), {
      out: flags.out ?? (many ? '.' : null),
      again: flags.again,
      progress: (done, total, name) => showProgress(done, total, name),
      answered(outcome, before) {
        clearProgress();
        if (!before || flags.json) print(outcome, flags);
      },
      unreadable(message) {
        clearProgress();
        process.stderr.write(`✗ ${message}\n`);
      },
    });
    if (!flags.json && sources.length > 1) {
      const good = outcomes.filter(({ ok }) => ok).length;
      const parts = [`全部合格 ${good} 个`, `有问题 ${outcomes.length - good} 个`];
      if (unreadable > 0) parts.push(`读不到 ${unreadable} 个`);
      process.stdout.write(`共 ${sources.length} 个文件：${parts.join('，')}\n`);
    }
    process.exitCode = unreadable > 0 ? 2 : exitCode(outcomes);
  });

importing('watch <文件夹>', '导入文件夹中新出现的报表，完成后移到 done 或 failed，旁边放标注后的表格')
  .option('--every <秒>', '多久看一次', Number, 5)
  .option('--once', '看两次就结束', false)
  .action(async (folder: string, flags: ImportFlags & { every: number; once: boolean }) => {
    const client = await connect(flags);
    const outcomes: Outcome[] = [];
    if (!(flags.every > 0)) throw new CannotRun('--every 应为大于 0 的秒数');
    await watchFolder(client, folder, optionsOf(flags), {
      pause: () => setTimeout(flags.every * 1000),
      more: () => !flags.once,
      answered(outcome) {
        outcomes.push(outcome);
        print(outcome, flags);
      },
    }).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new CannotRun(`没有文件夹 ${folder}`) : error;
    });
    process.exitCode = exitCode(outcomes);
  });

command('deadlines', '列出一年的时限')
  .option('--year <年>', '年度', Number)
  .action(async (flags: AccountFlags & { year?: number }) => {
    process.stdout.write(`${await deadlines(await connect(flags), flags.year)}\n`);
  });

command('status', '列出一个报送期各单位的报送情况')
  .addOption(period().makeOptionMandatory())
  .action(async (flags: AccountFlags & { period: string }) => {
    process.stdout.write(`${await status(await connect(flags), flags.period)}\n`);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof CannotRun || error instanceof ApiProblem) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
