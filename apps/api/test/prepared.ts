import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { connect, prepare } from '../src/db/connect.ts';
import { onceInRun } from './once.ts';

const migrationsFolder = join(import.meta.dirname, '../src/db/migrations');

/** An archive of the embedded database with all tables and no rows; most of a service's start is to make these. */
export async function preparedArchive(): Promise<string> {
  return onceInRun('embedded.tar', async (to) => {
    const database = await PGlite.create({ dataDir: 'memory://', loadDataDir: await emptyDatabase() });
    await migrate(drizzle({ client: database }), { migrationsFolder });
    const archive = await database.dumpDataDir('none');
    await database.close();
    await writeFile(to, Buffer.from(await archive.arrayBuffer()));
  });
}

/** The same on PostgreSQL: the name of a database to copy. */
export async function preparedTemplate(adminUrl: string): Promise<string> {
  const file = await onceInRun('template', async (to) => {
    const created = await createDatabase(adminUrl);
    const connection = connect(created);
    await prepare(connection, async () => {});
    await connection.close();
    await writeFile(to, created.name);
  });
  return readFileSync(file, 'utf8');
}

/** At the end of a run. @param run folder of the run */
export async function dropTemplate(run: string): Promise<void> {
  const [file, adminUrl] = [join(run, 'template'), process.env.NUANXIN_TEST_DATABASE_URL];
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
