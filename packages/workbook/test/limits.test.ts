import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { cellAddress, readWorkbook, type Limits } from '../src/index.ts';

const refusal = (bytes: Buffer, limits: Partial<Limits> = {}) =>
  readWorkbook(bytes, '表.csv', limits).then(
    () => 'read',
    (error: { code: string }) => error.code,
  );
const sheet = async (rows: (string | number | null)[][], merges: string[] = []): Promise<Buffer> =>
  Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: '表',
          rows,
          merges: merges.map((_, i) => ({ startRow: i, endRow: i, startCol: 0, endCol: 1 })),
        },
      ],
    }),
  );

describe('how much a workbook may hold', () => {
  it.each<[string, Partial<Limits>]>([
    ['too many rows', { rows: 2 }],
    ['too many columns', { columns: 1 }],
    ['too many cells', { cells: 5 }],
    ['too many bytes', { fileBytes: 10 }],
  ])('%s are refused, in Excel and in CSV', async (_, limits) => {
    const rows = Array.from({ length: 3 }, (__, i) => [i, i]);
    expect(await refusal(await sheet(rows), limits)).toBe('too_large');
    expect(await refusal(Buffer.from(rows.map((row) => row.join()).join('\n')), limits)).toBe('too_large');
  });
  it('too many merged areas are refused', async () => {
    expect(await refusal(await sheet([['a'], ['b']], ['1', '2']), { merges: 1 })).toBe('too_large');
  });
  it('a cell in the last corner of the sheet is refused with a sentence, not with a crash', async () => {
    const bytes = Buffer.from(
      await writeXlsx({ sheets: [{ name: '表', rows: [[1]], cells: new Map([['1048575,16383', { value: 1 }]]) }] }),
    );
    expect(await refusal(bytes)).toBe('too_large');
  });
});

describe('text files', () => {
  const texts = async (text: string) =>
    (await readWorkbook(Buffer.from(text), '表.csv')).sheets[0]?.rows.map((row) => row.map((cell) => cell?.text));

  it('tabs separate when the header says so, also below a title', async () => {
    expect(await texts('2025年二季度\n填报单位\t数量\n甘棠镇\t1,200\n')).toEqual([
      ['2025年二季度'],
      ['填报单位', '数量'],
      ['甘棠镇', '1,200'],
    ]);
  });
  it('D38 a tab behind a value separates nothing', async () => {
    expect(await texts('填报单位,数量\n甘棠镇\t,12\t\n')).toEqual([
      ['填报单位', '数量'],
      ['甘棠镇\t', '12\t'],
    ]);
  });
  it('a line that the sender left blank keeps its number', async () => {
    expect(await texts('标题\n\n甘棠镇,1\n\n\n')).toHaveLength(3);
  });
  it.each([
    ['blanks only', ' \r\n\t ', 'file_empty'],
    ['a web page with a byte order mark', '\ufeff<html><table></table>', 'file_type_unsupported'],
    ['a web page that begins with a comment', '<!-- x --><table></table>', 'file_type_unsupported'],
    ['a mail archive', 'MIME-Version: 1.0\nX: y', 'file_type_unsupported'],
    ['a text processor’s file', '{\\rtf1 表}', 'file_type_unsupported'],
    ['an archive of another kind', 'Rar!\u001a\u0007\u0001', 'file_type_unsupported'],
  ])('%s is refused', async (_, text, code) => expect(await refusal(Buffer.from(text))).toBe(code));
});

describe('addresses', () => {
  it.each([
    [6, 2, 'C7'],
    [0, 25, 'Z1'],
    [0, 26, 'AA1'],
    [1_048_575, 16_383, 'XFD1048576'],
  ])('row %i, column %i is %s', (row, column, address) => expect(cellAddress(row, column)).toBe(address));
});
