import { quarterPeriod, type FigureBasis, type Quarter } from '@nuanxin/domain';
import type { Client } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import seeded from '../data/units.json' with { type: 'json' };
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';
import { randomFrom, seedOf } from './year-of-reports.ts';

/** Two flows of all, two stocks of townships and departments, and a flow of townships alone. */
const fields = {
  F0101: '“乐享太平 民生先行”专栏上稿数',
  F0102: '区级媒体刊播数',
  F0302: '民生实事咨询窗口数',
  F0303: '政策材料摆放点数',
  F0304: '政务（村务）公开公示栏更新期数',
} as const;
const codes = Object.keys(fields) as (keyof typeof fields)[];
const stocks = new Set(['F0302', 'F0303']);
/** Every second unit, so that there is time for each state; the others owe and hand nothing in. */
const reporting = seeded.units
  .filter(({ kind }) => ['township', 'department', 'media'].includes(kind))
  .filter(({ code }, at) => code === '341003101' || at % 2 === 0);
/** Kinds of units that do not fill a field in. */
const without: Record<string, string[]> = { F0302: ['media'], F0303: ['media'], F0304: ['media', 'department'] };
/** On time, and when it is over. */
const quarters: [year: number, quarter: Quarter, onTime: string, late: string][] = [
  [2025, 1, '2025-03-28', '2025-04-07'],
  [2025, 2, '2025-07-01', '2025-07-03'],
  [2026, 1, '2026-03-30', '2026-04-02'],
  [2026, 2, '2026-07-01', '2026-07-02'],
];
const bases = ['handed_in', 'accepted'] as const satisfies FigureBasis[];

describe.each(databases)('the figures of a year, on $name', (database) => {
  const seed = seedOf();
  const random = randomFrom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-03-28T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], '341003101');
    for (const [year, quarter, onTime, late] of quarters) {
      service.setNow(`${onTime}T09:00:00+08:00`);
      if (year === 2026 && quarter === 1) await makePlan(office, { year, copyOf: 2025 });
      const units = reporting.filter(({ code }) => code === '341003101' || random() < 0.8);
      const first = units.filter(() => random() < 0.7);
      await handIn(year, quarter, '按时', first);
      service.setNow(`${late}T09:00:00+08:00`);
      await handIn(
        year,
        quarter,
        '补报',
        units.filter((each) => !first.includes(each)),
      );
      await decide(quarterPeriod(year, quarter));
    }
  }, 120_000);
  afterAll(() => service.close());

  async function handIn(year: number, quarter: number, name: string, units: typeof reporting): Promise<void> {
    const rows = units.map(({ name: unit, kind }) =>
      [unit, ...codes.map((code) => (random() < 0.2 || without[code]?.includes(kind) ? '' : pick(20)))].join(),
    );
    const text = [['填报单位', ...Object.values(fields)].join(), ...rows, ''].join('\n');
    const file = new File([text], `${year}年${quarter}季度${name}.csv`);
    const { data: outcome } = await office.createImport({ body: { file, mode: 'atomic', confirm: true } });
    expect(outcome.status, `seed ${seed}`).toBe('committed');
  }

  /** What becomes of the reports of a quarter: every state that there is, and units that owe nothing or have longer. */
  async function decide(period: string): Promise<void> {
    const { data: list } = await office.listObligations({ query: { period, task: 'T0.1', limit: 500 } });
    const some = new Set(reporting.map(({ code }) => code));
    for (const { id, submissionId, version, unit } of list.items.filter((each) => some.has(each.unit.code))) {
      const chance = random();
      if (submissionId === null) {
        const body = { reason: '机构改革' };
        if (chance < 0.3) await office.grantExemption({ params: { id }, body, ifMatch: `"${version}"` });
        continue;
      }
      const params = { id: submissionId };
      const tag = async (): Promise<string> => (await office.getSubmission({ params })).etag ?? '';
      const comment = { comment: '请核对' };
      if (unit.code === '341003101' && period.endsWith('Q2'))
        await township.withdrawSubmission({ params, body: {}, ifMatch: await tag() });
      else if (chance < 0.5) await office.acceptSubmission({ params, body: {}, ifMatch: await tag() });
      else if (chance < 0.7) {
        const returned = await office.returnSubmission({ params, body: comment, ifMatch: await tag() });
        // What is being mended is not what was handed in.
        const body = { values: { F0101: 999 } };
        const draft = await office.saveDraft({ params, body, ifMatch: returned.etag ?? '' });
        if (chance < 0.6) await office.submitSubmission({ params, body: {}, ifMatch: draft.etag ?? '' });
      } else if (chance < 0.8) {
        const accepted = await office.acceptSubmission({ params, body: {}, ifMatch: await tag() });
        await office.reopenSubmission({ params, body: comment, ifMatch: accepted.etag ?? '' });
      }
    }
  }

  const rowsOf = async (statement: ReturnType<typeof sql>) =>
    (await service.connection.db.execute<Record<string, string | number | null>>(statement)).rows;

  /** The same by SQL alone: unit by unit, sum and number of values and of reports that owed one. */
  async function expected(code: string, of: string[], basis: FigureBasis) {
    const last = of.at(-1) ?? '';
    return rowsOf(sql`
      select u.code as unit, u.kind, sum(x.value)::int as value, count(x.value)::int as reports, count(*)::int as owed
      from obligations o
      join units u on u.id = o.unit_id
      join deadlines d on d.id = o.deadline_id
      join tasks t on t.id = d.task_id and t.code = 'T0.1'
      left join submissions s on s.obligation_id = o.id
      left join lateral (
        select (r.values ->> ${code})::int as value from revisions r
        where r.submission_id = s.id and r.number = (select max(number) from revisions where submission_id = s.id)
          and s.state = any (${sql.param(basis === 'accepted' ? ['accepted', 'locked'] : ['accepted', 'locked', 'submitted', 'reopened'])}::text[])
      ) x on true
      where d.period = any (${sql.param(stocks.has(code) ? [last] : of)}::text[])
        and not exists (select 1 from exemptions e where e.obligation_id = o.id)
        and not (u.kind = any (${sql.param(without[code] ?? [])}::text[]))
      group by u.code, u.kind`);
  }
  const total = (rows: Record<string, string | number | null>[]) => {
    const known = rows.flatMap(({ value }) => (value === null ? [] : [Number(value)]));
    const sum = (key: string): number => rows.reduce((all, row) => all + Number(row[key]), 0);
    const value = known.length === 0 ? null : known.reduce((all, each) => all + each, 0);
    return { value, reports: sum('reports'), owed: sum('owed') };
  };
  const upTo = (year: number, quarter: number): string[] =>
    [1, 2, 3, 4].filter((each) => each <= quarter).map((each) => quarterPeriod(year, each as Quarter));

  it.each(bases)('are those that the database gives by itself, in total, by unit and by kind (%s)', async (basis) => {
    for (const [year, quarter] of quarters) {
      for (const span of ['quarter', 'year_to_date'] as const) {
        const query = { year, quarter, span, basis };
        const of = span === 'quarter' ? [quarterPeriod(year, quarter)] : upTo(year, quarter);
        const then = of.map((period) => `${year - 1}${period.slice(4)}`);
        const inTotal = (await office.getStatistics({ query })).data;
        const byUnit = (await office.getStatistics({ query: { ...query, by: 'unit' } })).data;
        const byKind = (await office.getStatistics({ query: { ...query, by: 'kind' } })).data;
        expect(inTotal.quarters).toEqual(of);
        for (const code of codes) {
          const rows = await expected(code, of, basis);
          const before = await expected(code, then, basis);
          const said = `${code} ${year}Q${quarter} ${span}, seed ${seed}`;
          const figure = inTotal.rows[0]?.figures[code];
          expect(figure, said).toEqual({
            ...total(rows),
            before: total(before).value,
            reportsBefore: total(before).reports,
          });
          for (const { unit, value, reports, owed } of rows) {
            const own = byUnit.rows.find(({ key }) => key === unit)?.figures[code];
            expect(own, `${unit} ${said}`).toMatchObject({ value, reports, owed });
          }
          for (const kind of ['township', 'department', 'media']) {
            const own = byKind.rows.find(({ key }) => key === kind)?.figures[code];
            const all = rows.filter((row) => row.kind === kind);
            if (all.length > 0) expect(own, `${kind} ${said}`).toMatchObject(total(all));
            else expect(own, `${kind} ${said}`).toBeUndefined();
          }
        }
      }
    }
  });

  it('are printed in the bulletin of each quarter as those of accepted reports', async () => {
    for (const [year, quarter] of quarters) {
      const { data } = await office.createBulletin({ body: { year, quarter } });
      const period = quarterPeriod(year, quarter);
      for (const code of codes) {
        const own = total(await expected(code, [period], 'accepted'));
        const before = total(await expected(code, [`${year - 1}${period.slice(4)}`], 'accepted'));
        const yearToDate = total(await expected(code, upTo(year, quarter), 'accepted')).value;
        const figure = data.document.annex.figures.find((each) => each.code === code);
        expect(figure, `${code} ${period}, seed ${seed}`).toMatchObject({
          quarter: own.value,
          reports: own.reports,
          owed: own.owed,
          before: before.value,
          yearToDate,
        });
      }
    }
  });

  it('stand quarter by quarter and phase by phase, which are the same in this plan', async () => {
    const query = { year: 2025, quarter: 4 };
    const { rows } = (await office.getStatistics({ query: { ...query, by: 'quarter' } })).data;
    const phases = (await office.getStatistics({ query: { ...query, by: 'phase' } })).data.rows;
    expect(rows.map(({ key }) => key)).toEqual(['2025Q1', '2025Q2', '2025Q3', '2025Q4']);
    expect(phases.map(({ label }) => label)).toEqual([
      '准备期（一季度）',
      '执行期（二季度）',
      '攻坚期（三季度）',
      '冲刺期（四季度）',
    ]);
    expect(phases.map(({ figures }) => figures)).toEqual(rows.map(({ figures }) => figures));
    for (const [i, row] of rows.entries()) {
      const { data } = await office.getStatistics({ query: { year: 2025, quarter: i + 1 } });
      expect(row.figures).toEqual(data.rows[0]?.figures);
    }
  });

  it('say how many reports were owed and where they stand', async () => {
    for (const [year, quarter] of quarters) {
      const { coverage } = (await office.getStatistics({ query: { year, quarter } })).data;
      const period = quarterPeriod(year, quarter);
      const { items } = (await office.listObligations({ query: { period, task: 'T0.1', limit: 500 } })).data;
      const count = (...statuses: string[]): number => items.filter(({ status }) => statuses.includes(status)).length;
      const overdue = items.filter(({ status }) => status === 'overdue');
      const sentBack = overdue.filter(({ correctionDueOn }) => correctionDueOn !== null).length;
      const accepted = count('accepted');
      const waiting = count('submitted');
      expect(coverage).toEqual({
        owed: items.length - count('exempt', 'upcoming'),
        counted: accepted + waiting,
        accepted,
        waiting,
        returned: count('returned') + sentBack,
        missing: overdue.length - sentBack,
        open: count('open'),
        late: items.filter(({ timeliness }) => timeliness === 'late').length,
      });
      expect(coverage.accepted + coverage.waiting + coverage.returned + coverage.missing + coverage.open).toBe(
        coverage.owed,
      );
    }
  });

  it('can be followed to the reports that they are made of, and to those that are missing', async () => {
    for (const asked of [
      { span: 'year_to_date' },
      { by: 'unit', key: '341003102', span: 'year_to_date' },
      { by: 'kind', key: 'township' },
      { by: 'phase', key: 'execute' },
    ] as const) {
      const { key, ...grouped } = { key: undefined, by: 'total' as const, ...asked };
      const query = { year: 2025, quarter: 4, ...grouped };
      const { rows } = (await office.getStatistics({ query })).data;
      const row = key === undefined ? rows[0] : rows.find((each) => each.key === key);
      for (const code of codes) {
        const figure = row?.figures[code];
        if (!figure) continue;
        const sources = { ...query, field: code, ...(key === undefined ? {} : { key }) };
        const { data } = await office.listFigureSources({ query: sources });
        expect(data.figure).toEqual(figure);
        const counted = data.items.filter((each) => each.counted);
        expect(counted.length).toBe(figure.reports);
        expect(data.items.length).toBe(figure.owed);
        expect(counted.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(figure.value ?? 0);
        for (const { submissionId, revision, value } of counted.slice(0, 3)) {
          const { data: revisions } = await office.listRevisions({ params: { id: submissionId ?? '' } });
          expect(revisions.items.find(({ number }) => number === revision)?.values[code]).toBe(value);
        }
        if (code === 'F0303') break;
      }
    }
  });

  it('begin with the newest quarter of which something is there, and know what is not', async () => {
    expect((await office.getStatistics({ query: { year: 2026 } })).data.period).toBe('2026Q2');
    const { data } = await office.getStatistics({ query: { year: 2025 } });
    expect(data.period).toBe('2025Q2');
    expect(data.rows[0]?.figures.F0101?.before).toBeNull();
    for (const query of [{ year: 2030 }, { year: 2025, task: 'T1.1' }])
      expect(await problemOf(office.getStatistics({ query }))).toMatchObject({ code: 'not_found' });
    const unknown = { year: 2025, field: 'F9999' };
    expect(await problemOf(office.listFigureSources({ query: unknown }))).toMatchObject({ code: 'not_found' });
  });

  it('are those of its own unit alone for a reporter', async () => {
    const query = { year: 2025, quarter: 1, by: 'unit' } as const;
    const own = (await township.getStatistics({ query })).data;
    expect(own.rows.map(({ key }) => key)).toEqual(['341003101']);
    const all = (await office.getStatistics({ query })).data;
    expect(own.rows[0]).toEqual(all.rows.find(({ key }) => key === '341003101'));
  });
});
