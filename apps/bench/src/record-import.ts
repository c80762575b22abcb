// How long a workbook of 20,000 records × 14 columns (of the kind with the most fields) takes from the request to the written records, beside what it takes to
// read the same sheet with the same library and COPY the same rows into a bare table. One run, one machine, one server: only
// the ratio means something. Needs a PostgreSQL server in NUANXIN_TEST_DATABASE_URL.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createClient } from '@nuanxin/client';
import { recordKind, wordsOf, type RecordKindCode } from '@nuanxin/domain';
import { read, writeXlsx, type CellValue } from 'hucre';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createDatabase } from '../../api/test/prepared.ts';
import { startServiceOn } from '../../api/test/support.ts';
import { day, random, valuesOf } from './realistic-records.ts';

const ROWS = Number(process.argv[2] ?? 20_000);
const RUNS = 5;
const kind = recordKind((process.argv[3] ?? 'surveys') as RecordKindCode);
const address = process.env.NUANXIN_TEST_DATABASE_URL;
if (!address) throw new Error('NUANXIN_TEST_DATABASE_URL: the address of a PostgreSQL server');
const database = await createDatabase(address);
const service = await startServiceOn(database.url, '2025-12-31T09:00:00+08:00');
const pool = new pg.Pool({ connectionString: database.url, max: 1 });
// The database may be dropped while a connection is still closing.
pool.on('error', () => {});
const { rows: units } = await pool.query<{ name: string }>(
  `select name from units where kind in ('township', 'department', 'media') order by sort`,
);

/** Another file each time, or it would be written once. */
async function workbook(seed: number): Promise<Uint8Array> {
  const next = random(seed);
  const rows = Array.from({ length: ROWS }, (_, i): CellValue[] => {
    const date = day(Math.floor(next() * 365));
    const values = valuesOf(kind.code, date, next, i);
    const shown = kind.fields.map((field): CellValue => {
      const value = values[field.code] ?? null;
      return field.type === 'word' && typeof value === 'string' ? (wordsOf(field)[value] ?? null) : value;
    });
    return [units[Math.floor(next() * units.length)]?.name ?? '', date, ...shown];
  });
  const header = [kind.unitLabel, kind.dateLabel, ...kind.fields.map(({ label }) => label)];
  return writeXlsx({ sheets: [{ name: kind.label, rows: [header, ...rows] }] });
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

const columns = ['unit', 'day', ...kind.fields.map(({ code }) => code)];
await pool.query(`create table bare (${columns.map((name) => `"${name}" text`).join(', ')})`);
const token = await service.token('admin');
const client = createClient({ baseUrl: service.baseUrl, token: () => token });
const params = { kind: kind.code };
const send = async (bytes: Uint8Array): Promise<void> => {
  const file = new File([new Uint8Array(bytes)], `${kind.label}.xlsx`);
  const { data } = await client.importRecords({ params, body: { file, confirm: true } });
  if (data.written !== ROWS) throw new Error(JSON.stringify({ ...data, file: data.file.rows[0] }));
};
// As on a service that has been running: what reads workbooks is up.
await send(await workbook(1));
const ratios: string[] = [];
for (let run = 0; run < RUNS; run++) {
  const bytes = await workbook(run + 2);
  const bare = await seconds(async () => {
    const sheet = (await read(bytes)).sheets[0];
    const connection = await pool.connect();
    const lines = (sheet?.rows ?? [])
      .slice(1)
      .map(
        (row) => `${columns.map((_, i) => (row[i] === null || row[i] === undefined ? '\\N' : row[i])).join('\t')}\n`,
      );
    await pipeline(Readable.from(lines), connection.query(copyFrom('copy bare from stdin')));
    connection.release();
  });
  const product = await seconds(() => send(bytes));
  ratios.push(
    `read + COPY ${bare.toFixed(2)} s, request to committed ${product.toFixed(2)} s: ${(product / bare).toFixed(1)} ×`,
  );
}
const { rows: written } = await pool.query<{ n: number }>('select count(*)::int as n from records');
console.log(`${written[0]?.n ?? 0} records from ${RUNS + 1} files of ${ROWS} rows × ${columns.length} columns`);
console.log(ratios.join('\n'));
await pool.end();
await service.close();
await database.drop();
