#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { ApiProblem } from '@nuanxin/client';
import { Command, CommanderError, Option } from 'commander';
import { describe, exitCode, importFile, type ImportOptions, type Outcome } from './import.ts';
import { deadlines, status } from './lists.ts';
import { signIn } from './session.ts';
import { CannotRun, readSettings, type Flags } from './settings.ts';

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

command('import <文件...>', '导入报表（.xlsx、.xls、.csv）')
  .addOption(period())
  .option('--form <报表>', '报表编码', 'annex7')
  .addOption(
    new Option('--mode <方式>', 'dry_run 只检查；atomic 全部合格才写入；valid_rows 写入合格的行')
      .choices(['dry_run', 'atomic', 'valid_rows'])
      .default('atomic'),
  )
  .option('--confirm', '待确认的读数均已核对', false)
  .option('--warnings', '也列出提示', false)
  .option('--json', '每个文件输出一行 JSON', false)
  .action(async (files: string[], flags: AccountFlags & ImportOptions & { json: boolean; warnings: boolean }) => {
    const client = await connect(flags);
    const options: ImportOptions = { form: flags.form, mode: flags.mode, confirm: flags.confirm };
    if (flags.period !== undefined) options.period = flags.period;
    const outcomes: Outcome[] = [];
    for (const [index, file] of files.entries()) {
      if (files.length > 1 && process.stderr.isTTY)
        process.stderr.write(`\r\u001b[K[${index + 1}/${files.length}] ${file}`);
      const outcome = await importFile(client, file, options);
      outcomes.push(outcome);
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      process.stdout.write(`${flags.json ? JSON.stringify(outcome) : describe(outcome, flags.warnings)}\n`);
    }
    if (!flags.json && files.length > 1) {
      const good = outcomes.filter(({ ok }) => ok).length;
      process.stdout.write(`共 ${files.length} 个文件：全部合格 ${good} 个，有问题 ${files.length - good} 个\n`);
    }
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
