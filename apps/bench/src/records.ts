// How long lists and totals of records take at the service with 200,000 of them in one year: median of warm requests, from
// the request to the last byte, over HTTP on this machine. Needs a PostgreSQL server in NUANXIN_TEST_DATABASE_URL.
import { createClient } from '@nuanxin/client';
import type { RecordKindCode } from '@nuanxin/domain';
import pg from 'pg';
import { createDatabase } from '../../api/test/prepared.ts';
import { startServiceOn } from '../../api/test/support.ts';
import { fillRecords } from './fill-records.ts';

const COUNT = Number(process.argv[2] ?? 200_000);
const RUNS = 15;
const address = process.env.NUANXIN_TEST_DATABASE_URL;
if (!address) throw new Error('NUANXIN_TEST_DATABASE_URL: the address of a PostgreSQL server');

const database = await createDatabase(address);
const service = await startServiceOn(database.url, '2025-12-31T09:00:00+08:00');
const pool = new pg.Pool({ connectionString: database.url, max: 1 });
pool.on('error', () => {});
await fillRecords(pool, COUNT);
await pool.query('vacuum analyze');

const office = await service.as('admin');
const reporter = await service.addUser('bench', ['reporter'], '341003101');
const observer = await service.addUser('observer', ['observer']);
const publications = { kind: 'publications' } as const;
const { nextCursor: deep } = await pageAt(400);

/** The cursor behind so many pages. */
async function pageAt(pages: number): Promise<{ nextCursor: string }> {
  const token = await service.token('admin');
  const client = createClient({ baseUrl: service.baseUrl, token: () => token });
  let nextCursor = '';
  for (let i = 0; i < pages / 10; i++) {
    const query = { limit: 500, ...(nextCursor === '' ? {} : { cursor: nextCursor }) };
    const { data } = await client.listRecords({ params: publications, query });
    if (data.nextCursor === null) break;
    nextCursor = data.nextCursor;
  }
  return { nextCursor };
}

const list =
  (query: object, client = office, kind: RecordKindCode = 'publications') =>
  () =>
    client.listRecords({ params: { kind }, query });
const search =
  (q: string, client = office) =>
  () =>
    client.search({ query: { q } });
const totals = (query: object, kind: RecordKindCode) => () => office.getRecordTotals({ params: { kind }, query });
const measured: [string, () => Promise<unknown>][] = [
  ['first page', list({})],
  ['first page, 500 rows', list({ limit: 500 })],
  ['first page with count', list({ count: true })],
  ['deep page', list({ cursor: deep })],
  ['by unit, with count', list({ unit: '341003101', count: true })],
  ['as a reporter, with count', list({ count: true }, reporter)],
  ['by word, with count', list({ match: ['carrier:theory_article'], count: true })],
  [
    'by two words and unit, with count',
    list({ match: ['carrier:tv', 'level:province'], unit: '341003101', count: true }),
  ],
  ['by project, with count', list({ project: 7, count: true })],
  ['by days, with count', list({ from: '2025-06-01', to: '2025-06-30', count: true })],
  ['by q that many have, with count', list({ q: '老年助餐', count: true })],
  ['by q that none has, with count', list({ q: '从来没有的词', count: true })],
  ['as a reporter by q, with count', list({ q: '老年助餐', count: true }, reporter)],
  ['search, a word that many have', search('老年助餐')],
  ['search, one character', search('助')],
  ['search, a word that none has', search('从来没有的词')],
  ['search, two words', search('仙源镇 助餐')],
  ['search as a reporter', search('老年助餐', reporter)],
  ['search, digits, as who sees mobiles masked', search('1381', observer)],
  ['duplicates', list({ duplicates: true })],
  ['behind a figure', list({ figure: 'F0101', period: '2025Q2', unit: '341003101', count: true })],
  ['register, first page with count', list({ count: true }, office, 'venues')],
  ['totals of distributions', totals({}, 'distributions')],
  ['totals of distributions by unit', totals({ by: 'unit' }, 'distributions')],
  ['totals of visits by month', totals({ by: 'month' }, 'visits')],
  ['totals of publications by word', totals({ by: 'carrier' }, 'publications')],
  ['totals of visits of a unit', totals({ unit: '341003101', by: 'month' }, 'visits')],
];
const { rows } = await pool.query<{ kind: string; n: number }>(
  'select kind, count(*)::int as n from records group by kind order by 2 desc',
);
console.log(rows.map(({ kind, n }) => `${kind} ${n}`).join(', '));
for (const [name, run] of measured) {
  for (let i = 0; i < 3; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(40)} ${(times[Math.floor(RUNS / 2)] ?? 0).toFixed(1).padStart(7)} ms`);
}
await pool.end();
await service.close();
if (process.argv[3] !== 'keep') await database.drop();
else console.log(database.url);
