import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { takenAt } from './exif-time.ts';

async function exifOf(time: string): Promise<Buffer> {
  const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } });
  const made = await picture
    .withExif({ IFD0: { Make: 'HUAWEI' }, IFD2: { DateTimeOriginal: time, ExposureTime: '1/100' } })
    .jpeg()
    .toBuffer();
  const { exif } = await sharp(made).metadata();
  if (!exif) throw new Error('no exif');
  return exif;
}

it('finds when a picture was taken', async () => {
  expect(takenAt(await exifOf('2025:06:30 10:11:12'))).toBe('2025:06:30 10:11:12');
});

it('takes nothing else for a time', async () => {
  expect(takenAt(await exifOf('34100319900101123X!'))).toBeNull();
});

it('bears whatever is damaged in it', async () => {
  const whole = await exifOf('2025:06:30 10:11:12');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
      const damaged = Buffer.from(whole);
      damaged[at] = byte;
      const time = takenAt(damaged.subarray(0, length));
      if (time !== null) expect(time).toMatch(/^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/);
    }),
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => takenAt(Buffer.from(bytes)) === null));
});
