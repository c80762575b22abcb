import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { documentsFirst, isImportable, readArchive, WorkbookRefused } from '@nuanxin/workbook/archive';
import { CannotRun, fileTrouble } from './errors.ts';
import { FINDINGS_FILE, STATE_FILE } from './run-files.ts';
import { printable } from './table.ts';

/** One workbook to send, from the disk or out of an archive. */
export interface Source {
  /** For people: a path, or `包.zip › 表.xlsx`. */
  name: string;
  /** @throws CannotRun when it cannot be read; the others are sent all the same */
  bytes(): Promise<Buffer>;
}

export interface Sources {
  sources: Source[];
  /** Files of folders that are no workbooks. */
  others: number;
}

/**
 * Files as given, those of folders (and of folders in them), and those of .zip archives, in this order, but documents
 * before workbooks.
 */
export async function sourcesOf(paths: string[]): Promise<Sources> {
  const all: Sources = { sources: [], others: 0 };
  for (const path of paths) {
    const { files, others } = (await isFolder(path)) ? await inFolder(path) : { files: [path], others: 0 };
    for (const file of files) all.sources.push(...(await inFile(file)));
    all.others += others;
  }
  all.sources.sort((a, b) => documentsFirst(a.name, b.name));
  return all;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

export function isArchiveName(name: string): boolean {
  return /\.(?:zip|rar|7z)$/i.test(name) && !name.startsWith('.');
}

async function inFolder(path: string): Promise<{ files: string[]; others: number }> {
  const entries = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !/^(?:\.|~\$)/.test(entry.name))
    .map((entry) => ({ name: entry.name, path: join(entry.parentPath, entry.name) }));
  const paths = new Set(entries.map((entry) => entry.path));
  // A list that an earlier run left here is no report.
  const ours = (entry: { name: string; path: string }): boolean =>
    entry.name === STATE_FILE || (entry.name === FINDINGS_FILE && paths.has(join(entry.path, '..', STATE_FILE)));
  const theirs = entries.filter((entry) => !ours(entry));
  const files = theirs.filter(({ name }) => isImportable(name) || isArchiveName(name)).map((entry) => entry.path);
  return { files: files.toSorted((a, b) => a.localeCompare(b, 'zh')), others: theirs.length - files.length };
}

/** A file, or the workbooks of an archive. One that cannot be read is a source that says so when it is read. */
async function inFile(path: string): Promise<Source[]> {
  const name = printable(path);
  const read = async (): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (error) {
      throw new CannotRun(`读不到文件：${fileTrouble(error)?.reason ?? String(error)}`);
    }
  };
  if (!isArchiveName(path)) return [{ name, bytes: read }];
  try {
    return await unpacked(name, await read());
  } catch (error) {
    return [{ name, bytes: () => Promise.reject(error as Error) }];
  }
}

/** The workbooks of an archive. @throws CannotRun when it cannot be read */
export async function unpacked(name: string, bytes: Buffer): Promise<Source[]> {
  if (!/\.zip$/i.test(name)) throw new CannotRun('不支持这种压缩包，请解压后导入，或改用 .zip');
  try {
    const { files } = await readArchive(bytes);
    return files.map((file) => ({
      name: `${name} › ${printable(file.name)}`,
      bytes: () => Promise.resolve(file.bytes),
    }));
  } catch (error) {
    throw error instanceof WorkbookRefused ? new CannotRun(error.detail) : error;
  }
}
