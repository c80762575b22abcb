import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { importRows, type Client } from '@nuanxin/client';
import { readWorkbook } from '@nuanxin/workbook';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectations, inExpectedTerms, report, reportsFolder } from '../../../reports/expected.ts';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../../cli/src/main.ts');
const FAULTY = '2025年三季度情况汇总表_有错.xlsx';

describe.each(databases)('imports, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-10-09T10:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const nuanxin = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const env = { ...process.env, NUANXIN_SERVER: service.baseUrl, NUANXIN_USER: 'admin', NUANXIN_PASSWORD: PASSWORD };
    try {
      return { code: 0, ...(await run(process.execPath, [cli, ...args], { env })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };
  const count = async (table: string): Promise<number> => {
    const { rows } = await service.connection.db.execute(sql.raw(`select count(*)::int as n from ${table}`));
    return Number(rows[0]?.n);
  };

  describe.each(expectations)('$file', ({ file, expected }) => {
    const wanted = JSON.parse(readFileSync(join(reportsFolder, expected), 'utf8')) as Record<string, unknown>;

    it('gives exactly its expected outcome over HTTP, twice in a row', async () => {
      for (let time = 0; time < 2; time++) {
        const { data } = await office.createImport({ body: { file: report(file), mode: 'dry_run' } });
        expect(inExpectedTerms(data, wanted)).toEqual(wanted);
      }
    });

    it('gives exactly its expected outcome from the command line', async () => {
      const { stdout, code } = await nuanxin('import', join(reportsFolder, file), '--mode', 'dry_run', '--json');
      const { import: result } = JSON.parse(stdout);
      expect(inExpectedTerms(result, wanted)).toEqual(wanted);
      expect(code).toBe((wanted.rejected as unknown[]).length > 0 ? 1 : 0);
    });
  });

  it('a file with faults is refused as a whole and nothing is written', async () => {
    const before = await count('submissions');
    const { data } = await office.createImport({ body: { file: report(FAULTY), mode: 'atomic', confirm: true } });
    expect(data).toMatchObject({ status: 'refused', counts: { accepted: 5, rejected: 9, confirm: 1, ignored: 2 } });
    expect(await count('submissions')).toBe(before);
  });

  it('its valid rows can be written, the one to confirm later, and never twice', async () => {
    const before = await count('submissions');
    const { data: first } = await office.createImport({ body: { file: report(FAULTY), mode: 'valid_rows' } });
    expect(first.status).toBe('committed');
    expect(await count('submissions')).toBe(before + 5);
    const { data: second } = await office.commitImport({
      params: { id: first.id },
      body: { mode: 'valid_rows', confirm: true },
    });
    expect(second.rows.find(({ row }) => row === 18)).toMatchObject({
      outcome: 'accepted',
      submissionId: expect.any(String),
    });
    expect(await count('submissions')).toBe(before + 6);
    expect(
      (await problemOf(office.commitImport({ params: { id: first.id }, body: { mode: 'valid_rows', confirm: true } })))
        .code,
    ).toBe('import_not_committable');
    const { data: again } = await office.createImport({
      body: { file: report(FAULTY), mode: 'atomic', confirm: true },
    });
    expect(again).toMatchObject({ id: first.id, replayOf: first.id });
    expect(await count('revisions')).toBe(before + 6);
  });

  it('a form sheet becomes figures, work summary and who filled it in', async () => {
    const { data } = await office.createImport({
      body: { file: report('甘棠镇2025年一季度情况统计表.xlsx'), mode: 'atomic' },
    });
    const { data: submission } = await office.getSubmission({ params: { id: data.rows[0]?.submissionId ?? '' } });
    expect(submission).toMatchObject({
      period: '2025Q1',
      values: { F0101: 34, F0604: 3200 },
      summary: { preparer: '王晓明', report_date: '2025-03-28', next_steps: '加强联络员培训。' },
    });
    expect(
      submission.findings.find(({ field, code }) => field === 'F0106' && code === 'field_not_for_unit')?.level,
    ).toBe('warning');
  });

  it('a long file is answered in pages, and nothing of it is left out', async () => {
    const lines = Array.from({ length: 1100 }, (_, i) => (i % 100 === 7 ? `无此单位${i},x,1` : `无此单位${i},1,1`));
    const text = ['2025年第二季度', '填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数', ...lines].join('\n');
    const { data } = await office.createImport({ body: { file: new File([text], '长表.csv'), mode: 'dry_run' } });
    expect([data.counts.rejected, data.rows.length, data.nextRows === null]).toEqual([1100, 500, false]);
    const all = await importRows(office, data);
    expect(all.map(({ row }) => row)).toEqual(lines.map((_, i) => i + 3));
    const params = { id: data.id };
    const { data: page } = await office.listImportRows({
      params,
      query: { outcome: 'rejected', limit: 2, count: true },
    });
    expect([page.items.map(({ row }) => row), page.total]).toEqual([[3, 4], 1100]);
    const { data: none } = await office.listImportRows({ params, query: { outcome: 'accepted', count: true } });
    expect(none).toEqual({ items: [], nextCursor: null, total: 0 });
    expect((await problemOf(office.listImportRows({ params, query: { cursor: 'x' } }))).code).toBe('invalid_cursor');
    const { content } = (await office.getImportWorkbook({ params })).data;
    const sheets = (await readWorkbook(Buffer.from(content), '长表.xlsx')).sheets;
    const cover = sheets.find(({ name }) => name === '导入结果');
    expect(cover?.rows.flatMap((cells) => cells.map((cell) => cell?.text ?? '')).join()).toContain('无此单位1099');
  });

  it('a retry after a broken connection is carried out once', async () => {
    const file = new File(
      ['2025年第二季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n焦村镇,1,2\n'],
      '焦村.csv',
    );
    const calls = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        office.createImport({ body: { file, mode: 'atomic' } }, { idempotencyKey: 'same' }),
      ),
    );
    const ids = new Set(calls.flatMap((each) => (each.status === 'fulfilled' ? [each.value.data.id] : [])));
    expect(ids.size).toBe(1);
    const { data } = await office.createImport({ body: { file, mode: 'atomic' } }, { idempotencyKey: 'same' });
    expect(ids).toContain(data.id);
    const other = office.createImport({ body: { file, mode: 'dry_run' } }, { idempotencyKey: 'same' });
    expect((await problemOf(other)).code).toBe('idempotency_mismatch');
  });

  it('two imports of one file at once write it once', async () => {
    const body = () => ({ file: report('2025年二季度各乡镇情况汇总表.xlsx'), mode: 'valid_rows' as const });
    const both = await Promise.all([office.createImport({ body: body() }), office.createImport({ body: body() })]);
    const before = await count('revisions');
    expect(new Set(both.map(({ data }) => data.id)).size).toBe(1);
    await office.createImport({ body: body() });
    expect(await count('revisions')).toBe(before);
  });

  it.each([
    ['a PDF with the name of a workbook', new File(['%PDF-1.7 …'], '表.xlsx'), 'file_refused', 'PDF'],
    ['a picture', new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2])], '表.xlsx'), 'file_refused', '图片'],
    ['an empty file', new File([], '表.xlsx'), 'file_refused', '空'],
    ['a table without known columns', new File(['姓名,年龄\n张三,3\n'], '名单.csv'), 'file_refused', '没有找到报表'],
    [
      'no period anywhere',
      new File(['填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n甘棠镇,1,2\n'], '表.csv'),
      'period_unknown',
      '报送期',
    ],
    [
      'a year without a plan',
      new File(['2019年第一季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n甘棠镇,1,2\n'], '表.csv'),
      'period_not_planned',
      '2019Q1',
    ],
    [
      'an identity number in a note',
      new File(
        ['2025年第二季度 341003198001011234\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n甘棠镇,1,2\n'],
        '表.csv',
      ),
      'file_refused',
      '身份证',
    ],
  ])('%s is refused with a sentence that says what to do', async (_, file, code, words) => {
    const problem = await problemOf(office.createImport({ body: { file } }));
    expect(problem).toMatchObject({ code, status: 422 });
    expect(problem.detail).toContain(words);
  });

  it('gives the sender’s workbook back with what was found in it, whatever it was', async () => {
    for (const name of [FAULTY, '2025年二季度各乡镇情况汇总表_97版.xls']) {
      const { data } = await office.createImport({ body: { file: report(name), mode: 'dry_run' } });
      const { data: given } = await office.getImportWorkbook({ params: { id: data.id } });
      expect(given.fileName).toBe(name.replace(/\.xlsx?$/, '_导入结果.xlsx'));
      const again = new File([new Uint8Array(given.content)], given.fileName);
      const { data: reread } = await office.createImport({ body: { file: again, mode: 'dry_run' } });
      expect(reread.rows.map(({ values }) => values)).toEqual(data.rows.map(({ values }) => values));
    }
    const reporter = await service.addUser('nobody', ['reporter'], '341003101');
    const { data } = await office.createImport({ body: { file: report(FAULTY), mode: 'dry_run' } });
    expect((await problemOf(reporter.getImportWorkbook({ params: { id: data.id } }))).status).toBe(404);
  });

  it('a period that differs from the chosen one is refused with its cell', async () => {
    const problem = await problemOf(office.createImport({ body: { file: report(FAULTY), period: '2025Q2' } }));
    expect(problem).toMatchObject({ code: 'period_mismatch' });
    expect(problem.detail).toMatch(/A1写的是 2025Q3.*2025Q2/);
  });

  it('the command line says in its exit code what happened', async () => {
    expect((await nuanxin('import', '/nowhere.xlsx')).code).toBe(2);
    expect((await nuanxin('import', join(reportsFolder, FAULTY), '--period', '2025')).code).toBe(1);
    expect((await nuanxin('import', join(reportsFolder, FAULTY), '--server', 'http://127.0.0.1:9')).code).toBe(2);
    const { stdout, code } = await nuanxin('status', '--period', '2025Q3');
    expect([code, stdout.includes('太平湖镇')]).toEqual([0, true]);
  });
});
