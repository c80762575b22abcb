import XLSX from '@e965/xlsx';
import {
  annex7,
  matchUnit,
  normaliseNumber,
  parseDate,
  readImport,
  type FormContext,
  type UnitEntry,
} from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

// The cases of the office's list that no other test names.
const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const rows = [
  ['2025年第二季度', null, null],
  ['填报单位', '“乐享太平 民生先行”专栏上稿数（篇）', '区级媒体刊播数（篇）'],
  ['甘棠镇', 3, 4],
  ['仙源镇', 5, 6],
];
async function read(bytes: Buffer, fileName: string, entries: UnitEntry[] = units) {
  const workbook = await readWorkbook(bytes, fileName);
  const reading = readImport(workbook, { form: annex7, units: entries, contextOf, fileName });
  return reading.rows.map(({ unit, values }) => [unit?.name, values.F0101, values.F0102]);
}
const two = [
  ['甘棠镇', 3, 4],
  ['仙源镇', 5, 6],
];
function written(bookType: 'biff8' | 'xlsx'): Buffer {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), '汇总');
  return XLSX.write(book, { type: 'buffer', bookType }) as Buffer;
}
const page = (cells: string, charset = 'gb2312'): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><style>td{mso-number-format:"\\@"}</style></head><body>${cells}</body></html>`;
/** GBK, which Node reads but does not write: these characters' own bytes. */
const gbk = (text: string): Buffer => Buffer.concat([...text].map((char) => gbkBytes.get(char) ?? Buffer.from(char)));
const gbkBytes = new Map<string, Buffer>();
for (let high = 0x81; high <= 0xfe; high++) {
  for (let low = 0x40; low <= 0xfe; low++) {
    const bytes = Buffer.from([high, low]);
    const char = new TextDecoder('gb18030').decode(bytes);
    if ([...char].length === 1 && char !== '\ufffd') gbkBytes.set(char, bytes);
  }
}
const tableOf = (...lines: string[]): string => `<table>${lines.map((line) => `<tr>${line}</tr>`).join('')}</table>`;
const td = (...texts: (string | number)[]): string => texts.map((text) => `<td>${text}</td>`).join('');

describe('files', () => {
  it('D01 an .xls from Excel or WPS is read', async () => {
    expect(await read(written('biff8'), '汇总.xls')).toEqual(two);
  });

  it.each(['biff8', 'xlsx'] as const)('D02 an .et that holds %s is read by its content', async (bookType) => {
    expect(await read(written(bookType), '汇总.et')).toEqual(two);
  });

  it('D06 a web page named .xls is read in its own charset', async () => {
    const html = page(
      tableOf(
        '<td colspan="3">2025年第二季度</td>',
        td('填报单位', '“乐享太平&nbsp;民生先行”专栏上稿数（篇）', '区级媒体<br>刊播数'),
        `<td>甘棠镇</td><td x:num="3">3 篇</td><td>4</td>`,
        td('仙源镇', 5, 6),
      ),
    );
    expect(await read(gbk(html), '汇总.xls')).toEqual(two);
  });

  it('D06 cells that reach over rows and columns keep the others in their places', async () => {
    const html = page(
      tableOf(
        '<th rowspan="2">填报单位</th><th colspan="2">2025年第二季度</th>',
        td('“乐享太平 民生先行”专栏上稿数', '区级媒体刊播数'),
        td('甘棠镇', 3, 4),
        td('仙源镇', 5, 6),
      ),
      'utf-8',
    );
    const { sheets } = await readWorkbook(Buffer.from(html), '表.xls');
    expect(sheets[0]?.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
    ]);
    expect(sheets[0]?.rows[1]?.map((cell) => cell?.text ?? null)).toEqual([
      null,
      '“乐享太平 民生先行”专栏上稿数',
      '区级媒体刊播数',
    ]);
  });

  it('D06 a page that claims a million columns or rows costs nothing', async () => {
    const wide = page(tableOf('<td colspan="1000000">甲</td><td>乙</td>'));
    await expect(readWorkbook(Buffer.from(wide), '表.xls')).rejects.toMatchObject({ code: 'too_large' });
    const tall = page(tableOf('<td rowspan="1000000">甲</td><td>乙</td>'));
    await expect(readWorkbook(Buffer.from(tall), '表.xls')).resolves.toBeDefined();
  });
});

describe('sheets', () => {
  it('D21 a unit cell merged over three rows is the unit of each: the rows are one unit thrice', async () => {
    const book = XLSX.utils.book_new();
    const sheet = XLSX.utils.aoa_to_sheet([rows[0] ?? [], rows[1] ?? [], ['甘棠镇', 1, 2], [null, 3, 4], [null, 5, 6]]);
    sheet['!merges'] = [{ s: { r: 2, c: 0 }, e: { r: 4, c: 0 } }];
    XLSX.utils.book_append_sheet(book, sheet, '汇总');
    const bytes = XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
    const workbook = await readWorkbook(bytes, '汇总.xlsx');
    const reading = readImport(workbook, { form: annex7, units, contextOf, fileName: '汇总.xlsx' });
    expect(reading.rows.map(({ unit, findings }) => [unit?.name, findings[0]?.code])).toEqual([
      ['甘棠镇', 'unit_duplicate'],
      ['甘棠镇', 'unit_duplicate'],
      ['甘棠镇', 'unit_duplicate'],
    ]);
  });
});

describe('values', () => {
  it('D23 full-width digits are digits', () => {
    expect(normaliseNumber('１，２００')).toEqual({ value: 1200, findings: [] });
  });
  it.each(['/', '—', '无'])('D29 %s is zero, with a warning', (text) => {
    expect(normaliseNumber(text)).toEqual({
      value: 0,
      findings: [{ level: 'warning', code: 'empty_as_zero', readsAs: 0 }],
    });
  });
  it('D29 a blank stays blank, and a zero is a zero', () => {
    expect(normaliseNumber('  ')).toEqual({ value: null, findings: [] });
    expect(normaliseNumber('0')).toEqual({ value: 0, findings: [] });
  });
  it('D31 a number kept as text, and one in scientific notation', () => {
    expect(normaliseNumber('’0012')).toEqual({ value: 12, findings: [] });
    expect(normaliseNumber('1.2E+04')).toMatchObject({ value: 12_000, findings: [{ code: 'scientific' }] });
  });
  it('D33 no field of the form is a percentage, so a percent sign is no figure of it', () => {
    expect(annex7.fields.filter(({ measure }) => measure === '%')).toEqual([]);
    expect(normaliseNumber('98.5%')).toMatchObject({ value: null, findings: [{ level: 'error' }] });
  });
  it.each(['2025.3.28', '2025/3/28', '2025-3-28', '2025年3月28日', '3月28日', '20250328', '45744'])(
    'D34 %s is 28 March 2025',
    (text) => {
      expect(parseDate(text, 2025)).toBe('2025-03-28');
    },
  );
  it('D37 the form asks for one day: a range of days is no date, and says so', () => {
    expect(parseDate('5月10日—5月12日', 2025)).toBe('bad_date');
  });
});

describe('units', () => {
  const villages: UnitEntry[] = [
    { code: '341003105201', name: '龙源村', aliases: [{ text: '龙源村村委会' }], reports: false },
    { code: '341003201203', name: '龙源村', aliases: [{ text: '龙源村村委会' }], reports: false },
    { code: '341003105205', name: '陈村', aliases: [{ text: '陈村村' }, { text: '陈村村村委会' }], reports: false },
    { code: '341003105206', name: '郭村', aliases: [{ text: '郭村村委会' }], reports: false },
  ];
  it('D42 a name that two villages bear means neither', () => {
    expect(matchUnit('龙源村', villages)).toMatchObject({ kind: 'ambiguous' });
  });
  it.each(['陈村', '陈村村', '陈村村村委会'])('D43 %s is one village, and 村 is not simply left out', (text) => {
    expect(matchUnit(text, villages)).toMatchObject({ kind: 'unit', unit: { name: '陈村' } });
    expect(matchUnit('陈', villages)).toMatchObject({ kind: 'unknown' });
    expect(matchUnit('郭', villages)).toMatchObject({ kind: 'unknown' });
  });
});
