// How long a workbook of 20,000 units × 13 figures takes from the request to the written submissions, beside what it takes
// to read the same sheet with the same library and COPY the same rows into a bare table. One run, one machine, one server:
// only the ratio means something. Needs a PostgreSQL server in NUANXIN_TEST_DATABASE_URL.
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createClient } from '@nuanxin/client';
import { annex7 } from '@nuanxin/domain';
import { read, writeXlsx } from 'hucre';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createDatabase } from '../../api/test/prepared.ts';
import { startServiceOn } from '../../api/test/support.ts';

const ROWS = Number(process.argv[2] ?? 20_000);
const fields = annex7.fields.filter((field) => field.for.includes('township')).slice(0, 13);
const address = process.env.NUANXIN_TEST_DATABASE_URL;
if (!address) throw new Error('NUANXIN_TEST_DATABASE_URL: the address of a PostgreSQL server');

const database = await createDatabase(address);
const service = await startServiceOn(database.url, '2025-07-01T09:00:00+08:00');
const pool = new pg.Pool({ connectionString: database.url, max: 1 });
// The database may be dropped while a connection is still closing.
pool.on('error', () => {});
await pool.query(
  `with district as (select id from units where kind = 'district'),
     made as (
       insert into units (id, code, name, full_name, kind, parent_id, sort)
       select gen_random_uuid(), 'X' || n, '样镇' || n, '样镇' || n || '人民政府', 'township', (select id from district), 1000 + n
       from generate_series(1, $1::int) n returning id)
   insert into obligations (id, deadline_id, unit_id)
   select gen_random_uuid(), d.id, made.id from made, deadlines d join tasks t on t.id = d.task_id
   where t.code = 'T0.1' and d.period = '2025Q2'`,
  [ROWS],
);
await pool.query('analyze');

const table = Array.from({ length: ROWS }, (_, i) => [`样镇${i + 1}`, ...fields.map(() => 1 + (i % 20))]);
const workbook = await writeXlsx({
  sheets: [{ name: '汇总', rows: [['2025年第二季度'], ['填报单位', ...fields.map(({ label }) => label)], ...table] }],
});

/** Linux keeps the most that a process ever had in memory (VmHWM). */
async function peakOfChildren(): Promise<string> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '');
  const peaks = await Promise.all(
    children
      .trim()
      .split(' ')
      .map(async (id) => /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''))?.[1]),
  );
  return peaks.some(Boolean)
    ? `${Math.round(Math.max(...peaks.map((each) => Number(each ?? 0))) / 1024)} MB`
    : 'unknown';
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

await pool.query(`create table bare (unit text, ${fields.map(({ code }) => `${code} integer`).join(', ')})`);
const bare = await seconds(async () => {
  const sheet = (await read(workbook)).sheets[0];
  const client = await pool.connect();
  const lines = (sheet?.rows ?? []).slice(2).map((row) => `${row.join('\t')}\n`);
  await pipeline(Readable.from(lines), client.query(copyFrom('copy bare from stdin')));
  client.release();
});

const token = await service.token('admin');
const client = createClient({ baseUrl: service.baseUrl, token: () => token });
// As on a service that has been running: what reads workbooks is up.
const small = new File(['2025年第二季度\n填报单位,区级媒体刊播数,联络员人数\n样镇1,1,1\n'], '一行.csv');
await client.createImport({ body: { file: small, mode: 'dry_run' } });
const product = await seconds(async () => {
  const file = new File([new Uint8Array(workbook)], '汇总.xlsx');
  const { data } = await client.createImport({ body: { file, mode: 'atomic', confirm: true } });
  if (data.status !== 'committed' || data.counts.accepted !== ROWS)
    throw new Error(`${data.status}: ${JSON.stringify(data.counts)} ${JSON.stringify(data.rows[0]?.findings)}`);
});
const { rows } = await pool.query('select count(*)::int as n from submissions');
console.log(`${rows[0].n} submissions from ${ROWS} rows × ${fields.length + 1} columns`);
console.log(
  `read + COPY ${bare.toFixed(2)} s, request to committed ${product.toFixed(2)} s: ${(product / bare).toFixed(1)} ×`,
);
console.log(`most memory of the process that read it: ${await peakOfChildren()}`);
await pool.end();
await service.close();
await database.drop();
