import { confirmedOf, noDecisions, withConfirmed, type ImportDecisions, type ImportReading } from '@nuanxin/domain';
import { annex7, readImport, type FormContext } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const file = [
  '2025年第二季度',
  '填报单位,专栏稿件,区级媒体刊播数（篇）,联络员人数',
  '甘棠镇政府办,1,2,8',
  '仙源镇,2,十几,约20',
  '汤口镇,3,4',
].join('\n');

async function read(decisions: Partial<ImportDecisions>): Promise<ImportReading> {
  const workbook = await readWorkbook(Buffer.from(file), '表.csv');
  const decided = { ...noDecisions, ...decisions };
  return readImport(workbook, { form: annex7, units, contextOf, fileName: '表.csv', decisions: decided });
}
const codes = ({ rows }: ImportReading, row: number) =>
  rows[row]?.findings.map(({ code, level }) => `${level} ${code}`);

describe('what a person decides about a file', () => {
  it('without a decision an unknown unit, an unknown column and a text without a number stay what they are', async () => {
    const reading = await read({});
    expect(codes(reading, 0)).toContain('error unit_unknown');
    expect(reading.findings).toMatchObject([{ code: 'unknown_column', text: '专栏稿件' }]);
    expect(codes(reading, 1)).toContain('error not_numeric');
  });

  it('a text may mean a unit, and the row says who said so', async () => {
    const reading = await read({ units: [{ text: '甘棠镇政府办', unit: '341003100' }] });
    expect(reading.rows[0]).toMatchObject({ unit: { name: '甘棠镇' }, outcome: 'accepted' });
    expect(codes(reading, 0)).toContain('warning unit_decided');
  });

  it('a header may mean a field', async () => {
    const reading = await read({ headers: [{ text: '专栏稿件', field: 'F0101' }] });
    expect(reading.rows.map(({ values }) => values.F0101)).toEqual([1, 2, 3]);
    expect(reading.findings.map(({ level, code, cell, field }) => [level, code, cell, field])).toEqual([
      ['warning', 'header_decided', 'B2', 'F0101'],
    ]);
  });

  it('a cell is read as it was mended, judged like any other, and its original text stays', async () => {
    const mended = await read({ cells: [{ sheet: '表', cell: 'C4', text: '12', by: '王科长' }] });
    expect(mended.rows[1]?.values.F0102).toBe(12);
    expect(mended.rows[1]?.findings.find(({ code }) => code === 'overridden')).toMatchObject({
      level: 'warning',
      cell: 'C4',
      field: 'F0102',
      text: '十几',
      readsAs: '12',
      detail: '第4行（C4）原为“十几”，改为“12”（王科长）',
    });
    const worse = await read({ cells: [{ sheet: '表', cell: 'C4', text: '-3' }] });
    expect(codes(worse, 1)).toContain('error negative');
  });

  it('a cell that was left out may be filled in', async () => {
    const reading = await read({ cells: [{ sheet: '表', cell: 'D5', text: '6' }] });
    expect(reading.rows[2]?.values.F0501).toBe(6);
  });

  it('a confirmed reading is a warning from then on, until it reads otherwise', async () => {
    const mend = [{ sheet: '表', cell: 'C4', text: '12' }];
    const asked = (await read({ cells: mend })).rows[1];
    const approximate = asked?.findings.find(({ level }) => level === 'confirm');
    if (!asked || !approximate) throw new Error('nothing to confirm');
    const confirmed = [confirmedOf(asked, approximate)];
    const open = (row: typeof asked) =>
      withConfirmed([row], confirmed)[0]?.findings.filter(({ level }) => level === 'confirm').length;
    expect(open(asked)).toBe(0);
    const changed = (await read({ cells: [...mend, { sheet: '表', cell: 'D4', text: '约30' }] })).rows[1];
    if (!changed) throw new Error('no row');
    expect(open(changed)).toBe(1);
  });
});
