import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

/** A photo as a telephone takes it: turned by its EXIF, with the place where it was taken. */
export async function photo(width = 400, height = 300, red = 40): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 160 } } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'HUAWEI', Model: 'Mate 70' },
      IFD2: { DateTimeOriginal: '2025:06:30 10:11:12' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 16/1 1234/100', GPSLongitudeRef: 'E' },
    })
    .jpeg()
    .toBuffer();
}

export function pdf(bytes = 2000): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)]);
}

export function fileOf(content: Uint8Array | string, name: string): File {
  return new File([typeof content === 'string' ? content : new Uint8Array(content)], name);
}
