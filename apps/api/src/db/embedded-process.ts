import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyDatabase } from '@electric-sql/pglite-prepopulatedfs';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { withoutEarlyReady } from './early-ready.ts';
import { lockFolder } from './folder-lock.ts';

/** Runs PGlite for the service that started it, and ends with it. What it says to it: */
export type Told = { said: 'ready' } | { refused: string };

const [folderName = '', socket = '', archive = ''] = process.argv.slice(2);
const folder = folderName === '' ? null : folderName;

// The terminal sends its signals to both: the service decides when the database ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// The service is gone, however it went: what it had written is on the disk.
process.once('disconnect', () => process.exit());

const unlock = folder === null ? async () => {} : await lock(folder);

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
await tell({ said: 'ready' });
process.once('message', async () => {
  await server.stop();
  await database.close();
  await unlock();
  process.exit();
});

/** Done when it has been handed over. */
async function tell(message: Told): Promise<void> {
  await new Promise<void>((resolve) => process.send?.(message, () => resolve()));
}

/** A service that was killed a moment ago may still have its database end. */
async function lock(ofFolder: string): Promise<() => Promise<void>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await lockFolder(ofFolder);
    } catch (error) {
      if (attempt < 20) await setTimeout(100);
      else {
        await tell({ refused: error instanceof Error ? error.message : String(error) });
        process.exit(1);
      }
    }
  }
}

/** From an archive of an empty database made for this very version: initdb in WebAssembly takes three seconds more. */
async function create(dataDir: string): Promise<PGlite> {
  return PGlite.create({
    dataDir,
    loadDataDir: archive === '' ? await emptyDatabase() : new Blob([await readFile(archive)]),
  });
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
