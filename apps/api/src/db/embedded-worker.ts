import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** Runs PGlite off the main thread: a long query does not hold up the service's event loop. */
const { dataDir, socket } = workerData as { dataDir: string; socket: string };
const database = await PGlite.create(dataDir);
const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 10 });
await server.start();
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed');
});
