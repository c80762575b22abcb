import { deflateRawSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeXlsx } from 'hucre';
import * as xlsx from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';

const reports = join(import.meta.dirname, '../../../reports');
const refusal = (bytes: Buffer) =>
  readWorkbook(bytes, '表.xlsx').then(
    () => 'read',
    (error: { code: string }) => error.code,
  );

/** A zip with one entry whose size in the directory is what we say. */
function zip(name: string, content: Buffer, claimed = content.length): Buffer {
  const data = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(claimed, 22);
  head.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([head, Buffer.from(name), data, central, Buffer.from(name), end]);
}

describe('what a file is, by its content', () => {
  it.each<[string, Buffer, string]>([
    ['D07 a PDF named .xlsx', Buffer.from('%PDF-1.7\n…'), 'file_type_unsupported'],
    ['D07 a picture named .xlsx', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]), 'file_type_unsupported'],
    ['D06 a web page without a table', Buffer.from('<html><p>请登录</p></html>'), 'file_type_unsupported'],
    ['D06 an archive of a web page', Buffer.from('MIME-Version: 1.0\n\n<table/>'), 'file_type_unsupported'],
    ['an empty file', Buffer.alloc(0), 'file_empty'],
    ['a damaged zip', Buffer.from('PK\u0003\u0004 nothing more'), 'file_damaged'],
    [
      'a Word document where a workbook is needed',
      zip('word/document.xml', Buffer.from('<w/>')),
      'file_type_unsupported',
    ],
    [
      'D03 an encrypted workbook',
      Buffer.concat([
        Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      'encrypted',
    ],
    ['a bomb', zip('xl/workbook.xml', Buffer.alloc(40 * 1024 * 1024)), 'zip_bomb'],
    ['a bomb that lies about its size', zip('xl/workbook.xml', Buffer.alloc(1024), 900 * 1024 * 1024), 'zip_bomb'],
    ['a file over 20 MB', Buffer.alloc(21 * 1024 * 1024, 65), 'too_large'],
  ])('%s is refused', async (_, bytes, code) => expect(await refusal(bytes)).toBe(code));

  it('a really encrypted workbook is refused as such', async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: '表', rows: [['填报单位', 1]] }],
      encryption: { password: 'geheim', spinCount: 1000 },
    });
    expect(await refusal(Buffer.from(bytes))).toBe('encrypted');
  });
});

describe('what stands in the cells', () => {
  it.each([
    '2025年二季度各乡镇情况汇总表.xlsx',
    '2025年二季度各乡镇情况汇总表_97版.xls',
    '2025年三季度情况汇总表_有错.xlsx',
    '甘棠镇2025年一季度情况统计表.xlsx',
  ])('%s: another reader sees the same texts and numbers', async (name) => {
    const bytes = readFileSync(join(reports, name));
    const { sheets } = await readWorkbook(bytes, name);
    const other = xlsx.read(bytes);
    for (const sheet of sheets) {
      const cells = other.Sheets[sheet.name] ?? {};
      for (const [address, cell] of Object.entries(cells).filter(([key]) => !key.startsWith('!'))) {
        const { c, r } = xlsx.utils.decode_cell(address);
        const { v, t } = cell as { v?: unknown; t: string };
        const ours = sheet.rows[r]?.[c];
        if (t === 'n') expect([address, ours?.number]).toEqual([address, v]);
        else if (t === 's' && v !== '') expect([address, ours?.text.trim()]).toEqual([address, String(v).trim()]);
      }
    }
  });

  it('D04, D05 GB18030 and UTF-8 text read alike, D36 and nothing is taken for a date or a number', async () => {
    const text = '填报单位,数量\n甘棠镇,3-4\n仙源镇,00123\n';
    const gbk = readFileSync(join(reports, '2025年二季度各乡镇情况汇总表_GBK.csv'));
    expect((await readWorkbook(gbk, '表.csv')).sheets[0]?.rows[0]?.[0]?.text).toBe('2025年二季度各单位宣传情况汇总表');
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const { rows } = (await readWorkbook(bytes, '表.csv')).sheets[0] ?? { rows: [] };
      expect(rows.slice(1).map((row) => row.map((cell) => cell?.text))).toEqual([
        ['甘棠镇', '3-4'],
        ['仙源镇', '00123'],
      ]);
    }
  });

  it('dates are days without a time zone, D12 hidden sheets say so, D32 a formula without a result is marked', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '表',
          rows: [[new Date(Date.UTC(2025, 2, 28))], [null]],
          cells: new Map([['1,0', { formula: 'SUM(A1)', type: 'formula' }]]),
        },
        { name: '去年', rows: [['x']], hidden: true },
      ],
    });
    const { sheets } = await readWorkbook(Buffer.from(bytes), '表.xlsx');
    expect(sheets.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(sheets[0]?.rows[0]?.[0]).toMatchObject({ date: '2025-03-28', text: '2025-03-28' });
    expect(sheets[0]?.rows[1]?.[0]?.formula).toBe('no_value');
  });

  it('D22 tens of thousands of formatted but empty rows do not count', async () => {
    const rows = [['填报单位', '数量'], ['甘棠镇', 1], ...Array.from({ length: 40_000 }, () => [null, null])];
    const { sheets } = await readWorkbook(Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows }] })), '表.xlsx');
    expect(sheets[0]?.rows).toHaveLength(2);
  });
});
