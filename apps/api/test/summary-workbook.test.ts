import { annex7, obligationStatusLabel, quarterPeriod, type FigureBasis } from '@nuanxin/domain';
import type { Client, Download, Obligation } from '@nuanxin/client';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook, type Sheet } from '../../../packages/workbook/src/index.ts';
import seeded from '../data/units.json' with { type: 'json' };
import { converted, inOffice } from './libreoffice.ts';
import { codes, expected, quarters, reportInEveryState, total, upTo } from './reports-in-every-state.ts';
import { partOf, table, valueOf, withoutResults } from './summary-tables.ts';
import { databases, makePlan, type Service, startService } from './support.ts';
import { seedOf } from './year-of-reports.ts';

const XIANYUAN = '341003101';
/** A unit that hands in, under a name that a spreadsheet could run. */
const STRANGE = { code: 'B05', name: '=HYPERLINK("http://example.org","点此")' };
const bases = ['handed_in', 'accepted'] as const satisfies FigureBasis[];
const kinds = { township: '乡镇小计', department: '区直部门小计', media: '宣传媒体单位小计' };
const sheetsOfYear: [name: string, of: string[]][] = [
  ['第一季度', [quarterPeriod(2025, 1)]],
  ['第二季度', [quarterPeriod(2025, 2)]],
  ['全年累计', upTo(2025, 2)],
];

describe.each(databases)('the summary of a year as a workbook, on $name', (database) => {
  const seed = seedOf();
  let service: Service;
  let office: Client;
  let township: Client;
  const nameOf = (code: unknown): string =>
    code === STRANGE.code ? STRANGE.name : (seeded.units.find((unit) => unit.code === code)?.name ?? '');

  beforeAll(async () => {
    service = await startService(database, '2025-03-28T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    await reportInEveryState(service, { seed, office, township }, quarters.slice(0, 2));
    const { items } = (await office.listUnits()).data;
    const params = { id: items.find(({ code }) => code === STRANGE.code)?.id ?? '' };
    const { etag } = await office.getUnit({ params });
    await office.updateUnit({ params, body: { name: STRANGE.name }, ifMatch: etag ?? '' });
  }, 120_000);
  afterAll(() => service.close());

  const summary = async (basis: FigureBasis, client = office): Promise<Download> =>
    (await client.exportSummary({ query: { year: 2025, basis } })).data;
  const sheetsOf = async ({ content, fileName }: Pick<Download, 'content' | 'fileName'>): Promise<Sheet[]> =>
    (await readWorkbook(Buffer.from(content), fileName)).sheets;

  it.each(bases)('holds in each cell and total what the database gives by itself (%s)', async (basis) => {
    const sheets = await sheetsOf(await summary(basis));
    expect(sheets.map(({ name }) => name)).toEqual(['第一季度', '第二季度', '第三季度', '全年累计']);
    for (const [name, of] of sheetsOfYear) {
      const { units, cell } = table(sheets.find((each) => each.name === name));
      expect(units).toHaveLength(new Set(units).size);
      for (const code of codes) {
        const rows = await expected(service, code, of, basis);
        const said = `${name} ${code}, seed ${seed}`;
        const owing = new Map(rows.map(({ unit, value }) => [nameOf(unit), value]));
        expect(units, said).toEqual(expect.arrayContaining([...owing.keys()]));
        for (const unit of units) {
          const own = owing.get(unit);
          expect(valueOf(cell(unit, code)), `${unit} ${said}`).toBe(own === undefined ? '—' : own);
        }
        for (const [kind, label] of Object.entries(kinds)) {
          const all = rows.filter((row) => row.kind === kind);
          const sum = all.length === 0 ? '—' : total(all).value;
          expect(valueOf(cell(label, code)), `${label} ${said}`).toBe(sum);
          if (typeof sum === 'number') expect(cell(label, code)?.formula, `${label} ${said}`).toBe('value');
        }
        const sum = total(rows).value;
        expect(valueOf(cell('合计', code)), said).toBe(sum);
        if (sum !== null) expect(cell('合计', code)?.formula, said).toBe('value');
      }
    }
    const { units, cell } = table(sheets[2]);
    for (const unit of [...units, '合计']) expect(valueOf(cell(unit, 'F0101'))).toBeNull();
  });

  it('says beside each unit where its report stands, and above how many count', async () => {
    for (const basis of bases) {
      const sheets = await sheetsOf(await summary(basis));
      for (const [name, of] of sheetsOfYear.slice(0, 2)) {
        const sheet = sheets.find((each) => each.name === name);
        const { units, standing } = table(sheet);
        const query = { period: of[0] ?? '', task: 'T0.1', limit: 500 };
        const { items } = (await office.listObligations({ query })).data;
        expect([...units].toSorted()).toEqual(items.map(({ unit }) => unit.name).toSorted());
        for (const each of items) expect(standing(each.unit.name), each.unit.name).toBe(standingOf(each));
        const owed = items.filter(({ status }) => status !== 'exempt').length;
        const counted = items.filter(
          ({ status }) => status === 'accepted' || (basis === 'handed_in' && status === 'submitted'),
        ).length;
        expect(standing('合计')).toBe(`应报${owed}，计入${counted}`);
        const texts = sheet?.rows.slice(0, 3).map((row) => row[0]?.text ?? '') ?? [];
        expect(texts.slice(0, 2)).toEqual(['附件7', `黄山区2025年民生实事宣传工作情况统计表（${name}）`]);
        expect(texts[2]).toContain('填报单位：黄山区民生工作领导小组办公室');
        expect(texts[2]).toContain('截至日期：2025年7月3日');
        expect(texts[2]).toContain(`应报 ${owed} 份，计入 ${counted} 份`);
      }
    }
  });

  it('says of the year how many reports of each unit count, and how many were late', async () => {
    const year = table((await sheetsOf(await summary('handed_in'))).at(-1));
    const lists = await Promise.all(
      upTo(2025, 2).map((period) => office.listObligations({ query: { period, task: 'T0.1', limit: 500 } })),
    );
    const byUnit = Map.groupBy(
      lists.flatMap(({ data }) => data.items),
      ({ unit }) => unit.name,
    );
    for (const [unit, items] of byUnit) {
      const owed = items.filter(({ status }) => status !== 'exempt');
      const counted = owed.filter(({ status }) => status === 'accepted' || status === 'submitted');
      const late = owed.filter(({ timeliness }) => timeliness === 'late').length;
      const words = `应报${owed.length}，计入${counted.length}${late > 0 ? `，迟报${late}` : ''}`;
      expect(year.standing(unit), unit).toBe(owed.length === 0 ? '免报' : words);
    }
  });

  function standingOf({ status, timeliness, lateWorkingDays, correctionDueOn }: Obligation): string {
    const inTime = timeliness === 'late' ? `迟报${lateWorkingDays}个工作日` : '按时';
    if (status === 'accepted') return inTime;
    if (status === 'submitted') return `${inTime}，待审`;
    if (status === 'returned' || correctionDueOn !== null) return '退回待改';
    return status === 'overdue' ? '逾期未报' : obligationStatusLabel[status];
  }

  it('runs nothing that somebody wrote, and has no formula but its sums', async () => {
    const file = await summary('handed_in');
    const [sheet] = await sheetsOf(file);
    const own = sheet?.rows.flat().find((cell) => cell?.text === STRANGE.name);
    expect(own).toMatchObject({ formula: 'none', number: null });
    const parts = unzipSync(file.content);
    const formulasOf = (no: number) =>
      [...partOf(parts, `xl/worksheets/sheet${no}.xml`).matchAll(/<f>(.*?)<\/f>/g)].map(([, formula]) => formula);
    const formulas = [1, 2, 3, 4].flatMap(formulasOf);
    // Also where there is nothing to add up yet: subtotals and the total of fields that all owe.
    expect(formulasOf(3).length).toBeGreaterThan(annex7.fields.length);
    for (const formula of formulas)
      expect(formula).toMatch(/^IF\(COUNT\(([A-Z0-9:,]|&apos;|'|第.季度|!)+\)=0,(""|&quot;&quot;),SUM\(.+\)\)$/);
  });

  it('is set up to be printed across A3 with its head on each page, and to be read with it in sight', async () => {
    const { content, fileName } = await summary('handed_in');
    expect(fileName).toBe('黄山区2025年民生实事宣传工作情况统计表（附件7汇总表）.xlsx');
    const parts = unzipSync(content);
    expect(partOf(parts, 'xl/workbook.xml')).toContain('第一季度!$4:$5');
    const sheet = partOf(parts, 'xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/);
    expect(sheet).toContain('第 &amp;P 页，共 &amp;N 页');
    expect(sheet).toMatch(/<pane xSplit="3" ySplit="5"[^>]* state="frozen"/);
    for (const merged of ['A4:A5', 'D4:I4']) expect(sheet).toContain(`<mergeCell ref="${merged}"/>`);
  });

  it('shows a unit its own row alone, and an observer all', async () => {
    const [, second, , year] = await sheetsOf(await summary('handed_in', township));
    for (const sheet of [second, year]) expect(table(sheet).units).toEqual(['仙源镇']);
    expect(second?.rows[2]?.[0]?.text).toContain('填报单位：仙源镇　');
    expect(table(second).standing('仙源镇')).toBe('逾期未报');
    const observer = await service.addUser('only-observer', ['observer']);
    const [all] = await sheetsOf(await summary('handed_in', observer));
    expect(table(all).units.length).toBeGreaterThan(30);
  });

  it('is there for a year of which nothing has begun', async () => {
    await makePlan(office, { year: 2026, copyOf: 2025 });
    const sheets = await sheetsOf((await office.exportSummary({ query: { year: 2026 } })).data);
    expect(sheets.map(({ name }) => name)).toEqual(['全年累计']);
    expect(sheets[0]?.rows[1]?.[0]?.text).toBe('黄山区2026年民生实事宣传工作情况统计表（累计至第一季度）');
    expect(table(sheets[0]).units).toEqual([]);
    expect(table(sheets[0]).standing('合计')).toBe('应报0，计入0');
  });

  // It opens files, and knows nothing of the database behind them.
  if (database === databases.at(-1))
    inOffice('in LibreOffice', () => {
      it('comes to the same totals when all is calculated anew', async () => {
        const { content, fileName } = await summary('handed_in');
        const ours = await sheetsOf({ content, fileName });
        const bare = withoutResults(content);
        const [sheet] = await sheetsOf({ content: bare, fileName });
        expect(table(sheet).cell('合计', 'F0101')?.formula).toBe('no_value');
        const theirs = await sheetsOf({ content: await converted(bare, 'xlsx', 'xlsx'), fileName });
        const valuesOf = ({ name, rows }: Sheet) => ({ name, rows: rows.map((row) => row.map(valueOf)) });
        expect(theirs.map(valuesOf)).toEqual(ours.map(valuesOf));
      });

      it('opens beside a bulletin of the same quarter', async () => {
        const { data: bulletin } = await office.createBulletin({ body: { year: 2025, quarter: 2 } });
        const { content } = (await office.getBulletinDocument({ params: { id: bulletin.id } })).data;
        const text = (await converted(content, 'docx', 'txt', 'Text (encoded):UTF8')).toString();
        for (const { heading } of bulletin.document.sections) expect(text).toContain(heading);
        expect(text).toContain(bulletin.document.title);
        expect((await converted(content, 'docx', 'pdf')).subarray(0, 5).toString()).toBe('%PDF-');
      });
    });
});
