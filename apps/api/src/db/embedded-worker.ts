import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { withoutEarlyReady } from './early-ready.ts';

/** Runs PGlite off the main thread: a long query does not hold up the service's event loop. */
const { folder, socket } = workerData as { folder: string | null; socket: string };

/** Each error leaves some of the stack of PGlite's program taken: at some 1,400 it answers nothing but errors. */
const ERRORS_BEFORE_REOPENING = 500;

let database = await (folder === null ? create('memory://') : open(folder));
let errors = 0;

/** The part of PGlite that the socket server uses. */
const behindServer: Pick<PGlite, 'runExclusive' | 'execProtocolRawStream' | 'isInTransaction' | 'exec'> = {
  async runExclusive(run) {
    if (folder !== null && errors >= ERRORS_BEFORE_REOPENING && !database.isInTransaction()) {
      await database.close();
      database = await open(folder);
      errors = 0;
    }
    return database.runExclusive(run);
  },
  execProtocolRawStream(message, options) {
    const onRawData = withoutEarlyReady(message, options?.onRawData ?? (() => {}), () => errors++);
    return database.execProtocolRawStream(message, { ...options, onRawData });
  },
  isInTransaction: () => database.isInTransaction(),
  exec: (query, options) => database.exec(query, options),
};
const server = new PGLiteSocketServer({ db: behindServer as PGlite, path: socket, maxConnections: 10 });
await server.start();
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed');
});

/** From an archive of an empty database made for this very version: initdb in WebAssembly takes three seconds more. */
async function create(dataDir: string): Promise<PGlite> {
  return PGlite.create({ dataDir, loadDataDir: await emptyDatabase() });
}

async function open(inFolder: string): Promise<PGlite> {
  const dataDir = join(inFolder, 'database');
  const complete = join(inFolder, 'database.created');
  if (existsSync(complete)) return PGlite.create({ dataDir });
  // A process that died while it unpacked the archive left a part of it, and nothing of anybody's.
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(inFolder, { recursive: true });
  const created = await create(dataDir);
  await writeFile(complete, '');
  return created;
}
