import XLSX from '@e965/xlsx';
import { annex7, readImport, type FormContext } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const table = [
  ['2025年第二季度'],
  ['填报单位', '区级媒体刊播数', '海报张贴数', '联络员人数', '备注'],
  ['甘棠镇', 3, 4, 30, ''],
  ['仙源镇', 5, 6, 30, ''],
  ['焦村镇', 1, 2, null, ''],
];
const form = [
  ['2025年第二季度', null, null, null],
  ['填报单位：甘棠镇', null, null, null],
  ['指标', '单位', '数量', '备注'],
  ['区级媒体刊播数', '篇', 3, '见附表'],
  ['海报张贴数', '张', 4, null],
  ['联络员人数', '人', null, null],
];

/** The library that writes .xls files for tests says nothing of their rows: such records come first in the (only) sheet. */
function withHiddenRows(bytes: Buffer, rows: number[]): Buffer {
  const container = XLSX.CFB.read(bytes, { type: 'buffer' });
  const stream = XLSX.CFB.find(container, 'Workbook');
  if (!stream) throw new Error('no workbook');
  const content = Buffer.from(stream.content as number[]);
  let at = 0;
  while (content.readUInt16LE(at) !== 0x0085) at += 4 + content.readUInt16LE(at + 2);
  const sheet = content.readUInt32LE(at + 4);
  const first = sheet + 4 + content.readUInt16LE(sheet + 2);
  const records = rows.map((row) => {
    const record = Buffer.alloc(20);
    record.writeUInt16LE(0x0208, 0);
    record.writeUInt16LE(16, 2);
    record.writeUInt16LE(row - 1, 4);
    record.writeUInt16LE(0x20, 16);
    return record;
  });
  stream.content = Buffer.concat([content.subarray(0, first), ...records, content.subarray(first)]);
  stream.size = stream.content.length;
  return Buffer.from(XLSX.CFB.write(container, { type: 'buffer' }) as Buffer);
}

async function told(
  rows: (string | number | null)[][],
  hidden: { rows?: number[]; columns?: string[] },
  bookType: 'xlsx' | 'biff8' = 'xlsx',
) {
  const sheet = XLSX.utils.aoa_to_sheet(rows);
  for (const row of hidden.rows ?? []) (sheet['!rows'] ??= [])[row - 1] = { hidden: true };
  for (const column of hidden.columns ?? []) (sheet['!cols'] ??= [])[XLSX.utils.decode_col(column)] = { hidden: true };
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '汇总');
  const written = XLSX.write(book, { type: 'buffer', bookType }) as Buffer;
  const bytes = bookType === 'biff8' ? withHiddenRows(written, hidden.rows ?? []) : written;
  const workbook = await readWorkbook(bytes, '汇总.xlsx');
  const { findings } = readImport(workbook, { form: annex7, units, contextOf, fileName: '汇总.xlsx' });
  return findings.filter(({ code }) => code === 'hidden_cells').map(({ level, detail }) => `${level} ${detail}`);
}

const warning = (what: string) => [`warning 工作表“汇总”隐藏的${what}中有内容，已一并读取，请核对是否要导入`];

describe('what a sheet does not show', () => {
  it('is imported from a table with a warning that names its rows and columns', async () => {
    expect(await told(table, { rows: [4], columns: ['B', 'D'] })).toEqual(warning('第4行和B、D列'));
    expect(await told(table, { rows: [3, 5] })).toEqual(warning('第3、5行'));
  });
  it('is found in an .xls as well', async () => {
    expect(await told(table, { rows: [4], columns: ['B', 'D'] }, 'biff8')).toEqual(warning('第4行和B、D列'));
    expect(await told(table, {}, 'biff8')).toEqual([]);
  });
  it('is imported from a form with the same warning', async () => {
    expect(await told(form, { rows: [5] })).toEqual(warning('第5行'));
    expect(await told(form, { columns: ['C'] })).toEqual(warning('C列'));
  });
  it('says nothing where nothing is imported: remarks, titles, blanks', async () => {
    expect(await told(table, { rows: [1], columns: ['E'] })).toEqual([]);
    expect(await told(form, { rows: [6], columns: ['B', 'D'] })).toEqual([]);
    expect(await told(table, {})).toEqual([]);
  });
});
