import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { documentsFirst, isImportable, readArchive, WorkbookRefused } from '@nuanxin/workbook';
import { CannotRun } from './settings.ts';

/** One file to send, from the disk or out of an archive. */
export interface Source {
  /** For people: a path, or `包.zip › 表.xlsx`. */
  name: string;
  /** @throws CannotRun when it cannot be read; the others are sent all the same */
  bytes(): Promise<Buffer>;
}

/**
 * Files as given, those of folders (and of folders in them), and those of .zip archives, in this order, but documents
 * before workbooks.
 */
export async function sourcesOf(paths: string[]): Promise<Source[]> {
  const found = await Promise.all(paths.map(async (path) => ((await isFolder(path)) ? inFolder(path) : inFile(path))));
  return found.flat().toSorted((a, b) => documentsFirst(a.name, b.name));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function inFolder(path: string): Promise<Source[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && (isImportable(entry.name) || entry.name.toLowerCase().endsWith('.zip')))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => a.localeCompare(b, 'zh'));
  return (await Promise.all(files.map(inFile))).flat();
}

async function inFile(path: string): Promise<Source[]> {
  if (!path.toLowerCase().endsWith('.zip')) return [{ name: path, bytes: () => read(path) }];
  const refuse = (error: unknown): Source[] => [{ name: path, bytes: () => Promise.reject(error as Error) }];
  try {
    const files = await readArchive(await read(path));
    return files.map(({ name, bytes }) => ({ name: `${path} › ${name}`, bytes: () => Promise.resolve(bytes) }));
  } catch (error) {
    return refuse(error instanceof WorkbookRefused ? new CannotRun(`${path}：${error.detail}`) : error);
  }
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw new CannotRun(`读不到文件 ${path}`);
  });
}
