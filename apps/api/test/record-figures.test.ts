import type { Client } from '@nuanxin/client';
import {
  formFigures,
  recordKind,
  recordKinds,
  wordsOf,
  type RecordField,
  type RecordKindCode,
  type RecordValue,
} from '@nuanxin/domain';
import { and, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { records } from '../src/db/schema/index.ts';
import { figureOf, figureRows, figureValue } from '../src/features/records/figure-rows.ts';
import { databases, startService, type Service } from './support.ts';

const TOWNSHIP = '341003101';
/** Leads projects 3 and 4, among others. */
const DEPARTMENT = 'B05';
const figures = formFigures.annex7 ?? {};
const quarter = { from: '2025-04-01', to: '2025-06-30' };

/** Days at the edges of the quarter and around them. */
const day = fc.constantFrom(
  '2024-12-31',
  '2025-01-01',
  '2025-03-31',
  '2025-04-01',
  '2025-05-15',
  '2025-06-30',
  '2025-07-01',
);

function valueOf(field: RecordField): fc.Arbitrary<RecordValue> {
  switch (field.type) {
    case 'word':
      return fc.constantFrom(...Object.keys(wordsOf(field)));
    case 'yes':
      return fc.constant(true);
    case 'day':
      return day;
    case 'project':
      return fc.constantFrom(1, 3, 4);
    case 'integer':
      return fc.integer({ min: field.min ?? 0, max: Math.min(field.max ?? 50, 50) });
    case 'number':
      return fc.constant(field.min ?? 0);
    case 'link':
      return fc.constant('https://www.hsq.gov.cn/1');
    case 'text':
      return fc.constantFrom('大白话', '宣讲');
  }
}

interface Row {
  kind: RecordKindCode;
  unit: string;
  date: string | null;
  values: Record<string, RecordValue>;
  deleted: boolean;
}

const row: fc.Arbitrary<Row> = fc
  .constantFrom(...recordKinds.filter(({ oncePerUnit }) => !oncePerUnit).map(({ code }) => code))
  .chain((kind) => {
    const { fields, dateLabel } = recordKind(kind);
    const values = Object.fromEntries(fields.map((field) => [field.code, valueOf(field)]));
    const requiredKeys = fields.filter(({ required }) => required).map(({ code }) => code);
    return fc.record({
      kind: fc.constant(kind),
      // The sites of a department's projects lie in townships.
      unit: kind === 'sites' ? fc.constant(TOWNSHIP) : fc.constantFrom(TOWNSHIP, DEPARTMENT),
      date: dateLabel === null ? fc.constant(null) : day,
      values: fc.record(values, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Row['values']>,
      deleted: fc.boolean(),
    });
  });

/** What a figure is, over the rows in plain words: nothing of the service's own has a part in it. */
function expected(code: string, rows: Row[], unit: string): number {
  const figure = figures[code];
  if (!figure) throw new Error(code);
  const counting = rows.filter(({ kind, unit: of, date, values, deleted }) => {
    if (deleted || kind !== figure.kind) return false;
    const led = unit === DEPARTMENT && (values.project === 3 || values.project === 4);
    if (of !== unit && !(figure.of === 'place_or_project' && led)) return false;
    const on = figure.by === undefined ? date : values[figure.by];
    if (typeof on !== 'string' || on > '2025-06-30') return false;
    if (figure.span === 'period' && on < '2025-04-01') return false;
    if (figure.span === 'until' && typeof values.until === 'string' && values.until <= '2025-06-30') return false;
    if (figure.months && !figure.months.includes(Number(on.split('-')[1]))) return false;
    for (const [field, words] of Object.entries(figure.where ?? {})) {
      const value = values[field];
      if (value === undefined || !(words.includes(true) || words.includes(String(value)))) return false;
    }
    return true;
  });
  const { sum } = figure;
  return sum === undefined ? counting.length : counting.reduce((all, { values }) => all + Number(values[sum] ?? 0), 0);
}

describe.each(databases)('figures and totals from records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let ids: Map<string, string>;
  let user: string;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    const units = await service.connection.db.execute<{ code: string; id: string }>(sql`select code, id from units`);
    ids = new Map(units.rows.map(({ code, id }) => [code, id]));
    user = (await service.connection.db.execute<{ id: string }>(sql`select id from users limit 1`)).rows[0]?.id ?? '';
  });
  afterAll(() => service.close());

  async function fill(rows: Row[]): Promise<void> {
    const { db } = service.connection;
    await db.execute(sql`delete from records`);
    const now = new Date('2025-07-01T00:00:00Z');
    await db.insert(records).values(
      rows.map(({ kind, unit, date, values, deleted }) => ({
        kind,
        year: date === null ? 2025 : Number(date.slice(0, 4)),
        unitId: ids.get(unit) ?? '',
        occurredOn: date,
        data: values,
        createdBy: user,
        createdAt: now,
        updatedBy: user,
        updatedAt: now,
        ...(deleted ? { deletedAt: now, deletedBy: user } : {}),
      })),
    );
  }

  it('are what a count by hand over the same rows gives, for every figure, a township and a department', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        await fill(rows);
        for (const unit of [TOWNSHIP, DEPARTMENT]) {
          const selected = Object.entries(figures).map(
            ([code, figure]) => sql`(select ${figureValue(figure)} from records
              where ${and(figureRows(figure, quarter), figureOf(figure, ids.get(unit) ?? ''))}) as ${sql.identifier(code)}`,
          );
          const { rows: found } = await service.connection.db.execute(sql`select ${sql.join(selected, sql`, `)}`);
          const wanted = Object.keys(figures).map((code) => [code, expected(code, rows, unit)]);
          expect(found[0]).toEqual(Object.fromEntries(wanted));
        }
      }),
      { numRuns: 25 },
    );
  }, 240_000);

  it('totals of the list are what plain SQL sums over it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        await fill(rows);
        const { data: all } = await office.getRecordTotals({
          params: { kind: 'distributions' },
          query: { year: 2025, by: 'channel' },
        });
        const { rows: plain } = await service.connection.db.execute<{
          key: string;
          n: number;
          c: number;
          p: number;
        }>(sql`
          select data ->> 'channel' as key, count(*)::int as n, sum((data ->> 'count')::int)::int as c,
            coalesce(sum((data ->> 'places')::int), 0)::int as p
          from records where kind = 'distributions' and year = 2025 and deleted_at is null group by 1 order by 1`);
        expect(all.groups.map(({ key, count, sums }) => [key, count, sums.count, sums.places]).toSorted()).toEqual(
          plain.map(({ key, n, c, p }) => [key, n, c, p]).toSorted(),
        );
        expect(all.count).toBe(plain.reduce((sum, { n }) => sum + n, 0));
        expect(all.sums.count).toBe(plain.reduce((sum, { c }) => sum + c, 0));
        const { data: visits } = await office.getRecordTotals({
          params: { kind: 'visits' },
          query: { from: '2025-04-01', to: '2025-06-30', unit: TOWNSHIP, match: ['kind:household', 'kind:return'] },
        });
        const own = await service.connection.db.execute<{ n: number; h: number }>(sql`
          select count(*)::int as n, coalesce(sum((r.data ->> 'households')::int), 0)::int as h
          from records r join units u on u.id = r.unit_id
          where r.kind = 'visits' and u.code = '341003101' and r.deleted_at is null
            and r.occurred_on >= date '2025-04-01' and r.occurred_on <= date '2025-06-30'
            and (r.data ->> 'kind' = 'household' or r.data ->> 'kind' = 'return')`);
        expect([visits.count, visits.sums.households]).toEqual([own.rows[0]?.n, own.rows[0]?.h]);
      }),
      { numRuns: 25 },
    );
  }, 240_000);
});
