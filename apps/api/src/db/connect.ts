import { join } from 'node:path';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Embedded } from './embedded.ts';
import * as schema from './schema/index.ts';

export type Database = NodePgDatabase<typeof schema>;
/** The database or an open transaction of it. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Db = Database | Tx;

export interface Connection {
  db: Database;
  pool: pg.Pool;
  /** One session serves all. */
  embedded: boolean;
  close(): Promise<void>;
}

/** Connects to PostgreSQL by its address, or to the embedded database that was started. */
export function connect(target: { url: string } | Embedded): Connection {
  const embedded = 'host' in target ? target : null;
  // One connection: the embedded database is one session, whatever the number of sockets.
  const pool = new pg.Pool(
    embedded
      ? { host: embedded.host, user: 'postgres', database: 'postgres', max: 1, connectionTimeoutMillis: 60_000 }
      : {
          connectionString: (target as { url: string }).url,
          max: 10,
          connectionTimeoutMillis: 10_000,
          // The planner overrates look-ups by index, and compiling a statement takes longer than running it ever does here.
          onConnect: async (client) => void (await client.query('set jit = off')),
        },
  );
  // Without a listener a dropped idle connection would end the process; the pool replaces it by itself.
  pool.on('error', () => {});
  return {
    db: drizzle(pool, { schema, casing: 'snake_case' }),
    pool,
    embedded: embedded !== null,
    async close() {
      await pool.end();
      await embedded?.close();
    },
  };
}

const poolOf = (db: Database): pg.Pool => (db as Database & { $client: pg.Pool }).$client;

/** Address under which another process reaches the same database; null for the embedded one, which has one connection. */
export function addressOf(db: Database): string | null {
  return poolOf(db).options.connectionString ?? null;
}

/** Any number that no other program on the same database uses: keeps two starts from setting it up at once. */
const START_LOCK = 7_208_113;
const migrationsFolder = join(import.meta.dirname, 'migrations');

/** Runs one after the other what several processes do when they start on the same database. */
async function underLock<T>({ pool }: Connection, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [START_LOCK]);
    return await run(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [START_LOCK]).catch(() => {});
    client.release();
  }
}

/**
 * Brings the schema up to date and then fills it, one process at a time (drizzle's migrator takes no lock of its own).
 * @param fill runs under the same lock, for the first data
 */
export async function prepare(connection: Connection, fill: (db: Database) => Promise<void>): Promise<void> {
  await underLock(connection, async (client) => {
    const db = drizzle(client, { schema, casing: 'snake_case' }) as unknown as Database;
    await migrate(db, { migrationsFolder });
    await fill(db);
  });
}

/** The same for what sets itself up over connections of its own. The embedded database has one, and one process. */
export async function oneAtATime(connection: Connection, run: () => Promise<void>): Promise<void> {
  await (connection.embedded ? run() : underLock(connection, run));
}
