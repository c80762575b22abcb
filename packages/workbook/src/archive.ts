import { isUtf8 } from 'node:buffer';
import { storable } from '@nuanxin/domain';
import yauzl from 'yauzl';
import { WorkbookRefused } from './refused.ts';

export { WorkbookRefused };

export interface ArchivedFile {
  /** Path in the archive, for people: nothing is ever written to it. */
  name: string;
  bytes: Buffer;
}

/** An entry that is none that the importer reads, and why. */
export interface LeftEntry {
  name: string;
  detail: string;
}

/** What an archive of reports may hold. */
const MOST_FILES = 500;
const MOST_BYTES = 200 * 1024 * 1024;
const UTF8_NAME = 0x800;

/** Files that the importer reads, by their names; what programs leave beside them (`~$…`, `._…`) is none. */
export function isImportable(name: string): boolean {
  return /\.(?:xlsx|xls|et|csv|docx|doc|wps)$/i.test(baseOf(name)) && !isLeavings(name);
}

const baseOf = (name: string): string => name.split(/[\\/]/).at(-1) ?? '';

/** A folder, or what programs leave beside the files of people. */
function isLeavings(name: string): boolean {
  const base = baseOf(name);
  return base === '' || /^(?:~\$|\.|Thumbs\.db$|desktop\.ini$)/i.test(base) || name.includes('__MACOSX/');
}

function whyLeft(name: string): string {
  if (/\.(?:zip|rar|7z|tar|gz|tgz)$/i.test(name)) return '压缩包中的压缩包没有打开，请解压后把其中的文件一起打包';
  return '不是 Excel 表格（.xlsx、.xls、.csv）或 Word 文档（.docx、.doc、.wps），没有导入';
}

/** A Word document, by its name. */
export function isDocumentName(name: string): boolean {
  return /\.(?:docx|doc|wps)$/i.test(name);
}

/**
 * For sorting names: work summaries before workbooks. A summary alone hands nothing in, so that a unit's workbook behind
 * it hands in both at once.
 */
export function documentsFirst(a: string, b: string): number {
  return Number(isDocumentName(b)) - Number(isDocumentName(a));
}

/**
 * Workbooks and documents of a .zip, documents first, and what else people put into it. Names without the UTF-8 flag are GBK when Windows packed them: so it
 * does in China (D10).
 * @throws WorkbookRefused file_damaged, encrypted, too_large, file_type_unsupported when there is neither in it
 */
export async function readArchive(bytes: Buffer): Promise<{ files: ArchivedFile[]; others: LeftEntry[] }> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, file) =>
      error ? reject(damaged()) : resolve(file),
    );
  });
  const files: ArchivedFile[] = [];
  const others: LeftEntry[] = [];
  let total = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: yauzl.Entry) => {
        const name = nameOf(entry);
        if (!isImportable(name)) {
          if (!isLeavings(name) && others.length < MOST_FILES) others.push({ name, detail: whyLeft(name) });
          return zip.readEntry();
        }
        if (entry.isEncrypted())
          return reject(
            new WorkbookRefused('encrypted', '压缩包设有密码，不能读取；请解压后重新导入，或不设密码重新打包'),
          );
        total += entry.uncompressedSize;
        if (files.length >= MOST_FILES || total > MOST_BYTES)
          return reject(
            new WorkbookRefused('too_large', `压缩包过大：最多 ${MOST_FILES} 个文件、共 200 MB，请分成几个`),
          );
        return zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(damaged());
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('error', () => reject(damaged()));
          stream.on('end', () => {
            files.push({ name, bytes: Buffer.concat(parts) });
            zip.readEntry();
          });
          return undefined;
        });
      });
      zip.on('end', resolve);
      zip.on('error', () => reject(damaged()));
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
  if (files.length === 0)
    throw new WorkbookRefused(
      'file_type_unsupported',
      '压缩包中没有 Excel 表格（.xlsx、.xls、.csv）或 Word 文档（.docx、.doc、.wps）',
    );
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name, 'zh');
  return {
    files: files.toSorted((a, b) => documentsFirst(a.name, b.name) || byName(a, b)),
    others: others.toSorted(byName),
  };
}

/** Hosts of a packer (APPNOTE 4.4.2): Unix and macOS, where names are UTF-8 whether the flag says so or not. */
const UNIX = new Set([3, 19]);

function nameOf(entry: yauzl.Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  const flagged = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0;
  const utf8 = flagged || (UNIX.has(entry.versionMadeBy >> 8) && isUtf8(raw));
  return storable(new TextDecoder(utf8 ? 'utf-8' : 'gb18030').decode(raw));
}

function damaged(): WorkbookRefused {
  return new WorkbookRefused('file_damaged', '压缩包已损坏，不能读取；请重新打包后导入');
}
