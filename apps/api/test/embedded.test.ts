import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded, type Embedded } from '../src/db/embedded.ts';

let folder: string;
let embedded: Embedded;
let pool: pg.Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanxin-embedded-'));
  embedded = await startEmbedded(folder);
  pool = new pg.Pool({ host: embedded.host, user: 'postgres', database: 'postgres', max: 1 });
  await pool.query('create table kept (id integer primary key, text text)');
  await pool.query("insert into kept values (1, 'there')");
});
afterAll(async () => {
  await pool.end();
  await embedded.close();
  await rm(folder, { recursive: true });
});

async function failingTransaction(big: string): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into kept values ($1, $2)', [1, big]);
    await client.query('commit');
    return undefined;
  } catch (error) {
    await client.query('rollback');
    return (error as { code?: string }).code;
  } finally {
    client.release();
  }
}

test('after a refused statement every query still gets its own rows', async () => {
  const big = '心'.repeat(40_000);
  for (let round = 0; round < 200; round++) {
    const answers = await Promise.all([
      pool.query('select $1::int as n', [round]).then(({ rows }) => rows[0]?.n),
      failingTransaction(round % 10 === 0 ? big : 'small'),
      pool.query('select $1::text as word, $2::int as n', ['a', round]).then(({ rows }) => rows[0]),
      pool.query('select * from nowhere').catch(({ code }: { code: string }) => code),
      pool.query('select $1::int + 1 as n', [round]).then(({ rows }) => rows[0]?.n),
    ]);
    expect(answers).toEqual([round, '23505', { word: 'a', n: round }, '42P01', round + 1]);
  }
});

test('thousands of refused statements do not wear the database out', async () => {
  for (let n = 0; n < 1_600; n++) expect(await failingTransaction('small')).toBe('23505');
  const { rows } = await pool.query('select id, text from kept');
  expect(rows).toEqual([{ id: 1, text: 'there' }]);
}, 60_000);
