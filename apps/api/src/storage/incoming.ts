import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const ABANDONED_MS = 24 * 3600_000;

/** A file of a request, on disk until what is made of it is stored. */
export class IncomingFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  /** The handler deals with it and drops it when it is done, whether the caller still waits or not. */
  taken = false;
  readonly #path: string;

  constructor(fileName: string, sha256: string, size: number, path: string) {
    this.fileName = fileName;
    this.sha256 = sha256;
    this.size = size;
    this.#path = path;
  }

  get path(): string {
    return this.#path;
  }

  /** The first bytes, to see what it is. */
  async head(length: number): Promise<Buffer> {
    const file = await open(this.#path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** With what was made of it: files beside it whose names begin as its own. */
  async drop(): Promise<void> {
    await Promise.all(['', '.picture', '.thumbnail'].map((ending) => rm(this.#path + ending, { force: true })));
  }
}

/**
 * Writes a file of a request to the folder for incoming ones as it comes, with its hash.
 * @param dataDir the contents that are kept lie on the same disk, so that they can be renamed
 */
export async function receive(dataDir: string, fileName: string, content: Readable): Promise<IncomingFile> {
  const folder = join(dataDir, 'attachments', 'incoming');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(content, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return new IncomingFile(fileName, hash.digest('hex'), size, path);
}

/** What a process that was killed left behind; on the machine's own clock, like the files. */
export async function dropAbandoned(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'attachments', 'incoming');
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < Date.now() - ABANDONED_MS) await rm(join(folder, name), { force: true });
  }
}
