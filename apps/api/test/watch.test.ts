import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportsFolder } from '../../../reports/expected.ts';
import { nuanxin, startGate, type Gate, type Running } from './command.ts';
import { behindCommands, PASSWORD, startService, type Service } from './support.ts';
import { nthOf } from './year-of-reports.ts';

const FAULTY = join(reportsFolder, '2025年三季度情况汇总表_有错.xlsx');
const table = (unit: string, value: number, period = '2025年第二季度') =>
  `${period}\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${unit},${value},2\n`;

describe.each(behindCommands)('a watched folder, on $name', (database) => {
  let service: Service;
  let address: string | null;
  let gate: Gate;
  let folder: string;
  beforeAll(async () => {
    service = await startService(database, '2025-10-09T10:00:00+08:00');
    gate = await startGate(() => address);
  });
  afterAll(async () => {
    await gate.close();
    await service.close();
  });
  beforeEach(async () => {
    address = service.baseUrl;
    folder = await mkdtemp(join(tmpdir(), 'nuanxin-watch-'));
    return () => rm(folder, { recursive: true });
  });

  const watch = (user: string, ...args: string[]): Running =>
    nuanxin({ baseUrl: gate.baseUrl, user, password: PASSWORD }, folder, 'watch', '.', '--every', '0.1', ...args);
  const once = async (): Promise<number | null> => (await watch('admin', '--once').ended).code;
  const namesIn = async (name: string): Promise<string[]> => (await readdir(join(folder, name))).toSorted();
  const drop = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);

  it('every workbook has a result of its own, whatever else bears its name', async () => {
    await drop('甲.csv', table('甘棠镇', 1));
    await cp(join(reportsFolder, '甘棠镇2025年一季度情况统计表.xlsx'), join(folder, '甲.xlsx'));
    expect(await once()).toBe(0);
    await drop('甲.csv', table('仙源镇', 2));
    expect(await once()).toBe(0);
    expect(await namesIn('done')).toEqual(
      [
        '甲.csv',
        '甲_导入结果.xlsx',
        '甲（2）.xlsx',
        '甲（2）_导入结果.xlsx',
        '甲（3）.csv',
        '甲（3）_导入结果.xlsx',
      ].toSorted(),
    );
    // What a crash left unfinished, or a name that leaves no room for another ending, hinders nobody.
    const long = '情况汇总表'.repeat(16);
    await drop(`${long}.csv`, table('汤口镇', 3));
    expect(await once()).toBe(0);
    expect(await namesIn('done')).toContain(`${long}.csv`);
    expect((await namesIn('done')).filter((name) => name.endsWith('_导入结果.xlsx'))).toHaveLength(4);
  });

  it('a workbook that was given back is dropped in again and imported, and goes by its first name', async () => {
    await cp(FAULTY, join(folder, '三季度.xlsx'));
    expect(await once()).toBe(1);
    expect(await namesIn('failed')).toEqual(['三季度.xlsx', '三季度_导入结果.xlsx']);
    await rename(join(folder, 'failed/三季度_导入结果.xlsx'), join(folder, '三季度_导入结果.xlsx'));
    const { code, stdout } = await watch('admin', '--once', '--mode', 'valid_rows', '--json').ended;
    const { import: result } = JSON.parse(stdout) as { import: { status: string; counts: { rejected: number } } };
    expect([code, result.status, result.counts.rejected]).toEqual([1, 'committed', 9]);
    expect(await namesIn('failed')).toEqual(
      ['三季度.xlsx', '三季度（2）.xlsx', '三季度（2）_导入结果.xlsx'].toSorted(),
    );
  });

  it('an archive is imported workbook by workbook, and moved as a whole', async () => {
    const packed = { '乡镇/谭家桥.csv': strToU8(table('谭家桥镇', 4)), '乡镇/焦村.csv': strToU8(table('焦村镇', 5)) };
    await drop('乡镇.zip', zipSync(packed));
    await drop('坏.zip', 'PK');
    expect(await once()).toBe(1);
    expect(await namesIn('done')).toEqual(
      ['乡镇.zip', '乡镇_1_焦村_导入结果.xlsx', '乡镇_2_谭家桥_导入结果.xlsx'].toSorted(),
    );
    expect(await readFile(join(folder, 'failed/坏_导入结果.txt'), 'utf8')).toContain('压缩包已损坏');
  });

  it('goes on when the service was away: says so once, and files stay where they are until then', async () => {
    address = null;
    await drop('耿城.csv', table('耿城镇', 6));
    const running = watch('admin', '--wait', '0');
    await running.said('文件留在原处，服务恢复后自动继续');
    // Looked for again and again, in silence.
    await nthOf(gate, 'refused', 3);
    expect(await readdir(folder)).toEqual(['耿城.csv']);
    address = service.baseUrl;
    await running.said('✓ 耿城.csv');
    // And away again while it has a file in hand.
    gate.once('request', () => {
      address = null;
      gate.cut();
    });
    await drop('乌石.csv', table('乌石镇', 7));
    await nthOf(gate, 'refused', 3);
    expect(await readdir(folder)).toContain('乌石.csv');
    address = service.baseUrl;
    await running.said('✓ 乌石.csv');
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr.match(/文件留在原处/g)).toHaveLength(2);
    expect(stderr.match(/服务已恢复/g)).toHaveLength(2);
  });

  it('ends when the account may not sign in or not import', async () => {
    const { code, stderr } = await nuanxin(
      { baseUrl: gate.baseUrl, password: 'not the password' },
      folder,
      'watch',
      '.',
    ).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('用户名或密码不正确')]);
    await service.addUser('ducha', ['observer']);
    await drop('表.csv', table('三口镇', 8));
    const observer = await watch('ducha').ended;
    expect([observer.code, observer.stderr]).toEqual([2, expect.stringContaining('没有进行此项操作的权限')]);
    expect(await readdir(folder)).toEqual(['表.csv']);
  });
});
