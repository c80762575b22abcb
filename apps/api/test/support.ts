import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '@nuanxin/client';
import type { Role, RollOver } from '@nuanxin/contract';
import type { FastifyInstance } from 'fastify';
import { connect, prepare, type Connection } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { fillEmpty } from '../src/db/seed.ts';
import { startJobs, type Jobs } from '../src/jobs.ts';
import { buildServer } from '../src/server.ts';
import type { S3Config } from '../src/storage/store.ts';
import { workOf } from '../src/work.ts';
import { createDatabase, demoArchive, demoTemplate, PASSWORD, preparedArchive, preparedTemplate } from './prepared.ts';

export { PASSWORD };
export const JWT_SECRET = 'test'.repeat(10);

/** Databases that the tests run on: the embedded one always, PostgreSQL when an administrator's address is given. */
export const databases: { name: string; url: string | null }[] = [
  { name: 'embedded database', url: null },
  ...(process.env.NUANXIN_TEST_DATABASE_URL
    ? [{ name: 'PostgreSQL', url: process.env.NUANXIN_TEST_DATABASE_URL }]
    : []),
];

/** Where the command line is tested: it speaks HTTP, and knows nothing of the database behind it. */
export const behindCommands = databases.slice(-1);

export interface Service {
  app: FastifyInstance;
  connection: Connection;
  /** The queue, where it was wanted. */
  jobs: Jobs | undefined;
  baseUrl: string;
  /** Folder of attachments. */
  dataDir: string;
  /** Puts the clock to an instant; it stands still until the next call. */
  setNow(instant: string): void;
  /** Client of a signed-in user; `admin` exists, others are made by `addUser`. */
  as(username: string): Promise<Client>;
  token(username: string): Promise<string>;
  addUser(username: string, roles: Role[], unit?: string): Promise<Client>;
  close(): Promise<void>;
}

interface More {
  s3?: S3Config;
  /** Folder of the built SPA; without it there are no pages. */
  adminDist?: string;
  /** With the queue, which sends what leaves the house. */
  jobs?: true;
  /** With the two quarters of the demonstration, as they stand on the morning of 3 July 2025. */
  demo?: true;
  /** As an office runs it: robots and webhooks on this machine are none. */
  allowInside?: boolean;
}

/** A service with the 2025 plan on a fresh database, listening on a free port of this machine. */
export async function startService(
  database: { url: string | null },
  now = '2025-07-01T09:00:00+08:00',
  more: More = {},
): Promise<Service> {
  const { url } = database;
  const created = url ? await createDatabase(url, await (more.demo ? demoTemplate : preparedTemplate)(url)) : null;
  const service = await startServiceOn(created?.url ?? null, now, more);
  return {
    ...service,
    async close() {
      await service.close();
      await created?.drop();
    },
  };
}

/** The same on a database that exists; null for the embedded one in memory. */
export async function startServiceOn(
  url: string | null,
  now: string,
  { s3, adminDist, jobs: wanted, demo, allowInside = true }: More = {},
): Promise<Service> {
  let present = new Date(now);
  const clock = (): Date => new Date(present);
  const connection = connect(
    url ? { url } : await startEmbedded('memory://', await (demo ? demoArchive : preparedArchive)()),
  );
  await prepare(connection, async (db) => {
    await fillEmpty(db, clock, PASSWORD);
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'nuanxin-data-'));
  const config = { jwtSecret: JWT_SECRET, dataDir, allowInside, ...(s3 ? { s3 } : {}) };
  const deps = { db: connection.db, clock, config };
  const jobs = wanted ? await startJobs(connection, (own) => workOf({ ...deps, jobs: own }), rethrow) : undefined;
  const app = await buildServer({ ...deps, ...(jobs ? { jobs } : {}), ...(adminDist ? { adminDist } : {}) });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const tokens = new Map<string, string>();

  async function token(username: string): Promise<string> {
    const known = tokens.get(username);
    if (known) return known;
    const { data } = await createClient({ baseUrl }).login({ body: { username, password: PASSWORD } });
    tokens.set(username, data.accessToken);
    return data.accessToken;
  }

  async function as(username: string): Promise<Client> {
    // The token's own life is measured on the real clock; only the product's clock is ours.
    const value = await token(username);
    return createClient({ baseUrl, token: () => value });
  }

  return {
    app,
    connection,
    jobs,
    baseUrl,
    dataDir,
    as,
    token,
    setNow(instant) {
      present = new Date(instant);
    },
    async addUser(username, roles, unit) {
      const admin = await as('admin');
      const body = { username, displayName: username, roles, password: PASSWORD, mustChangePassword: false };
      await admin.createUser({ body: unit === undefined ? body : { ...body, unit } });
      return as(username);
    },
    async close() {
      await app.close();
      await jobs?.stop();
      await connection.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function rethrow(error: Error): never {
  throw error;
}

/** The problem document that a call must end with. */
export async function problemOf(call: Promise<unknown>): Promise<{
  code: string;
  status: number;
  detail: string;
  errors?: { pointer: string; code: string; detail: string }[];
}> {
  try {
    await call;
  } catch (error) {
    const { problem } = error as { problem?: never };
    if (problem) return problem;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}

/** A plan is created as it was shown. */
export async function makePlan(office: Client, body: RollOver) {
  const { etag } = await office.previewCampaign({ body });
  return office.createCampaign({ body, ifMatch: etag ?? '' });
}
