import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, prepare, type Connection } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { createDatabase } from './prepared.ts';
import { databases } from './support.ts';

const migrations = join(import.meta.dirname, '../src/db/migrations');

/** The migrations up to one of them, as the release that ended with it had them. */
async function migrationsUpTo(last: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanxin-migrations-'));
  await cp(migrations, folder, { recursive: true });
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  const end = journal.entries.findIndex(({ tag }) => tag.startsWith(last));
  await writeFile(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, end + 1) }),
  );
  return folder;
}

describe.each(databases)('data of the release before, on the $name', ({ url }) => {
  let connection: Connection;
  let created: { url: string; drop(): Promise<void> } | null = null;

  beforeAll(async () => {
    created = url ? await createDatabase(url) : null;
    connection = connect(created ?? (await startEmbedded('memory://')));
    for (const release of ['0001', '0003', '0004', '0005', '0009', '0012']) {
      const before = await migrationsUpTo(release);
      await migrate(connection.db, { migrationsFolder: before });
      await rm(before, { recursive: true });
      await connection.pool.query(await readFile(join(import.meta.dirname, `migrations/${release}.sql`), 'utf8'));
    }
    await prepare(connection, async () => {});
  });
  afterAll(async () => {
    await connection.close();
    await created?.drop();
  });

  test('a correction counts from the first hand-in after the return; what is still owed has none', async () => {
    const { rows } = await connection.pool.query(
      'select u.name, s.corrected_at from submissions s join obligations o on o.id = s.obligation_id join units u on u.id = o.unit_id order by u.sort',
    );
    expect(rows).toEqual([
      { name: '甘棠镇', corrected_at: new Date('2025-04-10T09:00:00+08:00') },
      { name: '仙源镇', corrected_at: null },
      { name: '汤口镇', corrected_at: null },
      { name: '谭家桥镇', corrected_at: null },
    ]);
  });

  test('imports keep their rows in order, and revisions the row that they came from', async () => {
    const { rows } = await connection.pool.query(
      `select i.ordinal, i.unit_text, s.number, s."values" from import_rows i
       left join revisions s on s.import_id = i.import_id and s.sheet = i.sheet and s.row = i.row order by i.ordinal`,
    );
    expect(rows).toEqual([
      { ordinal: 0, unit_text: '谭家桥镇', number: 1, values: { F0101: 3 } },
      { ordinal: 1, unit_text: '谭家乔镇', number: null, values: null },
    ]);
  });

  test('tasks of the plan that came with the product learn what of the records fulfils them, others stay as they were', async () => {
    const { rows } = await connection.pool.query(
      "select code, tracking, criterion ->> 'kind' as kind from tasks order by sort",
    );
    expect(rows).toEqual([
      { code: 'T0.1', tracking: 'submission', kind: null },
      { code: 'T6.3', tracking: 'records', kind: 'materials' },
      { code: 'X1', tracking: 'records', kind: null },
      { code: 'T0.3', tracking: 'office', kind: null },
      { code: 'T3.3', tracking: 'records', kind: 'all' },
    ]);
  });

  test('what the office noted as done stays noted, and nobody has stated that there was nothing', async () => {
    const { rows } = await connection.pool.query(
      `select u.name, o.settled_on::text, o.settled_note, o.nothing from obligations o join units u on u.id = o.unit_id
       join deadlines d on d.id = o.deadline_id where d.period = '2025' order by u.sort`,
    );
    expect(rows).toEqual([
      { name: '甘棠镇', settled_on: '2025-10-20', settled_note: '现场核实', nothing: false },
      { name: '仙源镇', settled_on: null, settled_note: null, nothing: false },
    ]);
  });

  test('reports from before there were records were typed: nothing in them follows the records', async () => {
    const { rows } = await connection.pool.query(
      `select distinct s."values", s.prefilled, r.figures from submissions s left join revisions r on r.submission_id = s.id`,
    );
    expect(rows).toEqual([{ values: { F0101: 3 }, prefilled: {}, figures: null }]);
  });

  test('records stay as they were, deleted ones deleted, and look like one another by title and day', async () => {
    const { rows } = await connection.pool.query(
      `select u.name, r.kind, (select count(*)::int from records o where o.kind = r.kind and o.deleted_at is null and o.data ? 'title'
         and (o.data ->> 'title') = (r.data ->> 'title') and o.occurred_on = r.occurred_on and o.id <> r.id) as alike
       from records r join units u on u.id = r.unit_id where r.deleted_at is null order by r.id`,
    );
    expect(rows).toEqual([
      { name: '甘棠镇', kind: 'publications', alike: 1 },
      { name: '仙源镇', kind: 'publications', alike: 1 },
      { name: '甘棠镇', kind: 'visits', alike: 0 },
    ]);
  });

  test('what a unit was reminded of by hand stays so, and was for no occasion of a plan', async () => {
    const { rows } = await connection.pool.query(
      `select r.note, u.username, i.occasion, (select count(*)::int from message_reminders) as messages
       from reminders r join users u on u.id = r.created_by join reminder_items i on i.reminder_id = r.id`,
    );
    expect(rows).toEqual([{ note: '请今天报来', username: 'admin', occasion: null, messages: 0 }]);
    const { rows: plans } = await connection.pool.query(
      `select (select count(*)::int from reminder_rules) as rules, min(version) as version, count(retired_at)::int as retired from tasks`,
    );
    expect(plans).toEqual([{ rules: 1, version: 1, retired: 0 }]);
  });

  test('a plan that reminds by itself goes on to make up for a standstill', async () => {
    const { rows } = await connection.pool.query('select enabled, before, after, since::text from reminder_rules');
    expect(rows).toEqual([{ enabled: true, before: [5, 1], after: [1, 3], since: '2025-01-01' }]);
  });

  test('who had a password keeps it, and what was recorded is found by its texts', async () => {
    const { rows: users } = await connection.pool.query('select email, password_hash is not null as kept from users');
    expect(users).toEqual([{ email: null, kept: true }]);
    const { rows } = await connection.pool.query(
      `select count(*)::int as found from records where said like '%养老服务进村%' and deleted_at is null`,
    );
    expect(rows).toEqual([{ found: 2 }]);
  });

  test('nothing is lost, and a second start changes nothing', async () => {
    await prepare(connection, async () => {});
    const { rows } = await connection.pool.query(
      'select (select count(*)::int from submissions) as submissions, (select count(*)::int from submission_history) as steps, (select min(version) from obligations) as version',
    );
    expect(rows).toEqual([{ submissions: 4, steps: 12, version: 1 }]);
  });
});
