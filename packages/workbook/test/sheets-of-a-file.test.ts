import type { SheetData } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { form, read, refusal, sheet, type Given } from './sheets.ts';

describe('several sheets', () => {
  const of = (unit: string, name: string, more: Partial<SheetData> = {}): SheetData => ({
    ...form([['2025年第二季度'], [`填报单位：${unit}`]]),
    name,
    ...more,
  });
  it('each form sheet is one unit; D12 hidden, explaining and empty ones are left out and named', () => {
    const explained = sheet([
      ['指标', '解释'],
      ['区级媒体刊播数', '指…'],
      ['联络员人数', '指…'],
      ['海报张贴数', '指…'],
    ]);
    const template = sheet([['填报单位：'], ['指标', '数量'], ['区级媒体刊播数'], ['联络员人数'], ['海报张贴数']]);
    const reading = read([
      of('甘棠镇', '甘棠'),
      of('仙源镇', '仙源'),
      of('焦村镇', '去年', { hidden: true }),
      { ...explained, name: '填表说明' },
      { ...template, name: '空表' },
    ]);
    expect(reading.rows.map(({ sheet: name, unit }) => [name, unit?.name])).toEqual([
      ['甘棠', '甘棠镇'],
      ['仙源', '仙源镇'],
    ]);
    expect(reading.findings.map(({ code, text }) => [code, text])).toEqual([
      ['sheet_ignored', '去年'],
      ['sheet_ignored', '填表说明'],
      ['sheet_ignored', '空表'],
    ]);
  });
  it('a sheet left from last quarter refuses the file', () => {
    const old = { ...form([['2025年第一季度'], ['填报单位：仙源镇']]), name: '旧' };
    expect(refusal([of('甘棠镇', '甘棠'), old])).toEqual(['period_mismatch', expect.stringMatching(/2025Q2.*2025Q1/)]);
  });
  it('only an empty form', () => {
    const empty = sheet([['2025年第二季度'], ['指标', '数量'], ['区级媒体刊播数'], ['联络员人数'], ['海报张贴数']]);
    expect(refusal([empty])).toEqual(['no_rows', expect.any(String)]);
  });
  it('two tables are not chosen from', () => {
    const table = sheet([
      ['单位', '区级媒体刊播数', '联络员人数'],
      ['甘棠镇', 1, 2],
    ]);
    expect(
      refusal([
        { ...table, name: '一' },
        { ...table, name: '二' },
      ]),
    ).toEqual(['sheet_ambiguous', expect.stringContaining('“一”、“二”')]);
  });
  it('D52 an identity number in a hidden sheet refuses the file and is not repeated', () => {
    const hidden = sheet([['34100319800101123X']], { name: '藏', hidden: true });
    expect(refusal([of('甘棠镇', '甘棠'), hidden])).toEqual(['personal_info', expect.stringContaining('“藏”A1')]);
    expect(JSON.stringify(refusal([of('甘棠镇', '甘棠'), hidden]))).not.toContain('341003');
  });
});

describe('the period of a file', () => {
  const line: Given[] = ['填报单位：甘棠镇'];
  it.each<[string, Given[][], { period?: string; fileName?: string }, string]>([
    ['year in the title, quarter in a line', [['黄山区2025年统计表'], ['报送期：第二季度'], line], {}, '2025Q2'],
    ['both in the title, apart', [['2025年宣传情况统计表（三季度）'], line], {}, '2025Q3'],
    ['the quarter alone, the year chosen', [['第2季度'], line], { period: '2025Q2' }, '2025Q2'],
    ['only in the name of the file', [line], { fileName: '附件7-甘棠镇2025年四季度.xlsx' }, '2025Q4'],
    ['only chosen', [line], { period: '2025Q1' }, '2025Q1'],
  ])('%s', (_, head, more, period) => expect(refusal([form(head)], more)).toBe(period));
  it.each<[string, Given[][], { period?: string; fileName?: string }]>([
    ['title and line disagree', [['2025年第一季度统计表'], ['统计时段：2025年第二季度'], line], {}],
    ['the file’s name and the choice disagree', [line], { period: '2025Q1', fileName: '2025Q2.xlsx' }],
    ['the quarter alone differs from the choice', [['第3季度'], line], { period: '2025Q2' }],
  ])('%s', (_, head, more) => expect(refusal([form(head)], more)).toMatchObject(['period_mismatch', /./]));
  it('the name of a file left over from last quarter yields to what stands in it', () => {
    expect(refusal([form([['2025年第二季度'], line])], { fileName: '2025年一季度.xlsx' })).toBe('2025Q2');
  });
});
