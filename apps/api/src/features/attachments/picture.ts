import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { WorkbookRefused } from '@nuanxin/workbook';
import sharp from 'sharp';
import { takenAt } from './exif-time.ts';

export type PictureKind = 'jpeg' | 'png' | 'webp';

export interface Picture {
  sha256: string;
  size: number;
  width: number;
  height: number;
}

/** A telephone's 50 megapixels; turned upright, that is 200 MB of memory. */
const MOST_PIXELS = 64_000_000;
const SECONDS = 30;
const THUMBNAIL = 320;

// One picture at a time, nothing of it kept, and no reader but those for what is taken in.
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile', 'VipsForeignLoadWebpFile'] });

/**
 * Draws a picture anew, upright and in the colours of screens, beside its file: `….picture`, and `….thumbnail` in WebP.
 * Nothing of the sender's bytes is left, whatever was hidden in them: position, device, a second picture with a position of
 * its own behind the first, other files. Only the time of taking is kept.
 * @throws WorkbookRefused when it is damaged, too large or takes too long
 */
export async function redraw(path: string, kind: PictureKind): Promise<Picture> {
  try {
    return await draw(path, kind);
  } catch (error) {
    const { message } = error as Error;
    if (/pixel limit/.test(message))
      throw new WorkbookRefused('too_large', `图片超过 ${MOST_PIXELS / 10_000} 万像素，请缩小后上传`);
    if (message.startsWith('timeout')) throw new WorkbookRefused('too_large', '图片过大，处理超时，请缩小后上传');
    throw new WorkbookRefused('file_damaged', '图片已损坏，不能打开；请重新保存为 JPG 后上传');
  }
}

async function draw(path: string, kind: PictureKind): Promise<Picture> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const;
  const { exif } = await sharp(path, options).metadata();
  const time = exif ? takenAt(exif) : null;
  const picture = sharp(path, options).autoOrient().timeout({ seconds: SECONDS });
  if (kind === 'jpeg') picture.jpeg({ quality: 90 });
  else if (kind === 'png') picture.png({ compressionLevel: 7 });
  else picture.webp({ quality: 90 });
  if (time) picture.withExif({ IFD2: { DateTimeOriginal: time } });
  const { width, height } = await picture.toFile(`${path}.picture`);
  await sharp(`${path}.picture`, options)
    .timeout({ seconds: SECONDS })
    .resize({ width: THUMBNAIL, height: THUMBNAIL, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toFile(`${path}.thumbnail`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(`${path}.picture`), hash);
  return { sha256: hash.digest('hex'), size: (await stat(`${path}.picture`)).size, width, height };
}
