import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Store } from './store.ts';

/** `attachments/ab/abcdef…` in the data folder: folders stay small enough to be listed and copied. */
export function diskStore(dataDir: string): Store {
  const pathOf = (key: string): string => join(dataDir, 'attachments', key.slice(0, 2), key);
  return {
    async put(key, path) {
      // On the disk before the database says that it is there.
      const file = await open(path, 'r+');
      await file.sync().finally(() => file.close());
      await mkdir(dirname(pathOf(key)), { recursive: true, mode: 0o700 });
      // Renamed when it is whole: nobody ever reads half a file.
      await rename(path, pathOf(key));
    },
    async get(key) {
      // Opened before anything is answered: what is not there is found out in time.
      const file = await open(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return file && file.createReadStream();
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}
