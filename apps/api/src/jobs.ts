import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss, type JobResult } from 'pg-boss';
import { oneAtATime, type Connection, type Db } from './db/connect.ts';

/** What is done after a request, or without one, by whichever process is free. */
export interface Jobs {
  /** In the caller's transaction: what is rolled back is not done. At once, or after some seconds. */
  deliver(db: Db, messageIds: string[], how?: { seconds?: number; byHand?: true }): Promise<void>;
  /** In the caller's transaction as well. */
  makeArchive(db: Db, archiveId: string): Promise<void>;
}

export interface Work {
  /** Sends a message. @throws to be asked again later */
  deliver(messageId: string, byHand: boolean): Promise<void>;
  /** All attempts have failed. */
  giveUp(messageId: string): Promise<void>;
  /** Reminds of what the plans say. */
  remind(): Promise<void>;
  /** Writes an archive. @throws to be tried again */
  makeArchive(archiveId: string): Promise<void>;
  /** All attempts have failed. */
  giveUpArchive(archiveId: string): Promise<void>;
  /** Takes away archives whose links are over. */
  dropExpiredArchives(): Promise<void>;
}

const DELIVER = 'deliver';
const GIVE_UP = 'deliver-failed';
const REMIND = 'remind';
const ARCHIVE = 'archive';
const ARCHIVE_FAILED = 'archive-failed';
const DROP_ARCHIVES = 'drop-archives';
const EVERY_FIVE_MINUTES = '*/5 * * * *';
const HOURLY = '20 * * * *';

/** A job of a process that died is seen after this many seconds without a sign of life, and taken over. */
const HEARTBEAT = 30;
const WATCH_SECONDS = 15;

const deliverQueue = {
  // 15 s, 30 s, a minute … an hour: some two hours in all.
  retryLimit: 10,
  retryDelay: 15,
  retryBackoff: true,
  retryDelayMax: 3600,
  heartbeatSeconds: HEARTBEAT,
  expireInSeconds: 300,
  deadLetter: GIVE_UP,
};

const archiveQueue = {
  retryLimit: 2,
  retryDelay: 1,
  heartbeatSeconds: HEARTBEAT,
  expireInSeconds: 6 * 3600,
  deadLetter: ARCHIVE_FAILED,
};

/**
 * Starts the queue on the same database, in a schema of its own that it keeps up to date by itself.
 * @param failed told of faults of the queue itself
 */
export async function startJobs(
  connection: Connection,
  workOf: (jobs: Jobs) => Work,
  failed: (error: Error) => void,
): Promise<Jobs & { stop(): Promise<void> }> {
  const { pool, embedded } = connection;
  const boss = new PgBoss({
    db: {
      // A text of several statements answers with a list.
      async executeSql(text, values) {
        const result: unknown = await pool.query(text, values as unknown[]);
        const all = (Array.isArray(result) ? result : [result]) as { rows: unknown[] }[];
        return { rows: all.flatMap(({ rows }) => rows) };
      },
    },
    schema: 'jobs',
    backend: embedded ? 'pglite' : 'postgres',
    registerInstance: false,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
    cronMonitorIntervalSeconds: WATCH_SECONDS,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', failed);
  // Of two that make its schema at once one would be refused.
  await oneAtATime(connection, async () => {
    await boss.start();
    await boss.createQueue(GIVE_UP, { retryLimit: 10, retryDelay: 5, retryBackoff: true });
    await boss.createQueue(DELIVER, deliverQueue);
    await boss.updateQueue(DELIVER, deliverQueue);
    // The next one comes in five minutes; of two at once the second finds what the first has sent.
    await boss.createQueue(REMIND, { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 86_400 });
    await boss.createQueue(ARCHIVE_FAILED, { retryLimit: 10, retryDelay: 5, retryBackoff: true });
    await boss.createQueue(ARCHIVE, archiveQueue);
    await boss.updateQueue(ARCHIVE, archiveQueue);
    await boss.createQueue(DROP_ARCHIVES, { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 86_400 });
    await boss.schedule(DROP_ARCHIVES, HOURLY, null, { tz: 'Asia/Shanghai' });
    await boss.schedule(REMIND, EVERY_FIVE_MINUTES, null, { tz: 'Asia/Shanghai' });
  });
  const jobs: Jobs = {
    async deliver(db, messageIds, { seconds = 0, byHand } = {}) {
      if (messageIds.length === 0) return;
      await boss.insert(
        DELIVER,
        messageIds.map((id) => ({ data: { id, ...(byHand && { byHand }) }, startAfter: seconds })),
        { db: fromDrizzle(db, sql) },
      );
    },
    async makeArchive(db, id) {
      await boss.insert(ARCHIVE, [{ data: { id } }], { db: fromDrizzle(db, sql) });
    },
  };
  const work = workOf(jobs);
  await boss.work<{ id: string; byHand?: true }>(
    DELIVER,
    { batchSize: 10, burstWhenBatchFull: true, pollingIntervalSeconds: 1, perJobResults: true },
    async (batch) =>
      Promise.all(
        batch.map(async ({ id, data }): Promise<JobResult> => {
          try {
            await work.deliver(data.id, data.byHand ?? false);
            return { id, status: 'completed' };
          } catch (error) {
            return {
              id,
              status: 'failed',
              output: { message: error instanceof Error ? error.message : String(error) },
            };
          }
        }),
      ),
  );
  await boss.work<{ id: string }>(GIVE_UP, { pollingIntervalSeconds: 5 }, async ([job]) => {
    if (job) await work.giveUp(job.data.id);
  });
  await boss.work<{ id: string }>(ARCHIVE, { pollingIntervalSeconds: 1 }, async ([job]) => {
    if (job) await work.makeArchive(job.data.id);
  });
  await boss.work<{ id: string }>(ARCHIVE_FAILED, { pollingIntervalSeconds: 2 }, async ([job]) => {
    if (job) await work.giveUpArchive(job.data.id);
  });
  await boss.work(DROP_ARCHIVES, { pollingIntervalSeconds: 60 }, async () => work.dropExpiredArchives());
  await boss.work(REMIND, { pollingIntervalSeconds: 2 }, async () => work.remind());
  await boss.send(REMIND, null);
  // The queue looks up its name once, over a connection of its own: the embedded database has none to spare in a transaction.
  await boss.findJobs(DELIVER, { limit: 1 });
  await boss.findJobs(ARCHIVE, { limit: 1 });
  return {
    ...jobs,
    async stop() {
      await boss.stop({ graceful: true, timeout: 15_000 });
    },
  };
}
