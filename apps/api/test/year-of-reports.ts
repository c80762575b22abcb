import { createHash, randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import data from '../data/units.json' with { type: 'json' };
import type { Database } from '../src/db/connect.ts';
import type { Gate, GateEvents } from './command.ts';

/** Printed when a test fails, so that the very moments can be had again. */
export const seedOf = (): number => Number(process.env.NUANXIN_TEST_SEED ?? randomInt(2 ** 31));

/** The same sequence for the same seed (mulberry32); numbers from 0 to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Report {
  file: string;
  unit: string;
  period: string;
  values: Record<string, number>;
  text: string;
}

/** One report for each unit and quarter, with columns that nobody knows: they fill findings.csv. */
export const reports: Report[] = [1, 2, 3, 4].flatMap((quarter) =>
  data.units
    .filter(({ kind }) => ['township', 'department', 'media'].includes(kind))
    .map(({ code, name }, i) => {
      const strange = Array.from({ length: 15 }, (_, n) => `其他事项之${n + 1}`);
      const values = { F0101: quarter * 100 + i, F0102: i };
      return {
        file: `2025年${quarter}季度${name}.csv`,
        unit: code,
        period: `2025Q${quarter}`,
        values,
        text: [
          ['填报单位', '“乐享太平 民生先行”专栏上稿数', '区级媒体刊播数', ...strange].join(),
          [name, values.F0101, values.F0102, ...strange.map((_, n) => n)].join(),
          '',
        ].join('\n'),
      };
    }),
);

export interface Facts {
  /** What stands in the database of each report. */
  revisions: Map<string, string>;
  imports: { id: string; sha256: string; status: string }[];
}

export async function factsOf(db: Database): Promise<Facts> {
  const { rows } = await db.execute(sql`
    select r.submission_id || ' ' || r.number as id, u.code as unit, d.period, r.number, r.values, s.revision, s.values as current, i.sha256
    from revisions r
    join imports i on i.id = r.import_id
    join submissions s on s.id = r.submission_id
    join obligations o on o.id = s.obligation_id
    join deadlines d on d.id = o.deadline_id
    join units u on u.id = o.unit_id`);
  const imports = await db.execute(sql`select id, sha256, status from imports order by id`);
  return {
    revisions: new Map(rows.map(({ id, ...facts }) => [String(id), JSON.stringify(facts)])),
    imports: imports.rows as unknown as Facts['imports'],
  };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Nothing that was right may ever change, and nothing may stand twice. @returns the facts now */
export async function check(db: Database, before: Facts, written: Report[]): Promise<Facts> {
  const now = await factsOf(db);
  for (const [id, facts] of before.revisions) expect(now.revisions.get(id)).toBe(facts);
  const seen = new Set<string>();
  for (const text of now.revisions.values()) {
    const { unit, period, number, values, revision, current, sha256 } = JSON.parse(text) as Record<string, unknown>;
    const report = written.find((each) => each.unit === unit && each.period === period);
    expect({ number, revision, values, current, sha256 }).toEqual({
      number: 1,
      revision: 1,
      values: report?.values,
      current: report?.values,
      sha256: report && sha256Of(report.text),
    });
    seen.add(`${String(unit)} ${String(period)}`);
  }
  expect(seen.size).toBe(now.revisions.size);
  const committed = now.imports.filter(({ status }) => status === 'committed').map(({ sha256 }) => sha256);
  expect(new Set(committed).size).toBe(committed.length);
  return now;
}

/** Comes with the so-manieth event from now. */
export function nthOf(gate: Gate, event: keyof GateEvents, nth: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const count = (): void => {
      if (++seen < nth) return;
      gate.off(event, count);
      resolve();
    };
    gate.on(event, count);
  });
}
