import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@nuanxin/client';
import { readWorkbook } from '@nuanxin/workbook';
import { sql } from 'drizzle-orm';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx, oldDoc } from '../../../packages/workbook/test/docx.ts';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../../cli/src/main.ts');
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const fileOf = (bytes: Buffer, name: string) => new File([new Uint8Array(bytes)], name);
/** A summary as a unit writes it. */
const summaryOf = (unit: string, parts: Record<string, string>, period = '2025年第二季度') =>
  docx(
    `${unit}${period}民生实事宣传工作小结`,
    ...Object.entries(parts).flatMap(([heading, text], i) => [`${'一二三四'[i]}、${heading}`, text]),
    `${unit}人民政府`,
    '2025年6月30日',
  );
const four = { 主要做法: '入户宣传。', 宣传成效: '知晓率提高。', 存在问题: '人手少。', 下一步打算: '补短板。' };
const texts = { main_practices: '入户宣传。', results: '知晓率提高。', problems: '人手少。', next_steps: '补短板。' };
const tableText = (unit: string, value: number, period = '2025年第二季度') =>
  `${period}\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${unit},${value},2\n`;
const table = (unit: string, value: number) => new File([tableText(unit, value)], `${unit}.csv`);

describe.each(databases)('work summaries, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const send = async (file: File, more: Parameters<Client['createImport']>[0]['body'] | object = {}) =>
    (await office.createImport({ body: { file, mode: 'atomic', ...more } })).data;
  const submissionOf = async (unit: string, period = '2025Q2') => {
    const { items } = (await office.listSubmissions({ query: { unit, period } })).data;
    return (await office.getSubmission({ params: { id: items[0]?.id ?? '' } })).data;
  };
  const codesOf = (data: Awaited<ReturnType<typeof send>>) =>
    data.rows[0]?.findings.map(({ level, code }) => `${level} ${code}`);
  const count = async (from: string): Promise<number> => {
    const { rows } = await service.connection.db.execute(sql.raw(`select count(*)::int as n from ${from}`));
    return Number(rows[0]?.n);
  };

  it('D08 a summary fills in the texts of its unit and hands nothing in; the workbook behind it hands in both, once', async () => {
    const document = await send(fileOf(summaryOf('甘棠镇', four), '甘棠镇小结.docx'));
    expect(document).toMatchObject({ layout: 'summary', period: '2025Q2', status: 'committed' });
    expect(document.rows[0]).toMatchObject({ unit: { name: '甘棠镇' }, outcome: 'accepted', values: texts });
    expect(await submissionOf('341003100')).toMatchObject({ state: 'draft', revision: 0, summary: texts, values: {} });
    // Nobody is asked whether the draft may be replaced: it has nothing that the workbook has.
    const workbook = await send(table('甘棠镇', 3));
    expect([workbook.status, codesOf(workbook)]).toEqual(['committed', []]);
    const submission = await submissionOf('341003100');
    expect(submission).toMatchObject({
      state: 'submitted',
      revision: 1,
      summary: texts,
      values: { F0101: 3, F0102: 2 },
    });
    const { data } = await office.listRevisions({ params: { id: submission.id } });
    expect(data.items).toMatchObject([{ number: 1, summary: texts, values: { F0101: 3 } }]);
  });

  it('behind the workbook it asks, and then becomes a second revision with the same figures', async () => {
    await send(table('仙源镇', 5));
    const file = () => fileOf(summaryOf('仙源镇', four), '仙源镇小结.docx');
    const asked = await send(file());
    expect([asked.status, codesOf(asked)]).toEqual(['refused', ['confirm already_submitted']]);
    expect(await submissionOf('341003101')).toMatchObject({ revision: 1, summary: {} });
    const { data } = await office.commitImport({ params: { id: asked.id }, body: { mode: 'atomic', confirm: true } });
    expect(data.status).toBe('committed');
    const submission = await submissionOf('341003101');
    expect(submission).toMatchObject({
      state: 'submitted',
      revision: 2,
      summary: texts,
      values: { F0101: 5, F0102: 2 },
    });
    expect(submission.history.at(-1)).toMatchObject({ action: 'supersede', importId: asked.id });
    const revisions = (await office.listRevisions({ params: { id: submission.id } })).data.items;
    expect(revisions[0]?.source).toEqual({
      fileName: '仙源镇小结.docx',
      sheet: '工作小结',
      row: 1,
      findings: [expect.objectContaining({ level: 'warning', code: 'already_submitted' })],
    });

    const again = await send(file());
    expect(again).toMatchObject({ id: asked.id, replayOf: asked.id });
    expect((await submissionOf('341003101')).revision).toBe(2);
    // The same words in another file change nothing: it is attached, and nobody is asked.
    const other = await send(fileOf(summaryOf('仙源镇', four), '仙源镇小结.docx'), { period: '2025Q2' });
    expect(other.id).toBe(asked.id);
    const spaced = await send(fileOf(docx(...lines('仙源镇'), ''), '仙源镇小结（盖章）.docx'));
    expect([spaced.status, codesOf(spaced)]).toEqual(['committed', []]);
    expect(await submissionOf('341003101')).toMatchObject({ revision: 2, documents: [{}, {}] });
  });

  const lines = (unit: string) => [
    `${unit}2025年第二季度工作小结`,
    ...Object.entries(four).flatMap(([heading, text]) => [heading, text]),
  ];

  it('asks before it replaces a text that differs; parts that it does not have stay', async () => {
    const reporter = await service.addUser('tangkou', ['reporter'], '341003102');
    const { items } = (await reporter.listObligations({ query: { period: '2025Q2', task: 'T0.1' } })).data;
    const started = await reporter.startSubmission({ body: { obligationId: items[0]?.id ?? '' } });
    const { id } = started.data;
    const typed = { results: '本季度暂无。', problems: '路远。', preparer: '王晓明' };
    const body = { summary: typed, values: { F0101: 9 } };
    await reporter.saveDraft({ params: { id }, body, ifMatch: started.etag ?? '' });
    const { 主要做法, 存在问题 } = four;
    const asked = await send(fileOf(summaryOf('汤口镇', { 主要做法, 存在问题 }), '汤口镇小结.docx'));
    expect(codesOf(asked)).toEqual(['warning part_missing', 'warning part_missing', 'confirm text_differs']);
    expect(asked.rows[0]?.findings.at(-1)?.detail).toContain('“存在问题”已填有不同的文字');
    const before = (await reporter.getSubmission({ params: { id } })).etag;
    await office.commitImport({ params: { id: asked.id }, body: { mode: 'atomic', confirm: true } });
    const after = await reporter.getSubmission({ params: { id } });
    expect(after.data).toMatchObject({
      state: 'draft',
      values: { F0101: 9 },
      summary: { ...typed, main_practices: '入户宣传。', problems: '人手少。' },
    });
    // Whoever has the form open learns of it.
    expect(after.etag).not.toBe(before);
    const attached = async (client: Client) => {
      const { data: trail } = await client.listAudit({ query: { entity: 'submission', entityId: id } });
      return trail.items.find(({ action }) => action === 'submission.attach');
    };
    // It is being written: what it says is for the unit and the office.
    const auditor = await service.addUser('shenji', ['auditor']);
    expect(await attached(auditor)).toMatchObject({ actor: { name: '管理员' }, before: null, after: null });
    expect(await attached(await service.addUser('zonghe', ['office', 'auditor']))).toMatchObject({
      actor: { name: '管理员' },
      before: { summary: { problems: '路远。' } },
      after: { importId: asked.id, summary: { problems: '人手少。' } },
    });
    // A draft with figures still asks before a workbook takes its place.
    expect(codesOf(await send(table('汤口镇', 4)))).toContain('confirm draft_exists');
  });

  it('a workbook with texts of its own asks as well, when those of a document differ', async () => {
    await send(fileOf(summaryOf('焦村镇', four), '焦村镇小结.docx'));
    const form = (text: string) =>
      new File(
        [
          `2025年第二季度\n填报单位：焦村镇\n指标,数量\n区级媒体刊播数,3\n联络员人数,11\n海报张贴数,5\n主要做法,${text}\n`,
        ],
        '焦村镇.csv',
      );
    expect(codesOf(await send(form('另有做法。'), { mode: 'dry_run' }))).toContain('confirm text_differs');
    const same = await send(form('入户宣传。'));
    expect(same.status).toBe('committed');
    expect(await submissionOf('341003105')).toMatchObject({ revision: 1, summary: texts, values: { F0102: 3 } });
  });

  it('what was returned takes it and stays returned; what was accepted does not', async () => {
    const [returned, accepted] = [await submissionOf('341003101'), await submissionOf('341003105')];
    const etagOf = async (id: string) => (await office.getSubmission({ params: { id } })).etag ?? '';
    const { id } = returned;
    await office.returnSubmission({ params: { id }, body: { comment: '小结太短' }, ifMatch: await etagOf(id) });
    const longer = { ...four, 主要做法: '入户宣传、集中宣讲。' };
    const asked = await send(fileOf(summaryOf('仙源镇', longer), '仙源镇小结2.docx'), { confirm: true });
    expect(asked.status).toBe('committed');
    expect(await submissionOf('341003101')).toMatchObject({
      state: 'returned',
      revision: 2,
      summary: { main_practices: '入户宣传、集中宣讲。' },
    });
    const params = { id: accepted.id };
    await office.acceptSubmission({ params, body: {}, ifMatch: await etagOf(accepted.id) });
    const late = await send(fileOf(summaryOf('焦村镇', longer), '焦村镇小结2.docx'), { confirm: true });
    expect([late.status, codesOf(late)]).toEqual(['refused', ['error already_accepted']]);
    expect(late.rows[0]?.findings[0]?.detail).not.toMatch(/^第\d+行/);
  });

  it.each([
    ['a period that has not opened', '甘棠镇', '2025年第四季度', 'error not_open_yet'],
    ['a unit that is exempt', '谭家桥镇', '2025年第一季度', 'error nothing_owed'],
  ])('%s is refused', async (_, unit, period, code) => {
    const query = { unit: '341003103', period: '2025Q1', task: 'T0.1' };
    const [owed] = (await office.listObligations({ query })).data.items;
    if (owed && !owed.exemption) {
      const { etag } = await office.getObligation({ params: { id: owed.id } });
      await office.grantExemption({ params: { id: owed.id }, body: { reason: '机构改革' }, ifMatch: etag ?? '' });
    }
    const data = await send(fileOf(summaryOf(unit, four, period), '小结.docx'));
    expect([data.status, codesOf(data)]).toEqual(['refused', [code]]);
  });

  it('D09 a .doc or .wps is an attachment with a warning: no text, no revision, no question', async () => {
    for (const name of ['甘棠镇2025年二季度小结.doc', '甘棠镇2025年二季度小结.wps']) {
      const data = await send(fileOf(oldDoc(`旧格式 ${name}`), name));
      expect([data.status, codesOf(data)]).toEqual(['committed', ['warning text_not_extracted']]);
    }
    const submission = await submissionOf('341003100');
    expect(submission).toMatchObject({ revision: 1, summary: texts });
    expect(submission.documents.map(({ fileName, extracted }) => [fileName, extracted])).toEqual([
      ['甘棠镇2025年二季度小结.wps', false],
      ['甘棠镇2025年二季度小结.doc', false],
      ['甘棠镇小结.docx', true],
    ]);
    const [document] = submission.documents;
    const { data } = await office.getSubmissionDocument({
      params: { id: submission.id, documentId: document?.id ?? '' },
    });
    expect(data).toMatchObject({ fileName: '甘棠镇2025年二季度小结.wps', type: 'application/msword' });
    expect(document?.size).toBe(data.content.length);
  });

  describe('the unit that a file is for', () => {
    const unnamed = (text: string) => docx('2025年第二季度工作小结', '一、主要做法', text);

    it('counts where the file names none, and has to be the same where it names one', async () => {
      const reporter = await service.addUser('longmen', ['reporter'], '341003201');
      const body = { file: fileOf(unnamed('龙门。'), '小结.docx'), mode: 'atomic' as const, unit: '341003201' };
      const { data } = await reporter.createImport({ body });
      expect(data).toMatchObject({ status: 'committed', decisions: { unit: '341003201' } });
      expect(data.rows[0]?.unit?.name).toBe('龙门乡');
      const other = await send(fileOf(summaryOf('新丰乡', four), '小结.docx'), { unit: '341003201' });
      expect([other.status, codesOf(other)]).toEqual(['refused', ['error unit_other']]);
      const foreign = { file: fileOf(unnamed('新丰。'), '小结.docx'), mode: 'atomic' as const, unit: '341003204' };
      const { data: refused } = await reporter.createImport({ body: foreign });
      expect(codesOf(refused)).toEqual([
        'error unit_scope',
        expect.stringContaining('part_missing'),
        expect.anything(),
        expect.anything(),
      ]);
      const unknown = office.createImport({ body: { ...body, unit: '999' } });
      expect(await problemOf(unknown)).toMatchObject({ code: 'not_found', errors: [{ pointer: '/unit' }] });
    });

    it('the same bytes are not taken for two units', async () => {
      const file = () => fileOf(unnamed('通用。'), '通用小结.docx');
      await send(file(), { unit: '341003203' });
      expect((await send(file(), { unit: '341003203' })).replayOf).not.toBeNull();
      const problem = await problemOf(send(file(), { unit: '341003204' }));
      expect(problem).toMatchObject({ code: 'imported_for_other', status: 409 });
      expect(problem.detail).toContain('新华乡');
    });

    it('is said afterwards as well, and a doubt about headings settled, as with a workbook', async () => {
      const checked = await send(fileOf(docx('2025年第二季度工作小结', '开展宣传12场。'), '小结.docx'), {
        mode: 'dry_run',
      });
      expect(codesOf(checked)).toEqual(['error unit_unknown', 'confirm no_heading']);
      const params = { id: checked.id };
      const finding = checked.rows[0]?.findings.find(({ level }) => level === 'confirm');
      const confirmed = [
        { sheet: '工作小结', row: 1, code: 'no_heading', cell: null, readsAs: finding?.readsAs ?? null },
      ];
      const decisions = { ...checked.decisions, unit: '341003204', confirmed };
      const { etag } = await office.getImport({ params });
      const { data } = await office.decideImport({ params, body: decisions, ifMatch: etag ?? '' });
      expect([data.rows[0]?.unit?.name, data.rows[0]?.outcome]).toEqual(['新丰乡', 'accepted']);
      await office.commitImport({ params, body: {} });
      expect(await submissionOf('341003204')).toMatchObject({ summary: { main_practices: '开展宣传12场。' } });
    });
  });

  it('the original is for those who may read the submission, whoever sent it', async () => {
    const own = await service.addUser('gantang', ['reporter'], '341003100');
    const foreign = await service.addUser('xianyuan', ['reporter'], '341003101');
    const observer = await service.addUser('ducha', ['observer']);
    const { id, documents } = await submissionOf('341003100');
    const params = { id, documentId: documents.at(-1)?.id ?? '' };
    for (const client of [own, observer]) {
      const { data } = await client.getSubmissionDocument({ params });
      expect(data).toMatchObject({ fileName: '甘棠镇小结.docx', type: WORD });
      expect(Buffer.from(data.content).equals(summaryOf('甘棠镇', four))).toBe(true);
    }
    expect((await problemOf(foreign.getSubmissionDocument({ params }))).status).toBe(404);
    // A document of one submission is not found below another, nor is an import of a workbook.
    const { id: other } = await submissionOf('341003101');
    expect((await problemOf(office.getSubmissionDocument({ params: { ...params, id: other } }))).status).toBe(404);
    const response = await fetch(`${service.baseUrl}/api/v1/submissions/${id}/documents/${params.documentId}`, {
      headers: { authorization: `Bearer ${await service.token('gantang')}` },
    });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('a mobile number in it is for the unit and the office only', async () => {
    const observer = await service.as('ducha');
    const body = summaryOf('太平湖镇', { ...four, 存在问题: '请联系王晓明 13805591234。' });
    const data = await send(fileOf(body, '太平湖镇小结13805591234.docx'));
    expect([data.status, codesOf(data)]).toEqual(['committed', ['warning mobile_number']]);
    const { id, documents } = await submissionOf('341003104');
    const params = { id, documentId: documents[0]?.id ?? '' };
    // What is not handed in is nobody's but its unit's and the office's.
    expect((await problemOf(observer.getSubmission({ params: { id } }))).code).toBe('not_found');
    expect((await problemOf(observer.getSubmissionDocument({ params }))).code).toBe('not_found');
    await send(table('太平湖镇', 3));
    const seen = (await observer.getSubmission({ params: { id } })).data;
    expect(JSON.stringify(seen)).not.toContain('13805591234');
    const problem = await problemOf(observer.getSubmissionDocument({ params }));
    expect(problem).toMatchObject({ code: 'document_has_mobiles', status: 403 });
    expect((await office.getSubmissionDocument({ params })).data.content.length).toBe(body.length);
  });

  it('D52 an identity number in it refuses the file, and nothing of it is kept', async () => {
    const before = await count('import_files');
    const text = { ...four, 存在问题: '张某 34100319800101123X' };
    const problem = await problemOf(send(fileOf(summaryOf('耿城镇', text), '小结.docx')));
    expect(problem).toMatchObject({ code: 'file_refused', errors: [{ code: 'personal_info' }] });
    const old = send(fileOf(oldDoc('张某 34100319800101123X'), '耿城镇2025年二季度.doc'));
    expect((await problemOf(old)).errors?.[0]?.code).toBe('personal_info');
    expect(await count('import_files')).toBe(before);
  });

  it('gives back what was read and what was found in it, as a workbook', async () => {
    const data = await send(fileOf(docx('2025年第二季度工作小结', '一、其他', '甲'), '小结.docx'), { mode: 'dry_run' });
    const { data: given } = await office.getImportWorkbook({ params: { id: data.id } });
    expect(given.fileName).toBe('小结_导入结果.xlsx');
    const { sheets } = await readWorkbook(Buffer.from(given.content), given.fileName);
    const shown = sheets.map(({ name, rows }) => [name, rows.flat().map((cell) => cell?.text)] as const);
    expect(shown.map(([name]) => name)).toEqual(['导入结果', '正文']);
    expect(shown[0]?.[1].join()).toContain('没有写明填报单位');
    expect(shown[1]?.[1]).toEqual(['2025年第二季度工作小结', '一、其他', '甲']);
  });

  it('in an archive, a folder or an inbox summaries go before workbooks, so that each unit hands in once', async () => {
    const archive = zipSync({
      'A/耿城镇.csv': strToU8(tableText('耿城镇', 7)),
      'B/耿城镇小结.docx': new Uint8Array(summaryOf('耿城镇', four)),
    });
    const body = { file: new File([new Uint8Array(archive)], '二季度.zip'), mode: 'atomic' as const };
    const { data } = await office.createImportBatch({ body });
    expect(data.items.map(({ fileName, import: each }) => [fileName, each?.status])).toEqual([
      ['B/耿城镇小结.docx', 'committed'],
      ['A/耿城镇.csv', 'committed'],
    ]);
    expect(await submissionOf('341003106')).toMatchObject({ revision: 1, summary: texts, values: { F0101: 7 } });

    const env = { ...process.env, NUANXIN_SERVER: service.baseUrl, NUANXIN_USER: 'admin', NUANXIN_PASSWORD: PASSWORD };
    for (const [command, unit, code] of [
      ['import', '三口镇', '341003107'],
      ['watch', '乌石镇', '341003108'],
    ] as const) {
      const folder = await mkdtemp(join(tmpdir(), 'nuanxin-summaries-'));
      await writeFile(join(folder, `1${unit}.csv`), tableText(unit, 8));
      await writeFile(join(folder, `2${unit}小结.docx`), summaryOf(unit, four));
      const more = command === 'watch' ? ['--once', '--every', '0.1'] : [];
      await run(process.execPath, [cli, command, folder, ...more], { env, cwd: folder });
      expect(await submissionOf(code)).toMatchObject({ revision: 1, summary: texts, values: { F0101: 8 } });
      if (command === 'watch') {
        const done = await readdir(join(folder, 'done'));
        expect(done).toEqual(expect.arrayContaining(['2乌石镇小结.docx', '2乌石镇小结_导入结果.xlsx']));
        const moved = await readFile(join(folder, 'done/2乌石镇小结.docx'));
        expect(moved.equals(summaryOf(unit, four))).toBe(true);
      }
      await rm(folder, { recursive: true });
    }
  });
});
