import { Command, CommanderError, Option } from 'commander';
import { CannotRun, fileTrouble, Interrupted } from './errors.ts';
import type { FigureFlags } from './archive-command.ts';
import type { ImportFlags } from './import-command.ts';
import type { RecordFlags } from './records-command.ts';
import type { AccountFlags } from './settings.ts';
import { printable } from './table.ts';
import { complaint, inChinese } from './usage.ts';

/** Commands and what they are called with. What one needs is loaded when it runs: help and complaints come at once. */
const program = inChinese(new Command('nuanxin'))
  .description('暖心命令行：批量导入报表、查看时限和报送情况、核对全年档案')
  .helpCommand('help [命令]', '显示一个命令的用法');

/** Address and account, the same for every command. */
function command(name: string, description: string, parent = program): Command {
  return inChinese(parent.command(name))
    .description(description)
    .option('--server <地址>', '服务器地址，默认 http://127.0.0.1:3000（NUANXIN_SERVER）')
    .option('--user <用户名>', '用户名（NUANXIN_USER）')
    .option('--password <密码>', '密码；会留在命令历史中，建议用环境变量 NUANXIN_PASSWORD 或 --password-stdin')
    .option('--password-stdin', '从标准输入读密码')
    .option('--config <文件>', '配置文件，默认 ~/.config/nuanxin/config.json');
}

const period = (): Option =>
  new Option('--period <报送期>', '如 2025Q2；表中写明时可省略').argParser((value: string) => {
    if (!/^\d{4}(Q[1-4])?$/.test(value)) throw new CannotRun(`报送期有误：${value}，应形如 2025Q2`);
    return value;
  });

/** @throws CannotRun that names the option */
const number =
  (option: string, least: number) =>
  (value: string): number => {
    if (!(Number(value) >= least)) throw new CannotRun(`${option} 应为不小于 ${least} 的数`);
    return Number(value);
  };

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
    .option('--sheet <工作表>', '要导入的工作表；有几张都像汇总表时须指明')
    .option('--confirm', '待确认的读数均已核对', false)
    .option('--warnings', '也列出提示', false)
    .option('--wait <秒>', '服务器没有应答或繁忙时，一个文件重试多久', number('--wait', 0), 30)
    .option('--json', '每个文件输出一行 JSON', false);
}

importing('import <文件...>', '导入报表（.xlsx、.xls、.csv）；也可以是文件夹或 .zip')
  .option(
    '--out <文件夹>',
    '进度（nuanxin-state.jsonl）和问题清单（findings.csv）存放处；给文件夹或 .zip 时默认为当前文件夹',
  )
  .option('--again', '以前导入过的也重新导入', false)
  .action(async (paths: string[], flags: ImportFlags & { out?: string; again: boolean }) => {
    const { importPaths } = await import('./import-command.ts');
    process.exitCode = await importPaths(paths, flags);
  });

importing('watch <文件夹>', '导入文件夹中新出现的报表和 .zip，完成后移到 done 或 failed，旁边放标注后的表格')
  .option('--every <秒>', '多久看一次', number('--every', 0.01), 5)
  .option('--once', '看两次就结束', false)
  .action(async (folder: string, flags: ImportFlags & { every: number; once: boolean }) => {
    const { watch } = await import('./watch-command.ts');
    process.exitCode = await watch(folder, flags);
  });

const records = inChinese(program.command('records'))
  .description('台账：导入表格')
  .helpCommand('help [命令]', '显示一个命令的用法');

command('import <文件>', '导入一份台账表格（.xlsx、.xls、.csv），全部合格才写入', records)
  .requiredOption('--kind <台账>', '如 publications 或 宣传信息')
  .option('--year <年>', '年度；名册所属的年度', number('--year', 2000))
  .option('--dry-run', '只检查', false)
  .option('--confirm', '待确认的读数均已核对', false)
  .option('--json', '输出一行 JSON', false)
  .action(async (path: string, flags: RecordFlags) => {
    const { importRecords } = await import('./records-command.ts');
    process.exitCode = await importRecords(path, flags);
  });

command('deadlines', '列出一年的时限')
  .option('--year <年>', '年度', number('--year', 2000))
  .action(async (flags: AccountFlags & { year?: number }) => {
    const { deadlines } = await import('./lists.ts');
    process.stdout.write(`${await deadlines(flags)}\n`);
  });

command('status', '列出一个报送期各单位的报送情况')
  .addOption(period().makeOptionMandatory())
  .action(async (flags: AccountFlags & { period: string }) => {
    const { status } = await import('./lists.ts');
    process.stdout.write(`${await status(flags)}\n`);
  });

const archive = inChinese(program.command('archive'))
  .description('全年档案：核对、重新算数，不需要服务器')
  .helpCommand('help [命令]', '显示一个命令的用法');

inChinese(archive.command('check <文件>'))
  .description('核对全年档案：每个文件与清单、每行与数据字典、行与行之间的引用')
  .option('--json', '输出一行 JSON', false)
  .action(async (path: string, flags: { json: boolean }) => {
    const { checkFile } = await import('./archive-command.ts');
    process.exitCode = await checkFile(path, flags);
  });

inChinese(archive.command('figures <文件>'))
  .description('只凭全年档案中的各行，重新算出各季度和本年累计的统计数')
  .addOption(
    new Option('--basis <范围>', 'handed_in 已报送（含待审）；accepted 只计已通过')
      .choices(['handed_in', 'accepted'])
      .default('handed_in'),
  )
  .option('--task <任务>', '任务编号；默认方案中第一项按季度报送的任务')
  .option('--json', '每个季度、每种口径输出一行 JSON', false)
  .action(async (path: string, flags: FigureFlags) => {
    const { showFigures } = await import('./archive-command.ts');
    process.exitCode = await showFigures(path, flags);
  });

/** Exit code: 0 all rows accepted or all as it should be, 1 something is not, 2 could not run. */
export async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    const said = wordsOf(error);
    if (said === undefined) throw error;
    const { words, exitCode } = said;
    if (words) process.stderr.write(`${words}\n`);
    process.exitCode = exitCode;
  }
}

function wordsOf(error: unknown): { words: string; exitCode: number } | undefined {
  if (error instanceof CommanderError) {
    const said = complaint(error);
    if (said !== null) return { words: `${said}；nuanxin --help 可查看用法`, exitCode: 2 };
    return { words: '', exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  if (error instanceof Interrupted) return { words: error.message, exitCode: error.exitCode };
  // Told by its name: the client is not loaded for a command that calls nobody.
  if (error instanceof CannotRun || (error instanceof Error && error.name === 'ApiProblem'))
    return { words: error.message, exitCode: 2 };
  const trouble = fileTrouble(error);
  return trouble ? { words: `${printable(trouble.path)}：${trouble.reason}`, exitCode: 2 } : undefined;
}
