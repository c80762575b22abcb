import { createClient, type Client } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../src/db/demo/demo.ts';
import { registersBySql, sumsBySql } from './pictures-by-sql.ts';
import { databases, problemOf, type Service, startService } from './support.ts';

const TODAY = '2025-07-03';

/** Of two quarters of a whole office; how reports stand in every state is looked at in `statistics.test.ts`. */
describe.each(databases)('what the pictures of a year are drawn from, on $name', (database) => {
  let service: Service;
  let office: Client;

  beforeAll(async () => {
    service = await startService(database, `${TODAY}T09:30:00+08:00`, { demo: true });
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const pictures = async (client = office) => (await client.getPictures({ query: { year: 2025 } })).data;
  async function reporter(username: string): Promise<Client> {
    const { baseUrl } = service;
    const { data } = await createClient({ baseUrl }).login({ body: { username, password: DEMO_PASSWORD } });
    return createClient({ baseUrl, token: () => data.accessToken });
  }

  it('are rates with both of their numbers, a site counted once', async () => {
    const { rates, period, quarters } = await pictures();
    const sums = await sumsBySql(service, 2025);
    const registers = await registersBySql(service, 2025, TODAY);
    const begun = quarters.filter((each) => each.period <= period);
    const sum = (key: 'onTime' | 'late' | 'missing'): number => begun.reduce((all, each) => all + each[key], 0);
    expect(
      Object.fromEntries(rates.map(({ code, numerator, denominator }) => [code, [numerator, denominator]])),
    ).toEqual({
      ...registers,
      C5: [sums.F0203, sums.F0201],
      C6: [sums.F0509, sums.F0508],
      C7: [sums.F0202, sums.F0201],
      C9: [sum('onTime'), sum('onTime') + sum('late') + sum('missing')],
    });
    for (const { numerator, denominator, rate } of rates) expect(rate).toBe((numerator ?? NaN) / (denominator ?? NaN));
    expect(sum('onTime') + sum('late')).toBeGreaterThan(0);
  });

  it('say of the signs what the checks say', async () => {
    const { rates } = await pictures();
    const { checks } = (await office.getCompliance({ query: { year: 2025 } })).data;
    const of = (code: string) => rates.find((each) => each.code === code);
    const failing = (...codes: string[]): number =>
      codes.reduce((all, code) => all + (of(code)?.denominator ?? 0) - (of(code)?.numerator ?? 0), 0);
    const check = (code: string) => checks.find((each) => each.code === code);
    expect([check('logo')?.checked, check('logo')?.failing]).toEqual([of('C1')?.denominator, failing('C1')]);
    expect(check('boards')?.failing).toBe(failing('C2', 'C3'));
  });

  it('are items by quarter, carrier and level, adopted or not', async () => {
    const { rows } = await service.connection.db.execute(sql`
      select '2025Q' || extract(quarter from occurred_on) as period, data ->> 'carrier' as carrier, data ->> 'level' as level,
        count(data ->> 'adoptedOn')::int as adopted, (count(*) - count(data ->> 'adoptedOn'))::int as other
      from records where kind = 'publications' and year = 2025 and deleted_at is null group by 1, 2, 3`);
    const { publications } = await pictures();
    const line = (each: object): string => JSON.stringify(Object.entries(each).toSorted());
    expect(publications.map(line).toSorted()).toEqual(rows.map(line).toSorted());
    expect(publications.length).toBeGreaterThan(4);
  });

  it('are the surveys in their order, each with its two rates', async () => {
    const values = { title: '二季度入户调查', method: 'door', valid: 500, knows: 300, heard: 100, unaware: 100 };
    const found = {
      satisfied: 200,
      ratherSatisfied: 160,
      fair: 60,
      ratherUnsatisfied: 20,
      unsatisfied: 10,
      unclear: 50,
    };
    const body = { unit: '341003', date: '2025-05-20', values: { ...values, ...found } };
    await office.createRecord({ params: { kind: 'surveys' }, body });
    const { surveys } = await pictures();
    expect(surveys[1]).toMatchObject({ title: '二季度入户调查', valid: 500, awareness: 0.8, satisfaction: 0.8 });
    const { rows } = await service.connection.db.execute(sql`
      select occurred_on::text as day,
        ((data ->> 'knows')::int + (data ->> 'heard')::int)::float8 / (data ->> 'valid')::int as awareness,
        ((data ->> 'satisfied')::int + (data ->> 'ratherSatisfied')::int)::float8
          / ((data ->> 'valid')::int - (data ->> 'unclear')::int) as satisfaction
      from records where kind = 'surveys' and year = 2025 order by occurred_on`);
    expect(surveys.map(({ day, awareness, satisfaction }) => ({ day, awareness, satisfaction }))).toEqual(rows);
    expect(rows.length).toBe(3);
  });

  it('are the townships that report in the order of the plan with the lamps of their reports', async () => {
    const { townships } = await pictures();
    const { rows } = await service.connection.db.execute<{ code: string }>(sql`
      select code from units where kind = 'township' order by sort`);
    expect(townships.map(({ unit }) => unit.code)).toEqual(rows.map(({ code }) => code));
    const { items } = (await office.listObligations({ query: { period: '2025Q2', task: 'T0.1', limit: 500 } })).data;
    for (const { unit, reports } of townships) {
      const item = items.find((each) => each.unit.code === unit.code);
      const own = reports.find(({ period }) => period === '2025Q2');
      expect(own).toMatchObject({ obligationId: item?.id, submissionId: item?.submissionId, status: item?.status });
      expect(own).toMatchObject({ lamp: item?.lamp, lateWorkingDays: item?.lateWorkingDays });
    }
  });

  it('are those of its own unit alone for a reporter', async () => {
    const own = await pictures(await reporter('341003101'));
    expect(own.townships.map(({ unit }) => unit.code)).toEqual(['341003101']);
    expect(own.quarters[0]).toMatchObject({ owed: 1, onTime: 1, late: 0, missing: 0 });
    expect(own.surveys).toEqual([]);
    const { rows } = await service.connection.db.execute<{ count: number }>(sql`
      select count(*)::int as count from records r join units u on u.id = r.unit_id
      where r.kind = 'publications' and r.year = 2025 and u.code = '341003101'`);
    expect(own.publications.reduce((all, { adopted, other }) => all + adopted + other, 0)).toBe(rows[0]?.count);
    const department = await pictures(await reporter('b07'));
    expect(department.rates.map(({ code }) => code)).not.toContain('C4');
  });

  it('are those of a year that has a plan', async () => {
    expect(await problemOf(office.getPictures({ query: { year: 2030 } }))).toMatchObject({ code: 'not_found' });
  });
});
