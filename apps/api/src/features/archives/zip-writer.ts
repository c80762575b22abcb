import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** What was written of a file. */
export interface Written {
  bytes: number;
  sha256: string;
}

/** What is packed already gets no smaller. */
const packed = /\.(?:jpe?g|png|webp|docx|xlsx|pptx|pdf|zip)$/;

/** Writes a zip to the disk as it comes, one file after the other: no more of it is in memory than streams hold. */
export class ZipWriter {
  readonly #zip = new ZipFile();
  readonly #whole = measure();
  readonly #written: Promise<void>;
  readonly #at: Date;

  /** @param at the time that all files in it have */
  constructor(path: string, at: Date) {
    this.#at = at;
    this.#written = pipeline(
      this.#zip.outputStream,
      passing((chunk) => this.#whole.add(chunk)),
      createWriteStream(path, { mode: 0o600 }),
    );
    // Whoever writes next is told.
    this.#written.catch(() => {});
  }

  /** Writes a file as its parts come. */
  async add(name: string, parts: AsyncIterable<string | Uint8Array>): Promise<Written> {
    const stream = new PassThrough();
    const measured = measure();
    this.#zip.addReadStream(stream, name, { mtime: this.#at, compress: !packed.test(name) });
    for await (const part of parts) {
      const chunk = Buffer.from(part as Uint8Array);
      measured.add(chunk);
      // A disk that is full ends the zip, and nothing drains any more.
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), this.#written]);
    }
    stream.end();
    return measured.result();
  }

  /** Lets go of the file; half of it lies there. */
  abandon(): void {
    (this.#zip.outputStream as PassThrough).destroy();
  }

  async finish(): Promise<Written> {
    this.#zip.end();
    await this.#written;
    return this.#whole.result();
  }
}

function measure() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    add(chunk: Buffer): void {
      hash.update(chunk);
      bytes += chunk.length;
    },
    result: (): Written => ({ bytes, sha256: hash.digest('hex') }),
  };
}

function passing(see: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      see(chunk);
      done(null, chunk);
    },
  });
}
