import { rename, writeFile } from 'node:fs/promises';

/** Writes a file so that at every moment all of it stands there, or what stood there before: also when we are killed. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.tmp`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
