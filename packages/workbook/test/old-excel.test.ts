import * as xlsx from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';

const build = (bookType: 'biff8' | 'biff5' | 'biff2', change: (book: xlsx.WorkBook) => void = () => {}): Buffer => {
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([['填报单位', '数量'], [], ['甘棠镇', 3]]), '本季');
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([['去年的数']]), '去年');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  change(book);
  return xlsx.write(book, { type: 'buffer', bookType }) as Buffer;
};
const refusal = (bytes: Buffer) =>
  readWorkbook(bytes, '表.xls').then(
    () => 'read',
    (error: { code: string }) => error.code,
  );

/** The file with one more record behind the first one of its workbook stream. */
function withRecord(bytes: Buffer, record: Buffer): Buffer {
  const container = xlsx.CFB.read(bytes, { type: 'buffer' });
  const entry = xlsx.CFB.find(container, 'Workbook');
  if (!entry) throw new Error('no workbook');
  const content = Buffer.from(entry.content as Uint8Array);
  const first = 4 + content.readUInt16LE(2);
  entry.content = Buffer.concat([content.subarray(0, first), record, content.subarray(first)]);
  return Buffer.from(xlsx.CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

describe('.xls files', () => {
  it('D12 hidden sheets say so, D20 an empty row stays an empty row', async () => {
    const { format, sheets } = await readWorkbook(build('biff8'), '表.xlsx');
    expect(format).toBe('xls');
    expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['本季', false],
      ['去年', true],
    ]);
    expect(sheets[0]?.rows[1]).toEqual([]);
    expect(sheets[0]?.rows[2]?.[1]).toMatchObject({ number: 3, text: '3' });
  });

  it.each([14, 27, 31, 36, 50, 57, 58])('number format %i shows a day, as Chinese Excel does', async (format) => {
    const bytes = build('biff8', ({ Sheets }) => {
      Sheets['本季'] = { '!ref': 'A1', A1: { t: 'n', v: 45_744, z: 'm/d/yy' } };
    });
    // The writer knows no Chinese formats: give its format 14 their number in the file.
    const container = xlsx.CFB.read(bytes, { type: 'buffer' });
    const content = Buffer.from(xlsx.CFB.find(container, 'Workbook')?.content as Uint8Array);
    for (let at = 0; at + 8 <= content.length; at += 4 + content.readUInt16LE(at + 2)) {
      if (content.readUInt16LE(at) === 0x00e0 && content.readUInt16LE(at + 6) === 14)
        content.writeUInt16LE(format, at + 6);
    }
    const entry = xlsx.CFB.find(container, 'Workbook');
    if (entry) entry.content = content;
    const changed = Buffer.from(xlsx.CFB.write(container, { type: 'buffer' }) as Uint8Array);
    const { sheets } = await readWorkbook(changed, '表.xls');
    expect(sheets[0]?.rows[0]?.[0]).toMatchObject({ date: '2025-03-28', number: null });
  });

  it('errors in cells are errors', async () => {
    const bytes = build('biff8', ({ Sheets }) => {
      Sheets['本季'] = { '!ref': 'A1', A1: { t: 'e', v: 7 } };
    });
    const { sheets } = await readWorkbook(bytes, '表.xls');
    expect(sheets[0]?.rows[0]?.[0]).toMatchObject({ error: true, text: '#DIV/0!' });
  });

  it('D03 one with a password is refused as such', async () => {
    const filePass = Buffer.concat([Buffer.from([0x2f, 0x00, 0x36, 0x00]), Buffer.alloc(0x36, 1)]);
    expect(await refusal(withRecord(build('biff8'), filePass))).toBe('encrypted');
  });

  it.each(['biff5', 'biff2'] as const)('%s is too old', async (type) =>
    expect(await refusal(build(type))).toBe('old_excel'),
  );

  it('cut off anywhere it is read or refused, never a crash', async () => {
    const bytes = build('biff8');
    for (let length = 8; length < bytes.length; length += 509) {
      expect(['read', 'file_damaged', 'file_type_unsupported']).toContain(await refusal(bytes.subarray(0, length)));
    }
  });

  it('a Word document is named as such', async () => {
    const container = xlsx.CFB.utils.cfb_new();
    xlsx.CFB.utils.cfb_add(container, 'WordDocument', Buffer.alloc(5000, 1));
    const bytes = Buffer.from(xlsx.CFB.write(container, { type: 'buffer' }) as Uint8Array);
    await expect(readWorkbook(bytes, '表.xls')).rejects.toMatchObject({
      code: 'file_type_unsupported',
      detail: /Word/,
    });
  });
});
