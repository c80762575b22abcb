import { join } from 'node:path';
import { quarterPeriod, type ArchivedFigures, type FigureBasis } from '@nuanxin/domain';
import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nuanxin } from './command.ts';
import { madeArchive, saveArchive } from './made-archive.ts';
import { quartersBySql } from './pictures-by-sql.ts';
import { codes, expected, quarters, reportInEveryState, total, upTo } from './reports-in-every-state.ts';
import { databases, problemOf, type Service, startService } from './support.ts';
import { seedOf } from './year-of-reports.ts';

const bases = ['handed_in', 'accepted'] as const satisfies FigureBasis[];

describe.each(databases)('the figures of a year, on $name', (database) => {
  const seed = seedOf();
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-03-28T09:00:00+08:00', { jobs: true });
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], '341003101');
    await reportInEveryState(service, { seed, office, township });
  }, 120_000);
  afterAll(() => service.close());

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
          const rows = await expected(service, code, of, basis);
          const before = await expected(service, code, then, basis);
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

  // By the rules alone: that an archive holds the same rows from both is tested with it.
  if (database.url === null)
    it('are counted anew from the archive of the year', async () => {
      const path = join(service.dataDir, '全年.zip');
      for (const year of new Set(quarters.map(([each]) => each))) {
        await saveArchive(service.baseUrl, await madeArchive(office, year), path);
        for (const basis of bases) {
          const account = { baseUrl: service.baseUrl, password: '' };
          const args = ['archive', 'figures', path, '--basis', basis, '--json'];
          const { stdout } = await nuanxin(account, service.dataDir, ...args).ended;
          const lines = stdout.split('\n').filter(Boolean);
          const counted = lines.map((line) => JSON.parse(line) as ArchivedFigures);
          for (const [, quarter] of quarters.filter(([each]) => each === year))
            for (const span of ['quarter', 'year_to_date'] as const) {
              const period = quarterPeriod(year, quarter);
              const of = span === 'quarter' ? [period] : upTo(year, quarter);
              const own = counted.find((each) => each.period === period && each.span === span);
              for (const code of codes) {
                const figure = own?.fields.find((each) => each.code === code);
                const said = `${code} ${period} ${span} ${basis}, seed ${seed}`;
                expect(figure, said).toMatchObject(total(await expected(service, code, of, basis)));
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
        const own = total(await expected(service, code, [period], 'accepted'));
        const before = total(await expected(service, code, [`${year - 1}${period.slice(4)}`], 'accepted'));
        const yearToDate = total(await expected(service, code, upTo(year, quarter), 'accepted')).value;
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

  it('are drawn as on time, late, missing, not yet due and exempt, and as filled in, in every state', async () => {
    for (const year of [2025, 2026]) {
      for (const basis of bases) {
        const { quarters: drawn } = (await office.getPictures({ query: { year, basis } })).data;
        const found = await quartersBySql(service, year, basis, '2026-07-02T09:00:00+08:00');
        for (const { period, owed, timeliness, completeness, ...counts } of drawn) {
          const said = `${period} ${basis}, seed ${seed}`;
          expect(counts, said).toEqual(found.get(period));
          const { onTime, late, missing, open, filled, toFill } = counts;
          expect(owed, said).toBe(onTime + late + missing + open);
          const due = onTime + late + missing;
          expect(timeliness, said).toBe(due === 0 ? null : onTime / due);
          expect(completeness, said).toBe(toFill === 0 ? null : filled / toFill);
        }
        const [first] = drawn;
        expect([first?.onTime, first?.late, first?.missing].every((count) => (count ?? 0) > 0)).toBe(true);
      }
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
