import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '@nuanxin/contract';
import type { Client } from '@nuanxin/client';
import type { ArchivedFigures, ArchiveDictionary, ArchiveManifest } from '@nuanxin/domain';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fileOf, photo } from './attachment-files.ts';
import { nuanxin } from './command.ts';
import { endOf, madeArchive, saveArchive } from './made-archive.ts';
import { databases, JWT_SECRET, problemOf, startService, type Service } from './support.ts';

/** Of the demonstration. */
const NOW = '2025-07-03T09:00:00+08:00';
const REPORTS = join(import.meta.dirname, '../../../reports');
const DRAFTED = 98_765;
const IMPORTED = '2025年二季度各乡镇情况汇总表.xlsx';

describe.each(databases)('the archive of a year, on $name', (database) => {
  let service: Service;
  let office: Client;
  let folder: string;
  let path: string;
  let archive: Archive;
  let files: Record<string, Uint8Array>;
  let picture: Buffer;

  beforeAll(async () => {
    service = await startService(database, NOW, { jobs: true, demo: true });
    folder = await mkdtemp(join(tmpdir(), 'nuanxin-archive-'));
    office = await service.as('admin');
    picture = await photo();
    const [record] = (await office.listRecords({ params: { kind: 'visits' }, query: { limit: 1 } })).data.items;
    const owner = { owner: 'record' as const, ownerId: record?.id ?? '' };
    await office.addAttachment({ body: { ...owner, file: fileOf(picture, '现场.JPG') } });
    await office.addAttachment({ body: { ...owner, file: fileOf('联系人 13812345678', '名单.txt') } });
    await office.createRecord({
      params: { kind: 'visits' },
      body: {
        unit: '341003101',
        date: '2025-06-30',
        values: { kind: 'household', village: '电话13912345678', households: 3 },
      },
    });
    // What a unit is writing is its own until it is handed in.
    const [owed] = (await office.listObligations({ query: { period: '2025Q3', task: 'T0.1', limit: 1 } })).data.items;
    const { data: draft, etag } = await office.startSubmission({ body: { obligationId: owed?.id ?? '' } });
    await office.saveDraft({ params: { id: draft.id }, body: { values: { F0101: DRAFTED } }, ifMatch: etag ?? '' });
    const workbook = await readFile(join(REPORTS, IMPORTED));
    await office.createImport({ body: { file: fileOf(workbook, IMPORTED), mode: 'dry_run' } });
    archive = await made(office);
    path = await saved(archive, '全年.zip');
    files = unzipSync(await readFile(path));
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  const made = async (client: Client): Promise<Archive> => madeArchive(client, 2025);
  const asked = async (link: string | null): Promise<Response> => fetch(`${service.baseUrl}${link ?? ''}`);
  async function saved(own: Archive, name: string): Promise<string> {
    await saveArchive(service.baseUrl, own, join(folder, name));
    return join(folder, name);
  }
  const json = <T>(name: string): T => JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as T;
  const rowsOf = (name: string, from = files): Record<string, unknown>[] =>
    strFromU8(from[name] ?? new Uint8Array())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const command = async (...args: string[]) =>
    nuanxin({ baseUrl: service.baseUrl, password: '' }, folder, 'archive', ...args).ended;
  const incoming = async (): Promise<string[]> => readdir(join(service.dataDir, 'attachments/incoming'));

  it('holds rows, attachments and imported files as they are, and checks out', async () => {
    const { code, stdout } = await command('check', path, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, year: 2025, count: 0, sha256: archive.sha256 });
    expect(code).toBe(0);
    expect(archive).toMatchObject({ state: 'done', done: archive.total, fault: null, masked: false });
    expect(archive.total).toBeGreaterThan(4000);

    const { rows } = await service.connection.pool.query<{ n: number }>(
      `select count(*)::int as n from records where year = 2025`,
    );
    const records = Object.keys(files).filter((name) => name.startsWith('records/'));
    expect(records.flatMap((name) => rowsOf(name))).toHaveLength(rows[0]?.n ?? 0);
    const [attached, list] = rowsOf('attachments.jsonl');
    expect(attached).toMatchObject({ owner: 'record', fileName: '现场.jpg' });
    const stored = files[String(attached?.file)] ?? new Uint8Array();
    expect(`attachments/${createHash('sha256').update(stored).digest('hex')}.jpg`).toBe(attached?.file);
    expect(strFromU8(files[String(list?.file)] ?? new Uint8Array())).toBe('联系人 13812345678');
    const [imported] = rowsOf('imports.jsonl');
    expect(Buffer.from(files[String(imported?.file)] ?? [])).toEqual(await readFile(join(REPORTS, IMPORTED)));
    expect(rowsOf('submission-history.jsonl').some(({ action, comment }) => action === 'return' && comment)).toBe(true);
    expect(rowsOf('audit.jsonl').some(({ action }) => action === 'archive.create')).toBe(true);
  });

  it('says of every column what it is, with the measures of figures and records', () => {
    const { files: described } = json<ArchiveDictionary>('dictionary.json');
    const column = (file: string, name: string) =>
      described.find(({ path: each }) => each === file)?.columns.find((each) => each.name === name);
    expect(described.flatMap(({ columns }) => columns).filter(({ meaning }) => !meaning)).toEqual([]);
    expect(column('revisions.jsonl', 'values')?.fields?.find(({ name }) => name === 'F0101')).toEqual({
      name: 'F0101',
      type: 'number',
      meaning: '“乐享太平 民生先行”专栏上稿数',
      measure: '篇',
    });
    expect(column('records/visits.jsonl', 'data')?.fields?.find(({ name }) => name === 'households')).toMatchObject({
      type: 'integer',
      measure: '户',
    });
    expect(column('obligations.jsonl', 'unitId')).toMatchObject({
      type: 'id',
      nullable: false,
      refers: ['units.jsonl'],
    });
    const text = strFromU8(files['说明.md'] ?? new Uint8Array());
    for (const { path: each, title } of described) expect(text).toContain(`## ${title}（${each}）`);
    const { files: listed } = json<ArchiveManifest>('manifest.json');
    expect(new Set(listed.map((each) => each.path))).toEqual(
      new Set(Object.keys(files).filter((name) => name !== 'manifest.json')),
    );
  });

  it('tells that a unit is writing, and not what', () => {
    expect(rowsOf('audit.jsonl').filter(({ action }) => action === 'submission.save').length).toBeGreaterThan(0);
    for (const name of Object.keys(files).filter((each) => each.endsWith('.jsonl')))
      expect([name, strFromU8(files[name] ?? new Uint8Array()).includes(String(DRAFTED))]).toEqual([name, false]);
  });

  it('holds no secrets: no passwords, sessions, addresses or settings of channels', async () => {
    const all = Object.entries(files)
      .filter(([name]) => /\.(?:jsonl|json|md)$/.test(name))
      .map(([, content]) => strFromU8(content))
      .join('\n');
    const { rows } = await service.connection.pool.query<{ hash: string }>(
      `select password_hash as hash from users where password_hash is not null
       union all select token_hash from sessions`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { hash } of rows) expect(all).not.toContain(hash);
    expect(all).not.toContain(JWT_SECRET);
    expect(all).not.toMatch(/argon2|passwordHash|"ip":/);
    expect(Object.keys(files).filter((name) => /channel|session|user/.test(name))).toEqual([]);
  });

  it('gives the figures of the statistics again, from its rows alone', async () => {
    for (const basis of ['handed_in', 'accepted'] as const) {
      const { stdout } = await command('figures', path, '--basis', basis, '--json');
      const figures = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ArchivedFigures);
      expect(figures.map(({ period, span }) => `${period} ${span}`)).toContain('2025Q2 year_to_date');
      for (const { period, span, coverage, fields } of figures) {
        const quarter = Number(period.slice(-1));
        const { data } = await office.getStatistics({ query: { year: 2025, quarter, span, basis } });
        const [total] = data.rows;
        expect(coverage).toEqual(total?.coverage);
        const told = data.fields.flatMap(({ code }) => {
          const figure = total?.figures[code];
          return figure ? [[code, { value: figure.value, reports: figure.reports, owed: figure.owed }]] : [];
        });
        const counted = fields
          .filter(({ owed }) => owed > 0)
          .map(({ code, value, reports, owed }) => [code, { value, reports, owed }]);
        expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(told));
        expect(told.length).toBeGreaterThan(20);
      }
    }
  });

  it('names file and line of what was changed afterwards', async () => {
    const units = strFromU8(files['units.jsonl'] ?? new Uint8Array()).split('\n');
    const gone = (JSON.parse(units[3] ?? '') as { id: string }).id;
    const attachment = String(rowsOf('attachments.jsonl')[0]?.file);
    const lines = strFromU8(files['revisions.jsonl'] ?? new Uint8Array()).split('\n');
    lines[1] = (lines[1] ?? '').replace(/"values":\{/, '"values":{"F9999": "多", ');
    const { 'phases.jsonl': _, ...others } = files;
    const tampered = zipSync({
      ...others,
      'units.jsonl': strToU8(units.toSpliced(3, 1).join('\n')),
      'revisions.jsonl': strToU8(lines.join('\n')),
      [attachment]: strToU8('另一张照片'),
      '后来.txt': strToU8(''),
    });
    await writeFile(join(folder, 'tampered.zip'), tampered);
    const { code, stdout } = await command('check', 'tampered.zip');
    expect(code).toBe(1);
    expect(stdout).toContain('phases.jsonl：缺少这个文件');
    expect(stdout).toMatch(/units\.jsonl：有 \d+ 行，应为 \d+ 行/);
    expect(stdout).toContain('revisions.jsonl 第 2 行：values 中多出 F9999');
    expect(stdout).toContain('revisions.jsonl：SHA-256 不符，内容改动过');
    expect(stdout).toContain(`${attachment}：SHA-256 不符，内容改动过`);
    expect(stdout).toContain('后来.txt：不在 manifest.json 中');
    expect(stdout).toMatch(new RegExp(`第 \\d+ 行：\\w+ 所指的 ${gone} 不在 units.jsonl 中`));

    await writeFile(join(folder, 'half.zip'), (await readFile(path)).subarray(0, 5000));
    expect(await command('check', 'half.zip')).toMatchObject({ code: 2, stdout: '' });
  });

  it('leaves mobile numbers out of what an auditor gets, and files in which some stand', async () => {
    const own = await made(await service.addUser('auditor', ['auditor']));
    expect(own.masked).toBe(true);
    const of = await saved(own, '审计.zip');
    expect((await command('check', of)).code).toBe(0);
    const theirs = unzipSync(await readFile(of));
    const [attached, list] = rowsOf('attachments.jsonl', theirs);
    expect(theirs[String(attached?.file)]).toBeDefined();
    expect(list?.file).toBeNull();
    expect(rowsOf('imports.jsonl', theirs).every(({ file }) => file === null)).toBe(true);
    const village = (from: typeof files) =>
      rowsOf('records/visits.jsonl', from)
        .map(({ data }) => (data as { village: string }).village)
        .filter((each) => each.startsWith('电话'));
    expect(village(files)).toEqual(['电话13912345678']);
    expect(village(theirs)).toEqual(['电话139****5678']);
  });

  it('is refused to who reads or reports only, and is nobody’s but who asked for it', async () => {
    const observer = await service.addUser('observer', ['observer']);
    const reporter = await service.addUser('reporter', ['reporter'], '341003101');
    for (const client of [observer, reporter])
      expect(await problemOf(client.createArchive({ params: { year: 2025 } }))).toMatchObject({ status: 403 });
    const auditor = await service.as('auditor');
    expect(await problemOf(auditor.getArchive({ params: { id: archive.id } }))).toMatchObject({ code: 'not_found' });
    expect((await auditor.listArchives({ params: { year: 2025 } })).data.items.map(({ id }) => id)).not.toContain(
      archive.id,
    );
    expect(await problemOf(office.createArchive({ params: { year: 2031 } }))).toMatchObject({ code: 'no_plan' });
  });

  it('has a link that no one can make up, that ends after a day, and with the rights of who asked for it', async () => {
    const colleague = await service.addUser('colleague', ['office']);
    const own = await made(colleague);
    const link = own.link ?? '';
    expect((await asked(link)).headers.get('content-disposition')).toContain(encodeURIComponent('2025年全年档案.zip'));
    for (const other of [link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), link.replace(own.id, archive.id)])
      expect(await (await asked(other)).json()).toMatchObject({ status: 403, code: 'archive_link_invalid' });
    const longer = link.replace(/expires=(\d+)/, (_, seconds: string) => `expires=${Number(seconds) + 3600}`);
    expect((await asked(longer)).status).toBe(403);

    const [user] = (await office.listUsers({ query: { q: 'colleague' } })).data.items;
    const params = { id: user?.id ?? '' };
    const change = async (disabled: boolean) => {
      const { etag } = await office.getUser({ params });
      await office.updateUser({ params, body: { disabled }, ifMatch: etag ?? '' });
    };
    await change(true);
    expect((await asked(link)).status).toBe(403);
    await change(false);
    expect((await asked(link)).status).toBe(200);

    service.setNow(new Date(Date.parse(own.expiresAt ?? '') - 1000).toISOString());
    expect((await asked(link)).status).toBe(200);
    service.setNow(own.expiresAt ?? '');
    expect(await (await asked(link)).json()).toMatchObject({ status: 410, code: 'archive_expired' });
    expect((await office.getArchive({ params: { id: archive.id } })).data).toMatchObject({
      state: 'expired',
      link: null,
    });
    const kept = async () => readdir(join(service.dataDir, 'attachments', own.id.slice(0, 2)));
    expect(await kept()).toContain(`${own.id}.zip`);
    await made(office);
    expect(await kept()).not.toContain(`${own.id}.zip`);
    service.setNow(NOW);
  });

  // The queue tries again some times: enough on one database.
  if (database.url === null)
    it('tells in words that it could not be made, and is made when it is asked for again', async () => {
      const blocked = join(service.dataDir, 'attachments/incoming');
      await rm(blocked, { recursive: true });
      await writeFile(blocked, '');
      const failed = await made(office);
      expect(failed).toMatchObject({ state: 'failed', link: null });
      expect(failed.fault).toContain('请重新导出');
      await rm(blocked);
      expect(await made(office)).toMatchObject({ state: 'done', fault: null });
      expect(await incoming()).toEqual([]);
    });

  // Only there something else can hold up the rows of a run.
  if (database.url && process.platform === 'linux')
    it('is made again when what makes it is killed, and one at a time', async () => {
      const other = new pg.Client({ connectionString: String(service.connection.pool.options.connectionString) });
      await other.connect();
      await other.query('begin');
      await other.query('lock table policy_cards in access exclusive mode');
      const { data: first } = await office.createArchive({ params: { year: 2025 } });
      expect((await office.createArchive({ params: { year: 2025 } })).data.id).toBe(first.id);
      // Of this process' children, as Linux lists them.
      const writing = (): string[] =>
        readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
          .split(' ')
          .filter((pid) => pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('archive-process'));
      const [pid = ''] = await vi.waitFor(() => {
        expect(writing()).toHaveLength(1);
        return writing();
      }, 10_000);
      await vi.waitFor(async () => expect(await incoming()).toHaveLength(1), 10_000);
      process.kill(Number(pid), 'SIGKILL');
      await other.query('rollback');
      await other.end();
      const again = await endOf(office, first.id);
      expect(again).toMatchObject({ state: 'done', fault: null });
      expect((await command('check', await saved(again, '再次.zip'))).code).toBe(0);
      expect(await incoming()).toEqual([]);
      const taken = (await office.listArchives({ params: { year: 2025 } })).data.items;
      expect(taken.filter(({ id }) => id === first.id)).toHaveLength(1);
    });
});
