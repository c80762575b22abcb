const EXIF_FOLDER = 0x8769;
const TAKEN = 0x9003;
const HEADER = 6;

/**
 * When a picture was taken, from its EXIF (TIFF 6.0, EXIF 2.32): the one thing of it that is kept, since it proves when
 * something was there.
 * @param exif as in the file, with `Exif\0\0` before it
 * @returns `2025:06:30 10:11:12`, null when it does not say or says something else
 */
export function takenAt(exif: Buffer): string | null {
  const tiff = exif.subarray(exif.toString('latin1', 0, 4) === 'Exif' ? HEADER : 0);
  const little = tiff[0] === 0x49;
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  /** Value of an entry of a folder: what stands there is a number or a place. */
  const find = (folder: number, tag: number): number | null => {
    const count = u16(folder);
    for (let at = folder + 2; at < folder + 2 + count * 12; at += 12) if (u16(at) === tag) return u32(at + 8);
    return null;
  };
  try {
    const folder = find(u32(4), EXIF_FOLDER);
    const at = folder === null ? null : find(folder, TAKEN);
    const text = at === null ? '' : tiff.toString('latin1', at, at + 19);
    return /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(text) ? text : null;
  } catch {
    // It points to where nothing is.
    return null;
  }
}
