import type { SheetData } from '@nuanxin/domain';
import XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { read, sheet, type Given } from './sheets.ts';

const merges = (...areas: string[]): Partial<SheetData> => ({
  merges: areas.map((area) => {
    const { s, e } = XLSX.utils.decode_range(area);
    return { top: s.r, left: s.c, bottom: e.r, right: e.c };
  }),
});
const rows: Given[][] = [
  ['2025年第二季度'],
  ['填报单位', '区级媒体刊播数', '海报张贴数', '联络员人数', '备注'],
  ['甘棠镇', 3, 4, 30, ''],
  ['仙源镇', '', 6, 30, ''],
  ['焦村镇', 1, '', 30, ''],
];
const told = (...areas: string[]) =>
  read([sheet(rows, merges(...areas))]).rows.map(({ outcome, findings }) =>
    [outcome, ...findings.map(({ code, cell }) => `${code} ${cell}`)].join(' '),
  );

describe('a value in a merged cell', () => {
  it('over two units is neither one’s', () => {
    expect(told('B3:B4')).toEqual(['rejected merged_value B3', 'rejected merged_value B4', 'accepted']);
    const [first] = read([sheet(rows, merges('B3:B4'))]).rows[0]?.findings ?? [];
    expect(first).toMatchObject({
      text: '3',
      detail:
        '第3行“区级媒体刊播数(报纸、电视、广播、网站、公众号)”：“3”在合并的单元格中（B3:B4），分不清各是多少，请取消合并后分别填写',
    });
    expect(read([sheet(rows, merges('B3:B4'))]).rows[0]?.values).not.toHaveProperty('F0102');
  });
  it('over two fields is neither one’s', () => {
    expect(told('B5:C5')).toEqual(['accepted', 'accepted', 'rejected merged_value B5 merged_value C5']);
  });
  it('is found also where a unit has nothing else', () => {
    const few = [...rows.slice(0, 3), ['仙源镇', '', '', '', '']];
    const { rows: read_ } = read([sheet(few, merges('B3:B4'))]);
    expect(read_.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
  });
  it('of one unit, or over a remark, is its own', () => {
    expect(told('D3:E3')).toEqual(['accepted', 'accepted', 'accepted']);
    const own: Given[][] = [...rows.slice(0, 3), ['', '', '', '', ''], ['焦村镇', 1, '', 30, '']];
    const reading = read([sheet(own, merges('A3:A4', 'B3:B4', 'C3:C4'))]);
    expect(reading.rows.filter(({ outcome }) => outcome !== 'ignored').map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
    ]);
  });
  it('without anything in it says nothing, nor does a note over the whole width', () => {
    const noted: Given[][] = [...rows, ['说明：数据截至6月30日', '', '', '', '']];
    expect(read([sheet(noted, merges('C5:C6', 'A6:E6'))]).rows.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'ignored',
    ]);
  });
  it('of a web page is found as well', async () => {
    const line = (...cells: string[]): string => `<tr>${cells.join('')}</tr>`;
    const page = `<html><meta charset="utf-8"><table>${line('<td>2025年第二季度</td>')}${line('<td>填报单位</td><td>区级媒体刊播数</td><td>海报张贴数</td>')}${line('<td>甘棠镇</td><td rowspan="2">3</td><td>4</td>')}${line('<td>仙源镇</td><td>6</td>')}</table></html>`;
    const { sheets } = await readWorkbook(Buffer.from(page), '表.xls');
    expect(read(sheets).rows.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
  });
});

describe('a value in a merged cell of a form', () => {
  const lines: Given[][] = [
    ['2025年第二季度'],
    ['填报单位：甘棠镇'],
    ['区级媒体刊播数', '篇', 3, '见附表'],
    ['联络员人数', '人', '', ''],
    ['海报张贴数', '张', 5, ''],
  ];
  const head: Given[] = ['指标', '单位', '数量', '备注'];
  const of = (all: Given[][], ...areas: string[]) =>
    read([sheet(all, merges(...areas))]).rows[0]?.findings.map(({ code, cell }) => `${code} ${cell}`);
  it('beside two labels is neither one’s, with or without a header row', () => {
    expect(of(lines, 'C3:C4')).toEqual(['merged_value C3', 'merged_value C4']);
    expect(of([...lines.slice(0, 2), head, ...lines.slice(2)], 'C4:C5')).toEqual([
      'merged_value C4',
      'merged_value C5',
    ]);
  });
  it('a remark may be about several figures', () => {
    expect(of([...lines.slice(0, 2), head, ...lines.slice(2)], 'D4:D6')).toEqual([]);
    expect(of(lines, 'D3:D5')).toEqual([]);
  });
});
