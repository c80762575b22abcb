import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../../cli/src/main.ts');

export interface Ended {
  /** Null when it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Comes when a text stands in what was written so far; fails when the command ends without it. */
  said(text: string): Promise<void>;
}

/** `nuanxin` as a user starts it, signed in by its environment. */
export function nuanxin(
  account: { baseUrl: string; user?: string; password: string; env?: Record<string, string> },
  folder: string,
  ...args: string[]
): Running {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      NUANXIN_SERVER: account.baseUrl,
      NUANXIN_USER: account.user ?? 'admin',
      NUANXIN_PASSWORD: account.password,
      ...account.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const more = new EventEmitter();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      more.emit('more');
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return {
    child,
    ended,
    async said(text) {
      const over = ended.then(({ stdout, stderr }) => {
        if (!(stdout + stderr).includes(text)) throw new Error(`ended without “${text}”: ${stdout}${stderr}`);
      });
      while (!(output.stdout + output.stderr).includes(text)) await Promise.race([once(more, 'more'), over]);
    },
  };
}

export interface GateEvents {
  /** An import begins to go by. */
  request: [];
  /** An answer to it begins to go by. */
  answer: [];
  /** Somebody came, and there was no service. */
  refused: [];
}

export interface Gate extends EventEmitter<GateEvents> {
  baseUrl: string;
  /** Breaks every connection in flight. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * An address that stands before the service and stays the same when the service comes back at another: sees imports and
 * their answers go by, and can break connections. Where there is no service it breaks them at once.
 * @param target address of the service, or null while there is none
 */
export async function startGate(target: () => string | null): Promise<Gate> {
  const sockets = new Set<Socket>();
  const gate = new EventEmitter<GateEvents>();
  const server = createServer((near) => {
    const to = target();
    if (to === null) {
      near.destroy();
      return void gate.emit('refused');
    }
    const far = connect(Number(new URL(to).port), '127.0.0.1');
    let asked = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', (part) => {
      far.write(part);
      if (!part.includes('POST /api/v1/imports ')) return;
      asked = true;
      gate.emit('request');
    });
    far.on('data', (part) => {
      near.write(part);
      if (!asked) return;
      asked = false;
      gate.emit('answer');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return Object.assign(gate, {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  });
}
