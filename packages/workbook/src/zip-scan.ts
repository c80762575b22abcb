import yauzl from 'yauzl';
import { limits } from './limits.ts';
import { WorkbookRefused } from './refused.ts';

/**
 * Looks at the directory of an archive before anything is inflated: every reader would inflate a bomb first.
 * @returns names of the entries
 * @throws WorkbookRefused zip_bomb, file_damaged
 */
export async function scanZip(bytes: Buffer): Promise<string[]> {
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
      const swollen =
        entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > entry.compressedSize * limits.ratio;
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
  return new WorkbookRefused('file_damaged', '文件已损坏，不能读取；请在 WPS 或 Excel 中打开并另存后重新导入');
}
