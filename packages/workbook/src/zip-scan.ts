import yauzl from 'yauzl';
import type { Limits } from './limits.ts';
import { macro, SAVE_AS, WorkbookRefused } from './refused.ts';

const MEGABYTE = 1024 * 1024;

/** Any program that the file brings along: VBA, and the macro sheets of Excel 4. */
const program = /(?:^|\/)(?:vbaProject\.bin|macrosheets\/[^/]+)$/i;

/** A DOCTYPE stands before everything else; no office program writes one. */
const HEAD = 1024;

/**
 * Looks at the directory of an archive before anything is inflated: every reader would inflate a bomb first. An entry
 * that inflates to more than the directory says is refused by the reader.
 * @returns names of the entries
 * @throws WorkbookRefused zip_bomb, macro, xml_entity, file_damaged
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
      } else if (program.test(entry.fileName)) reject(macro());
      else if (/\.(?:xml|rels)$/i.test(entry.fileName))
        headOf(zip, entry).then((head) => {
          if (/<!(?:DOCTYPE|ENTITY)/i.test(head)) reject(new WorkbookRefused('xml_entity', ENTITY));
          else zip.readEntry();
        }, reject);
      else zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', () => reject(damaged()));
    zip.readEntry();
  }).finally(() => zip.close());
  return names;
}

const ENTITY = `文件中含有外部实体声明，不是 Excel 或 WPS 保存的文件，不予读取；${SAVE_AS}`;

/** The first bytes of an entry; the rest is not inflated. */
function headOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(damaged());
      let head = Buffer.alloc(0);
      stream.on('data', (part: Buffer) => {
        head = Buffer.concat([head, part]);
        if (head.length >= HEAD) stream.destroy();
      });
      // A stream that was ended early says so only by closing.
      stream.on('close', () => resolve(text(head)));
      stream.on('error', () => reject(damaged()));
      return undefined;
    });
  });
}

/** Its letters, whether they take one byte or two. */
function text(head: Buffer): string {
  return head.toString('latin1').replaceAll('\0', '');
}

function damaged(): WorkbookRefused {
  return new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${SAVE_AS}`);
}
