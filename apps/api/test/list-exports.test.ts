import type { Client, Download } from '@nuanxin/client';
import { endpoints, exportFormats, type Endpoint, type ExportFormat } from '@nuanxin/contract';
import { periodLabel } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../packages/workbook/src/index.ts';
import { ofAdmins, ofAll, ofAuditors, ofUnits, XIANYUAN, type Cells, type Compared } from './exported-lists.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const MOBILE = '13855901234';
const written = ['=1+1', `+86${MOBILE}`, '@x', '-2+3|cmd', '=HYPERLINK("http://example.org","点此")'];

describe.each(databases)('a list as a file, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let observer: Client;
  let auditor: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:30:00+08:00', { demo: true });
    office = await service.as('admin');
    township = await service.addUser('only-township', ['reporter'], XIANYUAN);
    observer = await service.addUser('only-observer', ['observer']);
    auditor = await service.addUser('only-auditor', ['auditor']);
    for (const description of written)
      await office.registerProblem({ body: { source: 'office', unit: XIANYUAN, foundOn: '2025-07-02', description } });
    const values = { kind: 'household', households: 3, note: `+86${MOBILE}` };
    await office.createRecord({ params: { kind: 'visits' }, body: { unit: XIANYUAN, date: '2025-06-20', values } });
    const owed = (await office.listObligations({ query: { status: ['overdue', 'open'], limit: 500 } })).data.items;
    const reminded = owed.filter(({ unit }) => [XIANYUAN, '341003102', 'B07'].includes(unit.code)).slice(0, 6);
    const note = `=请致电 ${MOBILE}`;
    await office.remind({ body: { obligationIds: reminded.map(({ id }) => id), note, channels: [] } });
    const extended = owed.find(({ unit, status }) => unit.code === XIANYUAN && status === 'open');
    await office.grantExtension({
      params: { id: extended?.id ?? '' },
      body: { dueOn: '2025-12-30', reason: `@电话 ${MOBILE}` },
      ifMatch: `"${extended?.version}"`,
    });
  }, 240_000);
  afterAll(() => service.close());

  async function read({ fileName, content }: Download) {
    const [sheet] = (await readWorkbook(Buffer.from(content), fileName)).sheets;
    return (sheet?.rows ?? []).map((row) => row.map((cell) => cell?.text ?? ''));
  }
  /** The rows of a file below its head, by the names of its columns. */
  async function rowsOf(file: Download, columns?: string[]) {
    const rows = await read(file);
    const top = columns ? rows.findIndex((row) => columns.every((column) => row.includes(column))) : 0;
    expect(top).toBeGreaterThanOrEqual(0);
    const at = columns?.map((column) => rows[top]?.indexOf(column) ?? -1) ?? [];
    return rows.slice(top + 1).map((row) => at.map((index) => row[index] ?? ''));
  }
  const asText = (rows: Cells[]) => rows.map((row) => row.map((cell) => String(cell ?? '')));

  /** Rows are the same in either format; each list is read in both by one caller or the other. */
  async function same(client: Client, lists: Compared[], formats: readonly ExportFormat[] = exportFormats) {
    for (const { name, columns, rows, file } of lists) {
      const listed = asText(await rows(client));
      for (const format of formats) {
        const { data } = await file(client, format);
        const named = expect.stringMatching(new RegExp(`[\\u4e00-\\u9fa5]+.*\\.${format}$`));
        expect([name, data.fileName]).toEqual([name, named]);
        const found = await rowsOf(data, columns.length > 0 ? columns : undefined);
        expect([name, format, found]).toEqual([name, format, listed]);
      }
    }
  }

  it('is what the office sees under the same filters, row by row', () =>
    same(office, [...ofUnits, ...ofAll], ['xlsx']));
  it('is what a unit sees of its own, and nothing else', () => same(township, [...ofUnits, ...ofAll], ['csv']));
  it('is what an observer sees', () => same(observer, ofUnits, ['csv']));
  it('of users is for the administrator', async () => {
    await same(office, ofAdmins);
    const clerk = await service.addUser('only-clerk', ['office']);
    const refused = clerk.exportUsers({ params: { format: 'csv' } });
    expect((await problemOf(refused)).code).toBe('forbidden');
    const { data } = await office.exportUsers({ params: { format: 'csv' } });
    expect((await read(data))[0]).toEqual(['用户名', '姓名', '所属单位', '角色', '邮箱', '状态', '最近登录']);
  });
  it('of the audit is for auditors', async () => {
    await same(auditor, ofAuditors);
    expect((await problemOf(office.exportAudit({ params: { format: 'csv' } }))).code).toBe('forbidden');
  });
  it('of the audit says what became what, in the words of the page', async () => {
    const [unit] = (await office.listUnits({ query: { q: '341003205' } })).data.items;
    const at = { params: { id: unit?.id ?? '' }, ifMatch: `"${unit?.version}"` };
    await office.updateUnit({ ...at, body: { aliases: [{ text: '永丰' }, { text: '永丰人民政府' }] } });
    const { data } = await auditor.exportAudit({ params: { format: 'csv' }, query: { entityId: unit?.id ?? '' } });
    expect(await rowsOf(data, ['对象', '名称', '变动'])).toEqual([
      ['单位', '永丰乡', expect.stringMatching(/^别名：.*永丰.* → 永丰、永丰人民政府$/)],
    ]);
    const extended = await auditor.exportAudit({ params: { format: 'xlsx' }, query: { action: 'obligation.extend' } });
    expect(await rowsOf(extended.data, ['变动'])).toContainEqual(['最后一天：2025-12-30\n原因：@电话 138****1234']);
  });

  it('of the audit says that a unit is writing, and not what', async () => {
    const query = { period: '2025Q2', task: 'T0.1', unit: XIANYUAN };
    const [own] = (await office.listObligations({ query })).data.items;
    const params = { id: own?.submissionId ?? '' };
    const { etag } = await township.getSubmission({ params });
    await township.saveDraft({ params, body: { values: { F0101: 987 } }, ifMatch: etag ?? '' });
    const asked = { entityId: params.id, action: 'submission.save' };
    const { data } = await auditor.listAudit({ query: { ...asked, limit: 1 } });
    expect(data.items).toMatchObject([{ before: null, after: null }]);
    const file = await auditor.exportAudit({ params: { format: 'csv' }, query: asked });
    expect(JSON.stringify(await read(file.data))).not.toContain('987');
  });

  it.each(exportFormats)('keeps as text what looks like a formula, as .%s', async (format) => {
    const query = { unit: XIANYUAN, sort: 'no' as const };
    const { data: problems } = await office.exportProblems({ params: { format }, query });
    expect((await rowsOf(problems, ['问题'])).flat().slice(-written.length)).toEqual(written);
    const { data: reminders } = await office.exportReminders({ params: { format } });
    expect((await rowsOf(reminders, ['附言或原因'])).flat()).toContain(`=请致电 ${MOBILE}`);
    const { data: visits } = await office.exportRecords({ params: { kind: 'visits', format }, query: { year: 2025 } });
    const back = { file: new File([new Uint8Array(visits.content)], visits.fileName) };
    const { rows } = (await office.readRecordFile({ params: { kind: 'visits' }, body: back })).data;
    expect(rows.map(({ values }) => values.note)).toContain(`+86${MOBILE}`);
    if (format === 'xlsx') {
      const [sheet] = (await readWorkbook(Buffer.from(problems.content), problems.fileName)).sheets;
      expect(sheet?.rows.flat().every((cell) => cell === null || cell.formula === 'none')).toBe(true);
    } else {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(problems.content);
      expect(text.startsWith('\uFEFF编号,发现日期,')).toBe(true);
      for (const each of written) expect(text).toContain(`'${each.replaceAll('"', '""')}`);
      expect(text).not.toMatch(/(?:^|,|\n)"?[=+@]/);
    }
  });

  it.each(exportFormats)('has no mobile number for who does not see it in the list, as .%s', async (format) => {
    const params = { format };
    const files = async (client: Client) => [
      await client.exportProblems({ params }),
      await client.exportReminders({ params }),
      await client.exportObligations({ params }),
      await client.exportRecords({ params: { kind: 'visits', format } }),
    ];
    for (const { data } of await files(observer)) {
      const texts = JSON.stringify(await read(data));
      expect(texts).not.toContain(MOBILE);
      expect(texts).toContain('138****1234');
    }
    for (const { data } of await files(office)) expect(JSON.stringify(await read(data))).toContain(MOBILE);
    const { data: audit } = await auditor.exportAudit({ params, query: { action: 'problem.register' } });
    expect(JSON.stringify(await read(audit))).not.toContain(MOBILE);
  });

  it('tells of last days in the words of the page', async () => {
    const unit = '341003102';
    const [owed] = (await office.listObligations({ query: { unit, status: ['open'] } })).data.items;
    const params = { id: owed?.id ?? '' };
    const now = async () => ({ params, ifMatch: `"${(await office.getObligation({ params })).data.version}"` });
    const asking = await service.addUser('only-asking', ['reporter'], unit);
    await asking.askExtension({ ...(await now()), body: { until: '2025-12-29', reason: '数据尚未汇总' } });
    await office.answerExtensionRequest({ ...(await now()), body: { grant: false, answer: '请按时报送' } });
    await office.grantExemption({ ...(await now()), body: { reason: '撤并' } });
    await office.revokeExemption(await now());
    await office.grantExtension({ ...(await now()), body: { dueOn: '2025-12-30', reason: '洪涝' } });
    const { data } = await office.exportReminders({ params: { format: 'csv' }, query: { unit, moved: true } });
    const task = `${owed?.task.title}（${periodLabel(owed?.period ?? '')}）`;
    const day = `${owed?.dueOn} ${owed?.dueDay}`;
    expect((await rowsOf(data, ['种类', '事项'])).slice(0, 4)).toEqual([
      ['时限变动', `${task}：${day} → 2025-12-30 周二`],
      ['恢复报送', `${task}恢复报送，最后一天 ${day} · 已有新的变动`],
      ['免报', `${task}免报 · 已有新的变动`],
      ['延期答复', `${task}：最后一天仍为 ${day} · 已有新的变动`],
    ]);
  });

  it('tells only the office how a reminder left the house', async () => {
    const heads = async (client: Client) => {
      const { data } = await client.exportReminders({ params: { format: 'csv' } });
      return (await read(data))[0];
    };
    expect(await heads(office)).toContain('站外发出');
    expect(await heads(observer)).not.toContain('站外发出');
    expect(await heads(township)).not.toContain('站外发出');
  });

  it.each(exportFormats)('of the figures says what they are made of, as .%s', async (format) => {
    const query = { year: 2025, quarter: 2, span: 'year_to_date' as const };
    const total = (await office.getStatistics({ query })).data;
    const { data } = await office.exportStatistics({ params: { format }, query });
    expect(data.fileName).toBe(`2025年第二季度统计（本年累计，合计，已报送（含待审），样表）.${format}`);
    const figures = total.fields.flatMap((field) => {
      const figure = total.rows[0]?.figures[field.code];
      return figure ? [[field.label, figure.value, figure.reports, figure.owed]] : [];
    });
    expect(figures.length).toBeGreaterThan(10);
    expect(await rowsOf(data, ['指标', '合计', '已填', '应填'])).toEqual(asText(figures));

    const section = total.sections[0]?.code ?? '';
    const grouped = { ...query, by: 'unit' as const, kind: 'township' as const, section };
    const { section: _, ...asked } = grouped;
    const byUnit = (await office.getStatistics({ query: asked })).data;
    const field = byUnit.fields.find((each) => each.section === section);
    const { data: file } = await office.exportStatistics({ params: { format }, query: grouped });
    const head = `${field?.label}（${field?.measure}）`;
    expect(await rowsOf(file, ['单位', '计入', '应报', head])).toEqual(
      asText(
        byUnit.rows.map(({ label, coverage, figures: own }) => [
          label,
          coverage.counted,
          coverage.owed,
          own[field?.code ?? '']?.value,
        ]),
      ),
    );
    const others = byUnit.fields.filter((each) => each.section !== section).map(({ label }) => label);
    const heads = (await read(file)).find((row) => row.includes('计入'))?.join() ?? '';
    for (const label of others) expect(heads).not.toContain(label);
    const { data: own } = await township.exportStatistics({ params: { format }, query: { ...query, by: 'unit' } });
    expect((await rowsOf(own, ['单位'])).flat()).toEqual(['仙源镇']);
  });

  it('holds 20,000 rows, and of more says how many there are', async () => {
    const { db } = service.connection;
    await db.execute(sql`insert into audit (id, at, action, entity)
      select gen_random_uuid(), now(), 'many', 'many' from generate_series(1, 20000)`);
    for (const format of exportFormats) {
      const { data } = await auditor.exportAudit({ params: { format }, query: { action: 'many' } });
      expect(await rowsOf(data, ['时间', '操作'])).toHaveLength(20_000);
    }
    await db.execute(sql`insert into audit (id, at, action, entity) values (gen_random_uuid(), now(), 'many', 'many')`);
    const refused = auditor.exportAudit({ params: { format: 'csv' }, query: { action: 'many' } });
    expect(await problemOf(refused)).toMatchObject({
      code: 'export_too_large',
      detail: expect.stringContaining('20001'),
    });
  });
});

describe('the addresses of exports', () => {
  const declared = Object.values(endpoints) as Endpoint[];
  const keysOf = (schema: unknown): string[] =>
    Object.keys((schema as { properties?: object } | undefined)?.properties ?? {});

  it.each(declared.filter(({ path }) => path.endsWith('/export.{format}')))(
    '$path takes what its list takes, but for its pages',
    ({ path, query, download }) => {
      const list = declared.find((each) => each.method === 'GET' && each.path === path.replace('/export.{format}', ''));
      const filters = keysOf(list?.query).filter((name) => !['limit', 'cursor', 'count'].includes(name));
      // Of the groups' table the page shows one section.
      const more = path.startsWith('/statistics/') ? ['section'] : [];
      expect(keysOf(query).toSorted()).toEqual([...filters, ...more].toSorted());
      expect(download).toHaveLength(2);
    },
  );
});
