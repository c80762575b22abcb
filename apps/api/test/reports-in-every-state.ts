import { quarterPeriod, type FigureBasis, type Quarter } from '@nuanxin/domain';
import type { Client } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import seeded from '../data/units.json' with { type: 'json' };
import { makePlan, type Service } from './support.ts';
import { randomFrom } from './year-of-reports.ts';

/** Two flows of all, two stocks of townships and departments, and a flow of townships alone. */
export const fields = {
  F0101: '“乐享太平 民生先行”专栏上稿数',
  F0102: '区级媒体刊播数',
  F0302: '民生实事咨询窗口数',
  F0303: '政策材料摆放点数',
  F0304: '政务（村务）公开公示栏更新期数',
} as const;
export const codes = Object.keys(fields) as (keyof typeof fields)[];
export const stocks = new Set(['F0302', 'F0303']);
/** Every second unit, so that there is time for each state; the others owe and hand nothing in. */
const reporting = seeded.units
  .filter(({ kind }) => ['township', 'department', 'media'].includes(kind))
  .filter(({ code }, at) => code === '341003101' || at % 2 === 0);
/** Kinds of units that do not fill a field in. */
const without: Record<string, string[]> = { F0302: ['media'], F0303: ['media'], F0304: ['media', 'department'] };
/** On time, and when it is over. */
export const quarters: [year: number, quarter: Quarter, onTime: string, late: string][] = [
  [2025, 1, '2025-03-28', '2025-04-07'],
  [2025, 2, '2025-07-01', '2025-07-03'],
  [2026, 1, '2026-03-30', '2026-04-02'],
  [2026, 2, '2026-07-01', '2026-07-02'],
];

/**
 * Random reports of quarters of the plan, and what becomes of them: every state that there is, and units that owe nothing or
 * hand nothing in.
 * @param township 341003101, which takes its reports of second quarters back
 */
export async function reportInEveryState(
  service: Service,
  { seed, office, township }: { seed: number; office: Client; township: Client },
  of = quarters,
): Promise<void> {
  const random = randomFrom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  for (const [year, quarter, onTime, late] of of) {
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

  async function handIn(year: number, quarter: number, name: string, units: typeof reporting): Promise<void> {
    const rows = units.map(({ name: unit, kind }) =>
      [unit, ...codes.map((code) => (random() < 0.2 || without[code]?.includes(kind) ? '' : pick(20)))].join(),
    );
    const text = [['填报单位', ...Object.values(fields)].join(), ...rows, ''].join('\n');
    const file = new File([text], `${year}年${quarter}季度${name}.csv`);
    const { data: outcome } = await office.createImport({ body: { file, mode: 'atomic', confirm: true } });
    expect(outcome.status, `seed ${seed}`).toBe('committed');
  }

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
}

type Row = Record<string, string | number | null>;

/** The same by SQL alone: unit by unit, sum and number of values and of reports that owed one. */
export async function expected(service: Service, code: string, of: string[], basis: FigureBasis): Promise<Row[]> {
  const last = of.at(-1) ?? '';
  const { rows } = await service.connection.db.execute<Row>(sql`
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
  return rows;
}

/** All of them together; nothing where nobody filled it in. */
export const total = (rows: Row[]) => {
  const known = rows.flatMap(({ value }) => (value === null ? [] : [Number(value)]));
  const sum = (key: string): number => rows.reduce((all, row) => all + Number(row[key]), 0);
  const value = known.length === 0 ? null : known.reduce((all, each) => all + each, 0);
  return { value, reports: sum('reports'), owed: sum('owed') };
};

export const upTo = (year: number, quarter: number): string[] =>
  [1, 2, 3, 4].filter((each) => each <= quarter).map((each) => quarterPeriod(year, each as Quarter));
