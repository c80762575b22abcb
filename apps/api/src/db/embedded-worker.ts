import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** Runs PGlite off the main thread: a long query does not hold up the service's event loop. */
const { folder, socket } = workerData as { folder: string | null; socket: string };

const database = await (folder === null ? create('memory://') : open(folder));
const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 10 });
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
