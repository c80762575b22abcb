import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

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

/** Could not run: bad usage, no server, no sign-in. The command ends with exit code 2. */
export class CannotRun extends Error {}

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
  if (!URL.canParse(server)) throw new CannotRun(`服务器地址有误：${server}`);
  return { server: server.replace(/\/+$/, ''), user, password };
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
    return JSON.parse(text) as Partial<Settings>;
  } catch {
    throw new CannotRun(`配置文件 ${where} 不是有效的 JSON`);
  }
}
