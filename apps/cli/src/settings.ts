import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { CannotRun } from './errors.ts';

export interface Settings {
  server: string;
  user: string;
  password: string;
}

export interface Flags {
  server?: string;
  user?: string;
  password?: string;
  config?: string;
}

export type AccountFlags = Flags & { passwordStdin?: boolean };

/** The same, with the password that comes on the standard input; it can be read once. */
export async function settingsOf({ passwordStdin, ...flags }: AccountFlags): Promise<Settings> {
  const password = passwordStdin ? (await textOf(process.stdin)).replace(/\r?\n$/, '') : flags.password;
  return readSettings({ ...flags, ...(password === undefined ? {} : { password }) }, process.env);
}

/**
 * Address and account: flags, then environment, then the config file.
 * @throws CannotRun that names what is missing and how to give it
 */
export function readSettings(flags: Flags, env: Record<string, string | undefined>): Settings {
  const file = readConfigFile(flags.config);
  const server = flags.server ?? env.NUANXIN_SERVER ?? file.server ?? 'http://127.0.0.1:3000';
  const user = flags.user ?? env.NUANXIN_USER ?? file.user;
  const password = flags.password ?? env.NUANXIN_PASSWORD ?? file.password;
  if (!user || !password) {
    throw new CannotRun(
      '缺少账号：请用 --user 和 --password-stdin，或环境变量 NUANXIN_USER、NUANXIN_PASSWORD，或配置文件给出',
    );
  }
  const url = URL.parse(server);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CannotRun(`服务器地址有误：${server}，应形如 http://127.0.0.1:3000`);
  return { server: url.href.replace(/\/+$/, ''), user, password };
}

function readConfigFile(path: string | undefined): Partial<Settings> {
  const where = path ?? join(homedir(), '.config/nuanxin/config.json');
  let text: string;
  try {
    text = readFileSync(where, 'utf8');
  } catch {
    if (path !== undefined) throw new CannotRun(`读不到配置文件 ${path}`);
    return {};
  }
  try {
    return Object(JSON.parse(text)) as Partial<Settings>;
  } catch {
    throw new CannotRun(`配置文件 ${where} 不是有效的 JSON`);
  }
}
