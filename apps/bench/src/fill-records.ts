import { recordKind, type RecordKindCode } from '@nuanxin/domain';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { records } from '../../api/src/db/schema/index.ts';
import { insertMany } from '../../api/src/db/sql.ts';
import { day, random, valuesOf } from './realistic-records.ts';

const shares: [RecordKindCode, number][] = [
  ['publications', 0.3],
  ['distributions', 0.25],
  ['visits', 0.2],
  ['activities', 0.13],
  ['disclosures', 0.08],
  ['venues', 0.03],
  ['liaisons', 0.01],
];

/** Writes so many records of the year 2025, of all units, straight into a database that a service has set up. */
export async function fillRecords(pool: pg.Pool, count: number): Promise<void> {
  const { rows: units } = await pool.query<{ id: string }>(
    `select id from units where kind in ('township', 'department', 'media') order by sort`,
  );
  const { rows: users } = await pool.query<{ id: string }>('select id from users limit 1');
  const by = users[0]?.id ?? '';
  const next = random(2025);
  const db = drizzle(pool, { casing: 'snake_case' });
  for (const [kind, share] of shares) {
    const rows = Array.from({ length: Math.round(count * share) }, (_, i) => {
      const date = recordKind(kind).register ? null : day(Math.floor(next() * 365));
      const at = new Date(Date.UTC(2025, 0, 1) + i * 1000);
      return {
        id: uuidv7(),
        kind,
        year: 2025,
        unitId: units[Math.floor(next() ** 1.5 * units.length)]?.id ?? '',
        occurredOn: date,
        data: valuesOf(kind, date, next, i),
        createdBy: by,
        createdAt: at,
        updatedBy: by,
        updatedAt: at,
      };
    });
    await insertMany(db as never, records, rows);
  }
}
