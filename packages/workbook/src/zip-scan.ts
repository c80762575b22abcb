import yauzl from 'yauzl';
import type { Limits } from './limits.ts';
import { SAVE_AS, WorkbookRefused } from './refused.ts';

const MEGABYTE = 1024 * 1024;

/**
 * Looks at the directory of an archive before anything is inflated: every reader would inflate a bomb first. An entry
 * that inflates to more than the directory says is refused by the reader.
 * @returns names of the entries
 * @throws WorkbookRefused zip_bomb, file_damaged
 */
export async function scanZip(bytes: Buffer, limits: Limits): Promise<string[]> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, file) =>
      error ? reject(damaged()) : resolve(file),
    );
  });
  const names: string[] = [];
  let inflated = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      names.push(entry.fileName);
      inflated += entry.uncompressedSize;
      const swollen = entry.uncompressedSize > MEGABYTE && entry.uncompressedSize > entry.compressedSize * limits.ratio;
      if (names.length > limits.entries || inflated > limits.inflatedBytes || swollen) {
        reject(
          new WorkbookRefused('zip_bomb', '文件解压后过大，不能读取；请删除多余的工作表、图片和空白格式后重新导入'),
        );
      } else zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', () => reject(damaged()));
    zip.readEntry();
  }).finally(() => zip.close());
  return names;
}

function damaged(): WorkbookRefused {
  return new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${SAVE_AS}`);
}
