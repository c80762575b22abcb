import { describe, expect, it } from 'vitest';
import { form, read, sheet, type Given } from './sheets.ts';

const head: Given[] = ['2025年第二季度'];
const told = (rows: Given[][]) => {
  const reading = read([sheet(rows)]);
  return [
    reading.rows[0]?.values.F0605,
    ...[...reading.findings, ...(reading.rows[0]?.findings ?? [])].map(
      ({ level, code, cell, readsAs }) => `${level} ${code} ${cell} ${readsAs}`,
    ),
  ];
};
const table = (header: string, value: Given, ...above: Given[][]): Given[][] => [
  head,
  ...above,
  ['填报单位', '区级媒体刊播数', header],
  ['甘棠镇', 5, value],
];

describe('D27 a measure that the sheet states for its figures', () => {
  it.each<[string, Given, unknown[]]>([
    ['宣传单(册)发放数（万份）', 2, [20_000, 'confirm unit C3 20000']],
    ['宣传单(册)发放数（万份）', '1.2', [12_000, 'confirm unit C3 12000']],
    ['宣传单(册)发放数（单位：千份）', 3, [3000, 'confirm unit C3 3000']],
    ['宣传单(册)发放数（百）', 3, [300, 'confirm unit C3 300']],
    ['宣传单(册)发放数（万份）', '约2', [20_000, 'confirm approximate C3 20000']],
    ['宣传单(册)发放数（万份）', '2万', [undefined, 'error unit C3 null']],
    ['宣传单(册)发放数（万份）', 0, [0]],
    ['宣传单(册)发放数（万份）', '', [undefined]],
    ['宣传单(册)发放数（份）', 2, [2]],
    ['宣传单(册)发放数（张）', 2, [2, 'warning unit C2 null']],
    ['宣传单(册)发放数（万张）', 2, [20_000, 'warning unit C2 null', 'confirm unit C3 20000']],
  ])('in the header %s: %j', (header, value, expected) => expect(told(table(header, value))).toEqual(expected));

  it('in the second line of a header', () => {
    const rows = [
      head,
      ['填报单位', '区级媒体刊播数', '宣传单(册)发放数'],
      ['', '（篇）', '（万份）'],
      ['甘棠镇', 5, 2],
    ];
    expect(told(rows)).toEqual([20_000, 'confirm unit C4 20000']);
  });

  it.each(['单位：万份', '（计量单位:万份）'])(
    'in the line %s above the table, for the figures of that measure',
    (line) => {
      expect(told(table('宣传单(册)发放数', 2, [line]))).toEqual([20_000, 'confirm unit C4 20000']);
    },
  );

  it('in a line that names no measure, for all of them', () => {
    expect(told(table('宣传单(册)发放数', 2, ['单位：百']))).toEqual([
      200,
      'confirm unit B4 500',
      'confirm unit C4 200',
    ]);
  });

  it('a line about the unit is none', () => {
    expect(told(table('宣传单(册)发放数', 2, ['单位：甘棠镇']))).toEqual([2]);
  });

  it.each<[string, Given[], unknown[]]>([
    ['in the column of measures', ['宣传单(册)发放数', '万份', 2], [20_000, 'confirm unit C7 20000']],
    ['in the brackets of the label', ['宣传单(册)发放数（百份）', '', 2], [200, 'confirm unit C7 200']],
    ['another one', ['宣传单(册)发放数', '张', 2], [2, 'warning unit A7 null']],
    ['its own', ['宣传单(册)发放数', '份', 2], [2]],
  ])('of a form: %s', (_, line, expected) => {
    const { rows } = read([form([head, ['填报单位：甘棠镇']], [line])]);
    const own = rows[0]?.findings.filter(({ field }) => field === 'F0605') ?? [];
    expect([
      rows[0]?.values.F0605,
      ...own.map(({ level, code, cell, readsAs }) => `${level} ${code} ${cell} ${readsAs}`),
    ]).toEqual(expected);
  });

  it('of a form without a header row, between label and value', () => {
    const rows = [
      head,
      ['填报单位：甘棠镇'],
      ['区级媒体刊播数', '篇', 3],
      ['海报张贴数', '张', 4],
      ['宣传单(册)发放数', '万份', 2],
    ];
    expect(told(rows)).toEqual([20_000, 'confirm unit C5 20000']);
  });

  it('says what was made of it, and what to do', () => {
    expect(read([sheet(table('宣传单(册)发放数（万份）', 2))]).rows[0]?.findings[0]?.detail).toBe(
      '第3行“宣传单(册)发放数”：“2”，表中写明的计量单位是“万份”，已按20000份计，请确认',
    );
  });
});
