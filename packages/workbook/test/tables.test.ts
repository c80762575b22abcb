import { annex7, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const HEAD = '填报单位,“乐享太平 民生先行”专栏上稿数（篇）,区级媒体刊播数（篇）';

async function read(...lines: string[]): Promise<ImportReading> {
  const workbook = await readWorkbook(Buffer.from(['2025年第二季度', ...lines].join('\n')), '表.csv');
  return readImport(workbook, { form: annex7, units, contextOf, fileName: '表.csv' });
}
const errors = ({ rows }: ImportReading, row = 0) =>
  rows[row]?.findings.filter(({ level }) => level === 'error').map(({ code, cell }) => [code, cell]);

describe('columns of a table', () => {
  it('D17 remarks are named as not imported, the running number is not', async () => {
    const reading = await read(`序号,${HEAD},备注`, '1,甘棠镇,1,2,晴');
    expect(reading.findings.map(({ code, text, cell }) => [code, text, cell])).toEqual([
      ['unknown_column', '备注', 'E2'],
    ]);
  });
  it('evidence, for which a workbook has no place, is not asked for row by row', async () => {
    expect((await read(HEAD, '甘棠镇,1,2')).rows[0]?.findings).toEqual([]);
  });
  it('a column without a header in which something stands is named', async () => {
    expect((await read(`${HEAD},`, '甘棠镇,1,2,7')).findings).toMatchObject([{ code: 'unknown_column', cell: 'D2' }]);
  });
  it('D48 this quarter is imported, the year to date is not', async () => {
    const reading = await read('单位,区级媒体刊播数,区级媒体刊播数（累计）,联络员人数', '甘棠镇,1,9,8');
    expect(reading.rows[0]?.values).toEqual({ F0102: 1, F0501: 8 });
    expect(reading.findings).toMatchObject([{ code: 'unknown_column', cell: 'C2' }]);
  });
  it('two columns that mean one field refuse the file', async () => {
    await expect(read('单位,海报张贴数,海报张贴数（张）', '甘棠镇,1,2')).rejects.toMatchObject({
      code: 'layout_unknown',
      detail: expect.stringContaining('B2、C2'),
    });
  });
  it('D14 a second level that holds only the measure words is part of the header', async () => {
    const reading = await read('单位,海报张贴数,区级媒体刊播数', ',（张）,本期数', '甘棠镇,1,2');
    expect(reading.rows.map(({ values }) => values)).toEqual([{ F0606: 1, F0102: 2 }]);
  });
  it('D14 a label in two levels is read as one', async () => {
    const reading = await read('单位,宣传单(册),联络员', ',发放数,人数', '甘棠镇,1,2');
    expect(reading.rows[0]?.values).toEqual({ F0605: 1, F0501: 2 });
  });
});

describe('rows of a table', () => {
  it('D24 a row split by 1,200 is seen even when its last value was blank', async () => {
    expect(errors(await read(`${HEAD},联络员人数`, '甘棠镇,1,200,3,'))).toEqual([['row_width', 'E3']]);
  });
  it('D24 a row split by 1,200 that lacks the cells at its end is asked about, though it is as wide as the header', async () => {
    const head = `${HEAD},联络员人数,备注`;
    const asked = async (...lines: string[]) =>
      (await read(head, ...lines)).rows.map(({ outcome, findings }) =>
        [outcome, ...findings.flatMap(({ code, cell }) => (code === 'row_width' ? `${cell}` : []))].join(' '),
      );
    // A figure where a remark belongs; a row of the same file without its last cells.
    expect(await asked('甘棠镇,1,200,35,4')).toEqual(['confirm B3']);
    expect(await asked('甘棠镇,1,200,35', '仙源镇,12,20,35')).toEqual(['confirm B3', 'accepted']);
    expect(await asked('甘棠镇,3,1,200', '仙源镇,2,8,30,无')).toEqual(['confirm C3', 'accepted']);
    // Rows that have all their cells are what they seem, and 0,200 or 1,20 are no thousands.
    expect(await asked('甘棠镇,1,200,35,', '仙源镇,2,300,35,已核')).toEqual(['accepted', 'accepted']);
    expect(await asked('甘棠镇,0,200,35', '仙源镇,1,20,35')).toEqual(['accepted', 'accepted']);
  });
  it('the header again, at the top of a second page, is no unit', async () => {
    expect((await read(HEAD, '甘棠镇,1,2', HEAD, '仙源镇,3,4')).rows.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
    ]);
  });
  it('D18 totals of parts and of all are sums of what they say, also as text', async () => {
    const { rows } = await read(
      HEAD,
      '甘棠镇,1,2',
      '乡镇小计,1,2',
      '仙源镇,4,"1,000"',
      '小 计,5,1000',
      '总计：,5,"1,002"',
    );
    expect(rows.flatMap(({ row, findings }) => findings.map(({ code, cell }) => [row, code, cell]))).toContainEqual([
      6,
      'total_mismatch',
      'B6',
    ]);
    expect(rows.filter(({ findings }) => findings.some(({ code }) => code === 'total_mismatch'))).toHaveLength(1);
  });
  it('D18 a total above the rows is compared with nothing, and 其中：乡镇小计 is no unit', async () => {
    const { rows } = await read(HEAD, '全区合计,9,9', '甘棠镇,1,2', '其中：乡镇小计,1,2');
    expect(rows.map(({ outcome, findings }) => [outcome, findings])).toEqual([
      ['ignored', []],
      ['accepted', []],
      ['ignored', []],
    ]);
  });
  it('D19 the mobile number in a note is not kept', async () => {
    const { rows } = await read(HEAD, '甘棠镇,1,2', '填表人：王晓明 联系电话：13805591234,,');
    expect(rows[1]?.unitText).toBe('填表人：王晓明 联系电话：138****1234');
  });
  it('D52 an identity number is kept nowhere in the outcome', async () => {
    const reading = read(HEAD, '甘棠镇341003198001011234,1,34100319800101123X');
    await expect(reading).rejects.toMatchObject({
      code: 'personal_info',
      detail: '工作表“表”A3、“表”C3含有身份证号码，请删除后重新导入；文件没有保存',
    });
  });
  it('D32 a formula error that arrives as text is one', async () => {
    expect(errors(await read(HEAD, '甘棠镇,#DIV/0!,2'))).toEqual([['formula', 'B3']]);
  });
});

describe('whatever stands in a table', () => {
  it('every row has an outcome or the file is refused: nothing crashes and nothing is lost', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('', '合计', '甘棠镇', '仙源', '约20', '1.2万', '/', '填报单位', '2025年一季度', '-3', '三'),
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async (rows) => {
        const lines = rows.map((row) => row.map(quote).join());
        const reading = await read(HEAD, ...lines, '永丰乡,5,6').catch((error: { code?: string }) => error.code);
        if (typeof reading === 'object') {
          const last = reading.rows.findLast(({ unit }) => unit?.name === '永丰乡');
          expect(last?.values).toEqual({ F0101: 5, F0102: 6 });
        } else expect(reading).toMatch(/^(?:personal_info|layout_unknown|period_mismatch|file_type_unsupported)$/);
      }),
      { numRuns: 300 },
    );
  });
});
