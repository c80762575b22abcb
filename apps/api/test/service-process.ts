import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PASSWORD } from './support.ts';

const main = join(import.meta.dirname, '../src/main.ts');

/** The service as a user starts it; it ends with the test, at the latest. */
export async function start(env: Record<string, string>): Promise<{ process: ChildProcess; address: string }> {
  const { process: child, address } = launch(env);
  onTestFinished(() => stop(child, 'SIGKILL'));
  return { process: child, address: await address };
}

/** The same for who ends it himself. */
export function launch(env: Record<string, string>): { process: ChildProcess; address: Promise<string> } {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('NUANXIN_') && name !== 'DATABASE_URL'),
  );
  const child = spawn(process.execPath, [main], {
    env: {
      ...inherited,
      PORT: '0',
      NUANXIN_ADMIN_PASSWORD: PASSWORD,
      NUANXIN_NOW: '2025-07-01T09:00:00+08:00',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const address = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(output)));
  });
  return { process: child, address };
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
