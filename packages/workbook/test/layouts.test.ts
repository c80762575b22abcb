import { annex7, ImportRefused, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const HEAD = '填报单位,“乐享太平 民生先行”专栏上稿数（篇）,区级媒体刊播数（篇）';

async function readText(text: string, more: { period?: string; scope?: string[] } = {}): Promise<ImportReading> {
  const workbook = await readWorkbook(Buffer.from(text), '表.csv');
  return readImport(workbook, { form: annex7, units, contextOf, fileName: '表.csv', ...more });
}
const read = (...lines: string[]) => readText(['2025年第二季度', HEAD, ...lines].join('\n'));
const codes = (reading: ImportReading, row = 0) =>
  reading.rows[row]?.findings.filter(({ level }) => level !== 'warning').map(({ code }) => code);

describe('units in a workbook', () => {
  it.each(['甘棠镇', '甘棠', '甘棠镇人民政府', '黄山区甘棠镇', '甘棠镇民生办', ' 甘 棠 镇 '])(
    'D39 %s is one unit',
    async (text) => {
      expect((await read(`${text},1,2`)).rows[0]?.unit?.code).toBe('341003100');
    },
  );
  it.each([
    ['乌石乡', '341003108'],
    ['三口乡', '341003107'],
  ])('D40 the old name %s is read with a warning', async (text, code) => {
    const { rows } = await read(`${text},1,2`);
    expect(rows[0]).toMatchObject({ unit: { code }, outcome: 'accepted' });
    expect(rows[0]?.findings[0]).toMatchObject({ code: 'old_name', level: 'warning' });
  });
  it.each(['新民乡', '黄山风景区', '黄山市', '黄山'])(
    'D41, D44 %s is unknown: likeness is never enough',
    async (text) => {
      expect(codes(await read(`${text},1,2`))).toEqual(['unit_unknown']);
    },
  );
  it('D41 suggests names that differ by one character', async () => {
    expect((await read('新民乡,1,2')).rows[0]?.findings[0]?.detail).toContain('新明乡');
  });
  it.each(['区卫健委', '卫健局', '区卫生健康委员会'])('D45 %s is one unit', async (text) => {
    expect((await read(`${text},1,2`)).rows[0]?.unit?.code).toBe('B08');
  });
  it('D46 a unit that stands twice is refused in both rows', async () => {
    const reading = await read('焦村镇,1,2', '焦村,3,4');
    expect([codes(reading, 0), codes(reading, 1)]).toEqual([['unit_duplicate'], ['unit_duplicate']]);
  });
  it('D47 the row of another unit is refused to a reporter', async () => {
    const text = ['2025年第二季度', HEAD, '焦村镇,1,2'].join('\n');
    expect(codes(await readText(text, { scope: ['341003100'] }))).toEqual(['unit_scope']);
  });
});

describe('headers and rows', () => {
  it('D16, D17 columns are found by name in any order; an unknown one is named', async () => {
    const reading = await readText(
      '2025年二季度\n序号,区级媒体 刊播数 （篇）,单位,天气,乐享太平民生先行专栏上稿数\n1,5,甘棠镇,晴,6\n',
    );
    expect(reading.rows[0]?.values).toEqual({ F0101: 6, F0102: 5 });
    expect(reading.findings).toMatchObject([{ code: 'unknown_column', text: '天气', cell: 'D2', level: 'warning' }]);
  });
  it('D16 a header broken over two lines is one', async () => {
    const reading = await readText('2025年二季度\n单位,"入户 走访\n(户)",联络员人数\n甘棠镇,120,8\n');
    expect(reading.rows[0]?.values).toEqual({ F0506: 120, F0501: 8 });
    expect(reading.findings).toEqual([]);
  });
  it('D18 a total that is not the sum of its rows is pointed out', async () => {
    const workbook = await readWorkbook(
      Buffer.from(['2025年第二季度', HEAD, '甘棠镇,1,2', '仙源镇,3,4', '合计,4,7'].join('\n')),
      '表.csv',
    );
    const total = workbook.sheets[0]?.rows[4];
    // Cells of text are not summed; as numbers they are.
    if (total?.[1] && total[2]) [total[1].number, total[2].number] = [4, 7];
    const { rows } = readImport(workbook, { form: annex7, units, contextOf, fileName: '表.csv' });
    expect(rows.at(-1)).toMatchObject({
      outcome: 'ignored',
      findings: [{ code: 'total_mismatch', cell: 'C5', readsAs: 6 }],
    });
  });
  it('D19, D20 notes and section rows are no units', async () => {
    const reading = await read('一、各乡镇,,', '甘棠镇,1,2', ',,', '填表人：王晓明 联系电话：0559-8532000,,');
    expect(reading.rows.map(({ outcome, row }) => [outcome, row])).toEqual([
      ['accepted', 4],
      ['ignored', 6],
    ]);
  });
  it('D24 an unquoted thousands separator is seen by the extra column', async () => {
    expect(codes(await read('甘棠镇,1,200,5'))).toEqual(['row_width']);
  });
  it('blank is not zero', async () => {
    expect((await read('甘棠镇,,0')).rows[0]?.values).toEqual({ F0102: 0 });
  });
  it('D50 sessions without people are refused with the cell', async () => {
    const { rows } = await readText('2025年第二季度\n单位,“民生实事大白话”培训场次,培训人次\n甘棠镇,0,30\n');
    expect(rows[0]?.findings.find(({ level }) => level === 'error')).toMatchObject({
      code: 'cross_field',
      cell: 'C3',
      text: '30',
    });
  });
  it('D52 an identity number in any cell is refused and not repeated', async () => {
    const refused = await read('甘棠镇,1,341003198001011234').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'personal_info', detail: expect.stringMatching(/C\d.*请删除后重新导入/) });
    expect(JSON.stringify(refused)).not.toContain('341003198001011234');
  });
});

describe('the period', () => {
  it.each([
    ['2025年第二季度', '2025Q2'],
    ['2025年2季度情况', '2025Q2'],
    ['２０２５年四季度', '2025Q4'],
    ['2025Q3', '2025Q3'],
  ])('is read from %s', async (title, period) => {
    expect((await readText(`${title}\n${HEAD}\n甘棠镇,1,2\n`)).period).toBe(period);
  });
  it('D13 that differs from the chosen one refuses the file', async () => {
    await expect(readText(`2025年三季度\n${HEAD}\n甘棠镇,1,2\n`, { period: '2025Q2' })).rejects.toMatchObject({
      code: 'period_mismatch',
    });
  });
  it('that nobody states refuses the file', async () => {
    await expect(readText(`${HEAD}\n甘棠镇,1,2\n`)).rejects.toThrow(ImportRefused);
  });
});
