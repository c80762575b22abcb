import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../src/index.ts';

/** A .zip with one file, whose name is put in as it stands, without the flag for UTF-8. */
function packed(name: Buffer, { host, flags = 0 }: { host: number; flags?: number }): Buffer {
  const stand = 'x'.repeat(name.length);
  const bytes = Buffer.from(zipSync({ [stand]: strToU8('a,b\n') }));
  for (let at = bytes.indexOf(stand); at >= 0; at = bytes.indexOf(stand)) name.copy(bytes, at);
  const entry = bytes.indexOf('PK\u0003\u0004');
  const directory = bytes.indexOf('PK\u0001\u0002');
  bytes.writeUInt16LE(flags, entry + 6);
  bytes.writeUInt16LE(flags, directory + 8);
  bytes.writeUInt8(host, directory + 5);
  return bytes;
}

const namesIn = async (bytes: Buffer): Promise<string[]> => (await readArchive(bytes)).files.map(({ name }) => name);
const [windows, unix, mac] = [0, 3, 19];
const utf8 = Buffer.from('汤口.csv');
const gbk = Buffer.from([0xcc, 0xc0, 0xbf, 0xda, ...Buffer.from('.csv')]);

describe('an archive', () => {
  it('D10 keeps its Chinese names, wherever it was packed', async () => {
    expect(await namesIn(packed(gbk, { host: windows }))).toEqual(['汤口.csv']);
    expect(await namesIn(packed(gbk, { host: unix }))).toEqual(['汤口.csv']);
    expect(await namesIn(packed(utf8, { host: unix }))).toEqual(['汤口.csv']);
    expect(await namesIn(packed(utf8, { host: mac }))).toEqual(['汤口.csv']);
    expect(await namesIn(packed(utf8, { host: windows, flags: 0x800 }))).toEqual(['汤口.csv']);
  });

  it('with a password is told from a damaged one', async () => {
    const locked = readArchive(packed(utf8, { host: windows, flags: 0x801 }));
    await expect(locked).rejects.toMatchObject({ code: 'encrypted', detail: expect.stringContaining('密码') });
    await expect(readArchive(Buffer.from('PK\u0003\u0004'))).rejects.toMatchObject({ code: 'file_damaged' });
  });
});
