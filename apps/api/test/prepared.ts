import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { connect, prepare, type Database } from '../src/db/connect.ts';
import * as schema from '../src/db/schema/index.ts';
import { loadDemo } from '../src/db/demo/demo.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { fillEmpty } from '../src/db/seed.ts';
import { onceInRun } from './once.ts';

export const PASSWORD = 'Warm-heart-2025';

const migrationsFolder = join(import.meta.dirname, '../src/db/migrations');

/** When the first data of the prepared databases was entered; a test's own clock stands later. */
const ENTERED = new Date('2025-01-02T09:00:00+08:00');

async function fill(db: Database): Promise<void> {
  await fillEmpty(db, () => ENTERED, PASSWORD);
}

async function dump(to: string, database: PGlite): Promise<void> {
  const archive = await database.dumpDataDir('none');
  await database.close();
  await writeFile(to, Buffer.from(await archive.arrayBuffer()));
}

/** An archive of the embedded database as a new service leaves it; most of a service's start is to make it. */
export async function preparedArchive(): Promise<string> {
  return onceInRun('embedded.tar', async (to) => {
    const database = await PGlite.create({ dataDir: 'memory://', loadDataDir: await emptyDatabase() });
    const db = drizzle({ client: database, schema, casing: 'snake_case' });
    await migrate(db, { migrationsFolder });
    await fill(db as unknown as Database);
    await dump(to, database);
  });
}

/** The same with the two quarters of the demonstration, which take half a minute. */
export async function demoArchive(): Promise<string> {
  return onceInRun('demo.tar', async (to) => {
    const folder = `${to}-data`;
    const connection = connect(await startEmbedded(folder));
    await prepare(connection, fill);
    await loadDemo(connection.db);
    await connection.close();
    await dump(to, await PGlite.create(join(folder, 'database')));
  });
}

/** The same on PostgreSQL: the name of a database to copy. */
export async function preparedTemplate(adminUrl: string): Promise<string> {
  return templateOf('template', adminUrl, fill);
}

export async function demoTemplate(adminUrl: string): Promise<string> {
  return templateOf('demo-template', adminUrl, async (db) => {
    await fill(db);
    await loadDemo(db);
  });
}

async function templateOf(name: string, adminUrl: string, write: (db: Database) => Promise<void>): Promise<string> {
  const file = await onceInRun(name, async (to) => {
    const created = await createDatabase(adminUrl);
    const connection = connect(created);
    await prepare(connection, write);
    await connection.close();
    await writeFile(to, created.name);
  });
  return readFileSync(file, 'utf8');
}

/** At the end of a run. @param run folder of the run */
export async function dropTemplates(run: string): Promise<void> {
  const adminUrl = process.env.NUANXIN_TEST_DATABASE_URL;
  for (const file of [join(run, 'template'), join(run, 'demo-template')])
    if (adminUrl && existsSync(file)) await runAsAdmin(adminUrl, `drop database ${readFileSync(file, 'utf8')}`);
}

/** @param template database to copy; none of its connections may be open */
export async function createDatabase(
  adminUrl: string,
  template = 'template1',
): Promise<{ url: string; name: string; drop(): Promise<void> }> {
  const name = `nuanxin_test_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => runAsAdmin(adminUrl, `drop database ${name} with (force)`) };
}

async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
