import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportsFolder } from '../../../reports/expected.ts';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { startGate } from './command.ts';
import { behindCommands, databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../../cli/src/main.ts');
const FAULTY = '2025年三季度情况汇总表_有错.xlsx';
const table = (unit: string, value: number, period = '2025年第二季度') =>
  `${period}\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${unit},${value},2\n`;

describe.each(behindCommands)('many files from the command line, on $name', (database) => {
  let service: Service;
  let folder: string;
  beforeAll(async () => {
    service = await startService(database, '2025-10-09T10:00:00+08:00');
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nuanxin-batch-'));
    return () => rm(folder, { recursive: true });
  });

  const env = () => ({
    ...process.env,
    NUANXIN_SERVER: service.baseUrl,
    NUANXIN_USER: 'admin',
    NUANXIN_PASSWORD: PASSWORD,
  });
  const nuanxin = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    try {
      return { code: 0, ...(await run(process.execPath, [cli, ...args], { env: env(), cwd: folder })) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  };
  const count = async (from: string): Promise<number> => {
    const { rows } = await service.connection.db.execute(sql.raw(`select count(*)::int as n from ${from}`));
    return Number(rows[0]?.n);
  };

  it('a folder is imported file by file, one that cannot be read stops no other, and a second run sends nothing', async () => {
    const reports = join(folder, '二季度');
    await mkdir(join(reports, '乡镇'), { recursive: true });
    await writeFile(join(reports, '乡镇', '甘棠.csv'), table('甘棠镇', 1));
    await writeFile(join(reports, '仙源.csv'), table('仙源镇', 2));
    await writeFile(join(reports, '坏.zip'), 'PK\u0003\u0004 nothing more');
    await writeFile(join(reports, '~$仙源.xlsx'), 'left by Excel');
    const before = await count('imports');
    const first = await nuanxin('import', reports);
    expect([first.code, await count('imports')]).toEqual([2, before + 2]);
    expect(first.stderr).toContain('坏.zip：压缩包已损坏');
    expect(first.stdout).toContain('共 3 个文件：全部合格 2 个，有问题 0 个，读不到 1 个');
    const second = await nuanxin('import', reports, '--json');
    expect(await count('imports')).toBe(before + 2);
    expect(second.stdout.trim().split('\n')).toHaveLength(3);
    const third = await nuanxin('import', reports, '--again');
    expect(third.stdout).toContain('此前已导入，返回首次结果');
  });

  it('D53 findings.csv lists every finding, and no text in it is a formula for Excel', async () => {
    await cp(join(reportsFolder, FAULTY), join(folder, FAULTY));
    await writeFile(join(folder, '公式.csv'), table('=HYPERLINK("http://evil")', 1));
    expect((await nuanxin('import', folder, '--mode', 'dry_run')).code).toBe(1);
    const csv = await readFile(join(folder, 'findings.csv'), 'utf8');
    expect(csv.startsWith('\ufeff文件,报送期,')).toBe(true);
    expect(csv).toContain('not_numeric');
    expect(csv).toContain(`'=HYPERLINK`);
    expect(csv).not.toMatch(/(?:^|,|")=/m);
  });

  it('D10 an archive packed on Windows keeps its Chinese names', async () => {
    // Without the flag for UTF-8 a name is GBK; these are 汤口.csv and 说明.txt.
    const names: [number[], string][] = [
      [[0xcc, 0xc0, 0xbf, 0xda], '.csv'],
      [[0xcb, 0xb5, 0xc3, 0xf7], '.txt'],
    ];
    const packed = Buffer.from(
      zipSync({ '????.csv': strToU8(table('汤口镇', 3)), '????.txt': strToU8('说明') }, { level: 0 }),
    );
    for (const [bytes, ending] of names) {
      for (let at = packed.indexOf(`????${ending}`); at >= 0; at = packed.indexOf(`????${ending}`))
        Buffer.from(bytes).copy(packed, at);
    }
    await writeFile(join(folder, '报表.zip'), packed);
    const { code, stdout } = await nuanxin('import', '报表.zip', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: '报表.zip › 汤口.csv', import: { fileName: '汤口.csv' } });
  });

  it('a watched folder: what appears is imported and moved away with its annotated workbook', async () => {
    await writeFile(join(folder, '谭家桥.csv'), table('谭家桥镇', 4));
    await cp(join(reportsFolder, FAULTY), join(folder, FAULTY));
    await writeFile(join(folder, '空.csv'), '');
    const { code, stdout } = await nuanxin('watch', folder, '--once', '--every', '0.1');
    expect([code, stdout.match(/^[✓✗]/gm)?.toSorted()]).toEqual([1, ['✓', '✗', '✗']]);
    expect((await readdir(join(folder, 'done'))).toSorted()).toEqual(['谭家桥.csv', '谭家桥_导入结果.xlsx']);
    expect(new Set(await readdir(join(folder, 'failed')))).toEqual(
      new Set([FAULTY, FAULTY.replace('.xlsx', '_导入结果.xlsx'), '空.csv', '空_导入结果.txt']),
    );
    expect(await readFile(join(folder, 'failed/空_导入结果.txt'), 'utf8')).toContain('文件是空的');
  });

  it('two copies of one file are sent once: the second is answered from the first, and the reader is told', async () => {
    await mkdir(join(folder, '科室'));
    await writeFile(join(folder, '太平湖.csv'), table('太平湖镇', 5));
    await writeFile(join(folder, '科室', '太平湖 - 副本.csv'), table('太平湖镇', 5));
    const before = await count('imports');
    const { code, stdout } = await nuanxin('import', folder);
    expect([code, await count('imports')]).toEqual([0, before + 1]);
    expect(stdout).toMatch(/✓ .*太平湖\.csv.*已写入\n {2}与 .*太平湖 - 副本\.csv 内容相同，没有重复发送/);
    expect(stdout).toContain('其中 1 个与别的文件内容相同');
    // Also without a folder, where nothing is kept.
    const files = [join(folder, '太平湖.csv'), join(folder, '科室', '太平湖 - 副本.csv')];
    const json = await nuanxin('import', ...files, '--json');
    const outcomes = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; sameAs?: string; import: { id: string } });
    expect(outcomes.map(({ file, sameAs }) => [file, sameAs])).toEqual([
      [files[0], undefined],
      [files[1], files[0]],
    ]);
    expect(outcomes[1]?.import).toEqual(outcomes[0]?.import);
  });

  it('the same figures under names that say another quarter are another report', async () => {
    for (const quarter of ['一', '三'])
      await writeFile(join(folder, `焦村镇2025年${quarter}季度.csv`), table('焦村镇', 6, '情况汇总表'));
    const before = await count('revisions');
    expect((await nuanxin('import', folder)).code).toBe(0);
    expect(await count('revisions')).toBe(before + 2);
  });

  it('what a trial server or another account answered is no answer: one folder of results does for all', async () => {
    await writeFile(join(folder, '耿城.csv'), table('耿城镇', 7));
    await service.addUser('clerk', ['office']);
    const trial = await startGate(() => service.baseUrl);
    const asked: string[] = [];
    trial.on('request', () => asked.push('trial'));
    const out = ['--out', join(folder, '结果'), '--mode', 'dry_run'];
    const before = await count('imports');
    expect((await nuanxin('import', folder, ...out, '--server', trial.baseUrl)).code).toBe(0);
    expect((await nuanxin('import', folder, ...out)).code).toBe(0);
    expect((await nuanxin('import', folder, ...out, '--user', 'clerk')).code).toBe(0);
    expect([asked, await count('imports')]).toEqual([['trial'], before + 3]);
    // And each keeps its own: none is asked again, and asking one again forgets nothing of the others.
    expect((await nuanxin('import', folder, ...out, '--again')).code).toBe(0);
    expect((await nuanxin('import', folder, ...out, '--server', trial.baseUrl)).code).toBe(0);
    expect((await nuanxin('import', folder, ...out, '--user', 'clerk')).code).toBe(0);
    expect([asked, await count('imports')]).toEqual([['trial'], before + 4]);
    await trial.close();
  });

  it('a failed or finished run changes nothing when it is run again, and says the same', async () => {
    await writeFile(join(folder, '乌石.csv'), table('乌石镇', 8));
    await writeFile(join(folder, '坏.csv'), table('乌石乡镇', 8));
    await writeFile(join(folder, '空.csv'), '');
    await writeFile(join(folder, '密.rar'), 'Rar!');
    const everything = async (): Promise<unknown> => {
      const tables = ['imports', 'import_rows', 'submissions', 'revisions', 'submission_history'];
      return Promise.all(
        tables.map(async (name) => (await service.connection.db.execute(sql.raw(`select * from ${name}`))).rows),
      );
    };
    const first = await nuanxin('import', folder);
    const list = await readFile(join(folder, 'findings.csv'), 'utf8');
    expect(first.code).toBe(2);
    expect(list).toMatch(/坏\.csv,.*unit_unknown/);
    expect(list).toMatch(/密\.rar,.*不支持这种压缩包/);
    const after = await everything();
    const second = await nuanxin('import', folder);
    expect([second.code, await everything()]).toEqual([2, after]);
    expect(await readFile(join(folder, 'findings.csv'), 'utf8')).toBe(list);
    expect(second.stdout).toContain('其中 3 个此前已有结果，没有重新发送（--again 可重新发送）');
    await rm(join(folder, '密.rar'));
    await rm(join(folder, '坏.csv'));
    await rm(join(folder, '空.csv'));
    expect((await nuanxin('import', folder)).code).toBe(0);
    expect((await nuanxin('import', folder, '--again')).code).toBe(0);
    expect(await everything()).toEqual(after);
  });

  it('an archive with a password is not called damaged', async () => {
    const packed = Buffer.from(zipSync({ '表.csv': strToU8(table('甘棠镇', 9)) }));
    // The flag of an encrypted entry, at the entry and in the directory.
    for (const [signature, at] of [
      ['PK\u0003\u0004', 6],
      ['PK\u0001\u0002', 8],
    ] as const)
      packed.writeUInt16LE(packed.readUInt16LE(packed.indexOf(signature) + at) | 1, packed.indexOf(signature) + at);
    await writeFile(join(folder, '密.zip'), packed);
    const { code, stderr } = await nuanxin('import', '密.zip');
    expect([code, stderr]).toEqual([2, expect.stringContaining('密.zip：压缩包设有密码')]);
    const office = await service.as('admin');
    const body = { file: new File([new Uint8Array(packed)], '密.zip') };
    expect((await problemOf(office.createImportBatch({ body }))).errors).toMatchObject([{ code: 'encrypted' }]);
  });

  it('D12 of two tables in one workbook the one that is named counts', async () => {
    const rows = (published: number) => [
      ['2025年第三季度'],
      ['填报单位', '区级媒体刊播数', '联络员人数'],
      ['新华乡', published, 8],
    ];
    await writeFile(join(folder, '两张.xlsx'), xlsxOf({ 初稿: rows(1), 定稿: rows(2) }));
    const asked = await nuanxin('import', '两张.xlsx');
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('--sheet');
    const chosen = await nuanxin('import', '两张.xlsx', '--sheet', '定稿', '--json');
    expect(chosen.code).toBe(0);
    const { import: outcome } = JSON.parse(chosen.stdout) as { import: { rows: { sheet: string; values: object }[] } };
    expect(outcome.rows).toMatchObject([{ sheet: '定稿', values: { F0102: 2 } }]);
  });

  it('says what is wrong when nothing can be done', async () => {
    expect(await nuanxin('import', folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('没有找到') });
    await writeFile(join(folder, '表.csv'), table('甘棠镇', 1));
    expect((await nuanxin('import', folder, '--form', 'nowhere')).code).toBe(2);
    expect((await nuanxin('watch', join(folder, '无'), '--once')).code).toBe(2);
  });

  it('every file has its line of JSON, also one that cannot be read', async () => {
    await writeFile(join(folder, '坏.zip'), 'PK\u0003\u0004 nothing more');
    await writeFile(join(folder, '好.csv'), table('乌石镇', 6, '2025年第一季度'));
    const { code, stdout } = await nuanxin('import', '坏.zip', '好.csv', '--json', '--mode', 'dry_run');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, lines]).toMatchObject([
      2,
      [
        { file: '坏.zip', ok: false, problem: { code: 'unreadable', detail: expect.stringContaining('已损坏') } },
        { file: '好.csv', ok: true },
      ],
    ]);
  });
});

describe.each(databases)('an archive that is sent, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, '2025-10-09T10:00:00+08:00');
  });
  afterAll(() => service.close());

  it('the API takes an archive as well: each file is answered for itself', async () => {
    const reporter = await service.addUser('xianyuan', ['reporter'], '341003101');
    const archive = zipSync({
      '乡镇/仙源.csv': strToU8(table('仙源镇', 7, '2025年第三季度')),
      '乡镇/汤口.csv': strToU8(table('汤口镇', 8, '2025年第三季度')),
      '空.csv': new Uint8Array(),
      '说明.txt': strToU8('不是表格'),
    });
    const body = { file: new File([new Uint8Array(archive)], '三季度.zip'), mode: 'atomic' as const };
    const { data } = await reporter.createImportBatch({ body });
    expect(
      data.items.map(({ fileName, import: result, problem }) => [fileName, result?.status ?? problem?.code]),
    ).toEqual([
      ['空.csv', 'file_refused'],
      ['乡镇/汤口.csv', 'refused'],
      ['乡镇/仙源.csv', 'committed'],
      ['说明.txt', 'file_refused'],
    ]);
    const bad = reporter.createImportBatch({ body: { file: new File(['PK\u0003\u0004'], '坏.zip') } });
    expect(await problemOf(bad)).toMatchObject({ code: 'file_refused', status: 422 });
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}.csv`, strToU8('a')]));
    const tooMany = reporter.createImportBatch({ body: { file: new File([new Uint8Array(zipSync(many))], '多.zip') } });
    expect((await problemOf(tooMany)).code).toBe('batch_too_large');
  });

  it('what else is in an archive is named with the reason why it is not imported', async () => {
    const client = await service.as('admin');
    const archive = zipSync({
      '甲.csv': strToU8(table('太平湖镇', 5, '2025年第一季度')),
      '各村/内层.zip': zipSync({ '乙.csv': strToU8(table('新华乡', 5)) }),
      '通知.pdf': strToU8('%PDF-1.4'),
      '~$甲.xlsx': strToU8('锁'),
      'Thumbs.db': strToU8('缩略图'),
    });
    const { data } = await client.createImportBatch({
      body: { file: new File([new Uint8Array(archive)], '混.zip'), mode: 'dry_run' },
    });
    expect(
      data.items.map(({ fileName, import: result, problem }) => [fileName, result !== null, problem?.detail]),
    ).toEqual([
      ['甲.csv', true, undefined],
      ['各村/内层.zip', false, expect.stringContaining('压缩包中的压缩包没有打开')],
      ['通知.pdf', false, expect.stringContaining('不是 Excel 表格')],
    ]);
  });
});
