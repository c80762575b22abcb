import type { Command, CommanderError } from 'commander';
import { widthOf } from './table.ts';

const titles: Record<string, string> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

const chosen = (text: string): string => text.replace('[options]', '[选项]').replace('[command]', '<命令>');

/** Help and complaints in the language of those who read them. */
export function inChinese(command: Command): Command {
  return command
    .helpOption('-h, --help', '显示用法')
    .configureHelp({
      displayWidth: widthOf,
      styleUsage: chosen,
      styleSubcommandTerm: chosen,
      styleTitle: (title) => titles[title] ?? title,
      optionDescription: ({ description, defaultValue, argChoices }) =>
        description +
        (argChoices || defaultValue === undefined || defaultValue === false ? '' : `（默认 ${String(defaultValue)}）`),
    })
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

/** A complaint of the library about how it was called, for people; null when it only showed the help. */
export function complaint({ code, message }: CommanderError): string | null {
  const [named = '', given = ''] = [...message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  switch (code) {
    case 'commander.unknownCommand':
      return `没有命令 ${named}`;
    case 'commander.unknownOption':
      return `没有选项 ${named}`;
    case 'commander.missingArgument':
      return `缺少参数 <${named}>`;
    case 'commander.optionMissingArgument':
      return `选项 ${named} 后面要有值`;
    case 'commander.missingMandatoryOptionValue':
      return `缺少选项 ${named}`;
    case 'commander.invalidArgument':
      return `选项 ${named} 的值 ${given} 有误${/Allowed choices are (.*)\./.exec(message)?.[1]?.replace(/^/, '，可以是 ') ?? ''}`;
    case 'commander.excessArguments':
      return '参数过多';
    case 'commander.help':
    case 'commander.helpDisplayed':
    case 'commander.version':
      return null;
    default:
      return message;
  }
}
