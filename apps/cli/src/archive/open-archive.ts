import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  ARCHIVE_DICTIONARY,
  ARCHIVE_FORMAT,
  ARCHIVE_MANIFEST,
  isArchiveManifest,
  type ArchiveDictionary,
  type ArchiveManifest,
} from '@nuanxin/domain';
import yauzl from 'yauzl';
import { CannotRun } from '../errors.ts';

export interface Content {
  bytes: number;
  sha256: string;
}

/** An archive of a year, read as it lies on the disk: of no file more than a piece is in memory. */
export interface OpenArchive {
  manifest: ArchiveManifest;
  dictionary: ArchiveDictionary;
  /** Paths of all files in it. */
  paths: string[];
  /** What its content is. @throws Error when it cannot be unpacked */
  measure(path: string): Promise<Content>;
  /** Its lines with their numbers, from 1 on, and what its content is. @throws Error when it cannot be unpacked */
  lines(path: string, each: (line: string, no: number) => void): Promise<Content>;
  close(): void;
}

/** @throws CannotRun when it is no archive, or one of a later format */
export async function openArchive(path: string): Promise<OpenArchive> {
  const zip = await opened(path);
  const entries = await directory(zip);
  const read = async (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    if (!entry) throw new Error('没有这个文件');
    return new Promise((resolve, reject) =>
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
    );
  };
  const json = async (name: string): Promise<unknown> => {
    try {
      return JSON.parse(await text(await read(name))) as unknown;
    } catch (error) {
      throw new CannotRun(`${path} 不是全年档案，或已损坏：${name} ${error instanceof Error ? error.message : ''}`);
    }
  };
  const manifest = await json(ARCHIVE_MANIFEST);
  if (!isArchiveManifest(manifest)) throw new CannotRun(`${path} 不是全年档案：${ARCHIVE_MANIFEST} 的内容不对`);
  if (manifest.format > ARCHIVE_FORMAT)
    throw new CannotRun(`${path} 是更新的格式（${manifest.format}），请用更新的 nuanxin 读取`);
  const dictionary = Object(await json(ARCHIVE_DICTIONARY)) as Partial<ArchiveDictionary>;
  if (!Array.isArray(dictionary.files) || !dictionary.files.every(({ columns }) => Array.isArray(columns)))
    throw new CannotRun(`${path} 不是全年档案：${ARCHIVE_DICTIONARY} 的内容不对`);
  const measured = async (name: string, see: (chunk: Buffer) => void): Promise<Content> => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of (await read(name)) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      see(chunk);
    }
    return { bytes, sha256: hash.digest('hex') };
  };
  return {
    manifest,
    dictionary: dictionary as ArchiveDictionary,
    paths: [...entries.keys()],
    measure: async (name) => measured(name, () => {}),
    async lines(name, each) {
      let no = 0;
      const decoder = new TextDecoder();
      let begun = '';
      // Nothing but a line feed ends a line: other signs that end lines elsewhere may stand in texts.
      const content = await measured(name, (chunk) => {
        const parts = (begun + decoder.decode(chunk, { stream: true })).split('\n');
        begun = parts.pop() ?? '';
        for (const line of parts) each(line, ++no);
      });
      if (begun !== '') each(begun, ++no);
      return content;
    },
    close: () => zip.close(),
  };
}

async function opened(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (!error) resolve(zip);
      else if ('code' in error) reject(error);
      else reject(new CannotRun(`${path} 不是 .zip 文件，或没有下载完整`));
    });
  });
}

async function directory(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entries.has(entry.fileName)) return reject(new CannotRun(`压缩包中有两个 ${entry.fileName}，不能核对`));
      // What programs that pack folders add.
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      return zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', () => reject(new CannotRun('压缩包的目录已损坏')));
    zip.readEntry();
  });
  return entries;
}
