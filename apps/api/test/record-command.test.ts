import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nuanxin } from './command.ts';
import { behindCommands, PASSWORD, startService, type Service } from './support.ts';

describe.each(behindCommands)('nuanxin records import, on $name', (database) => {
  let service: Service;
  let folder: string;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    folder = await mkdtemp(join(tmpdir(), 'nuanxin-records-'));
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]) =>
    nuanxin({ baseUrl: service.baseUrl, password: PASSWORD }, folder, 'records', 'import', ...args).ended;
  const count = async () => {
    const office = await service.as('admin');
    return (await office.listRecords({ params: { kind: 'visits' }, query: { count: true } })).data.total;
  };

  it('checks, names the cell and the remedy, waits for what is to be confirmed, and writes once', async () => {
    const sheet = (households: string) => `走访单位,日期,走访类型,户数\n仙源镇,2025-03-28,入户走访,${households}\n`;
    await writeFile(join(folder, '错.csv'), sheet('3O'));
    await writeFile(join(folder, '约.csv'), sheet('约20'));
    const wrong = await run('错.csv', '--kind', '走访回访');
    expect([wrong.code, wrong.stdout]).toEqual([
      1,
      expect.stringMatching(/✗ 错\.csv　未写入[\s\S]*D2[\s\S]*“3O”不是数字/),
    ]);
    const checked = await run('约.csv', '--kind', 'visits', '--dry-run', '--confirm');
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('已检查，未写入')]);
    const unconfirmed = await run('约.csv', '--kind', 'visits');
    expect([unconfirmed.code, unconfirmed.stdout]).toEqual([1, expect.stringContaining('--confirm')]);
    expect(await count()).toBe(0);
    const written = await run('约.csv', '--kind', 'visits', '--confirm');
    expect([written.code, written.stdout]).toEqual([0, expect.stringContaining('已写入 1 条')]);
    const again = await run('约.csv', '--kind', 'visits', '--confirm', '--json');
    expect([again.code, JSON.parse(again.stdout)]).toEqual([
      0,
      expect.objectContaining({ written: 1, repeated: true }),
    ]);
    expect(await count()).toBe(1);
  });

  it('knows the kinds by code and by name, and lists them to who names another', async () => {
    const { code, stderr } = await run('错.csv', '--kind', '走访台账');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/没有台账 走访台账.*visits/)]);
  });
});
