import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nuanxin, startGate, type Gate, type Running } from './command.ts';
import { behindCommands, PASSWORD, startService, type Service } from './support.ts';
import { nthOf } from './year-of-reports.ts';

const units = ['甘棠镇', '仙源镇', '汤口镇', '谭家桥镇', '太平湖镇', '焦村镇'];

describe.each(behindCommands)('a folder import that is interrupted, on $name', (database) => {
  let service: Service;
  let address: string | null;
  let gate: Gate;
  let folder: string;
  beforeAll(async () => {
    service = await startService(database, '2026-01-04T10:00:00+08:00');
    gate = await startGate(() => address);
  });
  afterAll(async () => {
    await gate.close();
    await service.close();
  });
  let quarter = 0;
  beforeEach(async () => {
    address = service.baseUrl;
    quarter += 1;
    folder = await mkdtemp(join(tmpdir(), 'nuanxin-cli-'));
    for (const [i, unit] of units.entries()) {
      // A column that nobody knows: each file has something for the list of findings.
      const text = `填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数,其他事项\n${unit},${i},2,1\n`;
      await writeFile(join(folder, `2025年${quarter}季度${unit}.csv`), text);
    }
    return () => rm(folder, { recursive: true });
  });

  const importFolder = (...args: string[]): Running =>
    nuanxin({ baseUrl: gate.baseUrl, password: PASSWORD }, folder, 'import', '.', ...args);
  const imports = async (): Promise<number> => {
    const { rows } = await service.connection.db.execute(
      sql`select count(*)::int as n from imports where period = ${`2025Q${quarter}`}`,
    );
    return Number(rows[0]?.n);
  };
  const filesIn = (list: string): number => new Set(list.match(/^[^,\n]+\.csv/gm)).size;

  it('by the loss of the service: what was answered is listed, and the same command goes on where it stopped', async () => {
    const run = importFolder('--wait', '0.6');
    await nthOf(gate, 'answer', 2);
    address = null;
    gate.cut();
    const { code, stderr } = await run.ended;
    const left = Number(/还有 (\d) 个文件没有处理，再次运行同一命令就从这里继续/.exec(stderr)?.[1]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('连接不上服务器')]);
    // The second answer may have been lost on its way.
    expect([4, 5]).toContain(left);
    expect(filesIn(await readFile(join(folder, 'findings.csv'), 'utf8'))).toBe(units.length - left);

    address = service.baseUrl;
    expect((await importFolder().ended).code).toBe(0);
    expect(await imports()).toBe(units.length);
    expect(filesIn(await readFile(join(folder, 'findings.csv'), 'utf8'))).toBe(units.length);
  });

  it('by a service that is away for a while and comes back: it waits and goes on by itself', async () => {
    const run = importFolder('--wait', '60');
    await nthOf(gate, 'request', 2);
    address = null;
    gate.cut();
    // Refused at least once before it is back.
    await nthOf(gate, 'refused', 1);
    address = service.baseUrl;
    expect((await run.ended).code).toBe(0);
    expect(await imports()).toBe(units.length);
  });

  it('by Ctrl-C: exit code 130, a clean line, and the rest is done the next time', async () => {
    const { child, ended } = nuanxin(
      { baseUrl: gate.baseUrl, password: PASSWORD, env: TERMINAL },
      folder,
      'import',
      '.',
    );
    await nthOf(gate, 'request', 3);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    const lines = stderr.split('\r\u001b[K');
    expect(lines.at(-1)).toMatch(/^已中断；还有 [34] 个文件没有处理，再次运行同一命令就从这里继续\n$/);
    // The bar that stood there is wiped away, and never took a second line.
    const bars = lines.filter((line) => line.startsWith('['));
    expect(bars[0]).toMatch(/^\[░{24}\] 0\/6 .*甘棠镇\.csv$/);
    expect(bars[2]).toMatch(/^\[█{8}░{16}\] 2\/6 /);
    expect(Math.max(...bars.map(widthOf))).toBeLessThan(COLUMNS);

    const known = (await readFile(join(folder, 'nuanxin-state.jsonl'), 'utf8')).trim().split('\n').length;
    let sent = 0;
    gate.on('request', () => (sent += 1));
    expect((await importFolder().ended).code).toBe(0);
    expect([sent, await imports()]).toEqual([units.length - known, units.length]);
    gate.removeAllListeners();
  });
});

const COLUMNS = 50;
/** Makes the command believe that it writes to a terminal. */
const TERMINAL = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.stderr.isTTY=true;process.stderr.columns=${COLUMNS}`)}`,
};

/** Of a text of Chinese characters, and signs that take one column. */
const widthOf = (text: string): number =>
  [...text].reduce((width, char) => width + (/\p{Script=Han}/u.test(char) ? 2 : 1), 0);
