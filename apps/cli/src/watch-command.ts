import { setTimeout } from 'node:timers/promises';
import { CannotRun, isVanished } from './errors.ts';
import { optionsOf, print, type ImportFlags } from './import-command.ts';
import { signIn } from './session.ts';
import { settingsOf } from './settings.ts';
import { interruption } from './signals.ts';
import { watchFolder } from './watch.ts';

/** @returns the exit code */
export async function watch(folder: string, flags: ImportFlags & { every: number; once: boolean }): Promise<number> {
  const settings = await settingsOf(flags);
  const signal = interruption();
  const tell = (message: string): void => void process.stderr.write(`${message}\n`);
  let code = 0;
  await watchFolder(folder, optionsOf(flags), {
    connect: () => signIn(settings),
    ready() {
      if (!flags.once) tell(`正在等待 ${folder} 中的新文件，每 ${flags.every} 秒看一次（Ctrl-C 结束）`);
    },
    pause: () => setTimeout(flags.every * 1000, undefined, { signal }).catch(() => signal.throwIfAborted()),
    more: () => !flags.once,
    wait: flags.wait,
    signal,
    tell,
    answered(outcome) {
      if (!outcome.ok) code = 1;
      print(outcome, flags);
    },
  }).catch((error: unknown) => {
    throw isVanished(error) ? new CannotRun(`没有文件夹 ${folder}`) : error;
  });
  return code;
}
