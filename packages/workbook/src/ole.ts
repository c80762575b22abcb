import { encrypted, SAVE_AS, WorkbookRefused } from './refused.ts';

/** A stream inside an OLE2 container: the pieces of the file that it is made of, in order. */
export interface OleStream {
  size: number;
  pieces: { at: number; length: number }[];
}

const MINI_CUTOFF = 4096;
const MINI = 64;
const NO_SECTOR = 0xfffffff0;

/**
 * The streams of an OLE2 container (MS-CFB), by name: `Workbook` is BIFF8, `Book` older, `EncryptedPackage` a locked .xlsx.
 * The reader of .xls files needs help with facts that stand in the stream only (see xls-facts.ts).
 * @throws WorkbookRefused file_damaged, encrypted
 */
export function oleStreams(bytes: Buffer): Map<string, OleStream> {
  try {
    return read(bytes);
  } catch {
    // Cut off or not, a locked file has to be unlocked first.
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw encrypted();
    throw new WorkbookRefused('file_damaged', `文件已损坏，不能读取；${SAVE_AS}`);
  }
}

function read(bytes: Buffer): Map<string, OleStream> {
  const sector = 1 << bytes.readUInt16LE(30);
  if (sector !== 512 && sector !== 4096) throw new RangeError('sector size');
  const sectorAt = (id: number): number => (id + 1) * sector;
  const u32 = (id: number, index: number): number => bytes.readUInt32LE(sectorAt(id) + index * 4);
  const perSector = sector / 4;

  // The first 109 sectors of the allocation table are listed in the header, the rest in a chain of sectors.
  const table: number[] = [];
  for (let i = 0; i < 109; i++) table.push(bytes.readUInt32LE(76 + i * 4));
  for (let id = bytes.readUInt32LE(68), n = 0; id < NO_SECTOR; id = u32(id, perSector - 1)) {
    if (n++ > bytes.length / sector) throw new RangeError('cycle');
    for (let i = 0; i < perSector - 1; i++) table.push(u32(id, i));
  }
  const next = (id: number): number => u32(table[Math.floor(id / perSector)] ?? Number.NaN, id % perSector);
  const chain = (start: number, follow: (id: number) => number): number[] => {
    const ids: number[] = [];
    for (let id = start; id < NO_SECTOR; id = follow(id)) {
      if (ids.length > bytes.length / MINI) throw new RangeError('cycle');
      ids.push(id);
    }
    return ids;
  };
  const sectors = (start: number) => chain(start, next).map((id) => ({ at: sectorAt(id), length: sector }));

  const entries = sectors(bytes.readUInt32LE(48)).flatMap(({ at }) =>
    Array.from({ length: sector / 128 }, (_, i) => bytes.subarray(at + i * 128, at + (i + 1) * 128)),
  );
  const root = entries.find((entry) => entry[66] === 5);
  const miniTable = chain(bytes.readUInt32LE(60), next);
  const miniNext = (id: number): number => u32(miniTable[Math.floor(id / perSector)] ?? Number.NaN, id % perSector);
  const miniHome = root ? sectors(root.readUInt32LE(116)) : [];
  const miniAt = (id: number): number =>
    (miniHome[Math.floor((id * MINI) / sector)]?.at ?? NaN) + ((id * MINI) % sector);

  const streams = new Map<string, OleStream>();
  for (const entry of entries) {
    if (entry[66] !== 2) continue;
    const name = entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2));
    const size = entry.readUInt32LE(120);
    const start = entry.readUInt32LE(116);
    const pieces =
      size >= MINI_CUTOFF
        ? sectors(start)
        : chain(size === 0 ? NO_SECTOR : start, miniNext).map((id) => ({ at: miniAt(id), length: MINI }));
    streams.set(name, { size, pieces });
  }
  return streams;
}

/** The bytes of a stream in one piece, and where each of them stands in the file. */
export function contentOf(
  bytes: Buffer,
  { size, pieces }: OleStream,
): { content: Buffer; fileOffset: (at: number) => number } {
  const content = Buffer.concat(pieces.map(({ at, length }) => bytes.subarray(at, at + length))).subarray(0, size);
  const length = pieces[0]?.length ?? 1;
  return { content, fileOffset: (at) => (pieces[Math.floor(at / length)]?.at ?? Number.NaN) + (at % length) };
}
