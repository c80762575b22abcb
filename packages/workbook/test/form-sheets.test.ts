import { describe, expect, it } from 'vitest';
import { form, read, sheet, type Given } from './sheets.ts';

describe('who fills in a form sheet', () => {
  it.each<[string, Given[]]>([
    ['D15 with a full-width colon', ['填报单位：甘棠镇']],
    ['D15 with a half-width colon and brackets', ['填报单位:甘棠镇(盖章)']],
    ['the seal before the colon', ['填报单位（盖章）：甘棠镇']],
    ['spaces between the characters', ['填 报 单 位： 甘棠镇人民政府 （盖章）']],
    ['label and name in two cells', ['填报单位', null, '甘棠镇']],
    ['the colon with the label', ['填报单位：', '甘棠镇']],
    ['unit and day in one cell', ['填报单位：甘棠镇  填报日期：2025.6.30']],
  ])('%s', (_, line) => {
    const { rows, layout } = read([form([['2025年第二季度'], line])]);
    expect([layout, rows[0]?.unit?.code, rows[0]?.row]).toEqual(['form', '341003100', 2]);
  });
  it('永丰乡（终稿） is not taken for 永丰乡', () => {
    const { rows } = read([form([['2025年第二季度'], ['填报单位：永丰乡（终稿）']])]);
    expect(rows[0]?.findings.find(({ level }) => level === 'error')).toMatchObject({
      code: 'unit_unknown',
      cell: 'A2',
    });
  });
  it('nobody: the row is rejected and says so', () => {
    expect(read([form([['2025年第二季度']])]).rows[0]?.findings[0]).toMatchObject({ code: 'unit_unknown' });
  });
});

describe('figures and texts of a form sheet', () => {
  const head: Given[][] = [['2025年第二季度'], ['填报单位：甘棠镇']];
  it('a blank is no value, and about 20 has to be confirmed in words with its place', () => {
    const [row] = read([form(head)]).rows;
    expect(row).toMatchObject({ outcome: 'confirm', values: { F0102: 3, F0501: 20 } });
    expect(row?.values).not.toHaveProperty('F0606');
    expect(row?.findings.find(({ level }) => level === 'confirm')).toMatchObject({
      cell: 'C5',
      text: '约20',
      readsAs: 20,
      detail: '第5行“联络员人数”：“约20”已按20计，请确认',
    });
  });
  it('without a header of its own, the value is the next cell that is not the measure word', () => {
    const [row] = read([
      sheet([...head, ['区级媒体刊播数', '篇', 3], ['联络员人数（人）', 8], ['海报张贴数', '', '张', '1.2万']]),
    ]).rows;
    expect(row?.values).toEqual({ F0102: 3, F0501: 8, F0606: 12_000 });
  });
  it('D48 two figures beside a label without a header row are asked about, and a blank is not filled from the second', () => {
    const lines: Given[][] = [
      ['区级媒体刊播数', '篇', 3, 9],
      ['联络员人数', '人', '', 20],
      ['海报张贴数', '张', 5, ''],
    ];
    const [row] = read([sheet([...head, ...lines])]).rows;
    expect(row).toMatchObject({ outcome: 'confirm', values: { F0102: 3, F0606: 5 } });
    expect(row?.values).not.toHaveProperty('F0501');
    expect(row?.findings.filter(({ level }) => level === 'confirm')).toMatchObject([
      { code: 'columns_ambiguous', cell: 'C3', detail: expect.stringMatching(/C、D列.*已取C列为本期数，请确认/) },
    ]);
    const named = read([sheet([...head, ['指标', '单位', '本期', '累计'], ...lines])]).rows[0];
    expect(named).toMatchObject({ outcome: 'accepted', values: { F0102: 3, F0606: 5 } });
  });
  it('D48 two figures in other columns from row to row are refused', () => {
    const [row] = read([
      sheet([...head, ['区级媒体刊播数', 3, 9], ['联络员人数', '', 20, 30], ['海报张贴数', 5]]),
    ]).rows;
    expect(row).toMatchObject({ outcome: 'rejected' });
    expect(row?.findings.find(({ level }) => level === 'error')).toMatchObject({
      code: 'columns_ambiguous',
      cell: 'B3',
    });
  });
  it('two blocks side by side are not two figures of one label, nor is a remark that says 无', () => {
    const blocks: Given[][] = [
      ['区级媒体刊播数', 3, '联络员人数', 8],
      ['市级媒体刊播数', 2, '海报张贴数', 5, '无'],
      ['培训人次', 40, '', ''],
    ];
    expect(read([sheet([...head, ...blocks])]).rows[0]).toMatchObject({ outcome: 'accepted' });
  });
  it('two blocks side by side keep their own values', () => {
    const [row] = read([
      sheet([
        ...head,
        ['指标', '数量', '指标', '数量'],
        ['区级媒体刊播数', 3, '联络员人数', 8],
        ['市级媒体刊播数', '', '海报张贴数', 5],
        ['培训人次', 40, '', ''],
      ]),
    ]).rows;
    expect(row?.values).toEqual({ F0102: 3, F0501: 8, F0606: 5, F0503: 40 });
  });
  it('the last line ends one value where the next label begins, wanted or not', () => {
    const [row] = read([
      form(head, [['填报人：王晓明 审核人：李四 联系电话：0559-8532000 填报日期：6月30日'], ['分管负责人：张三']]),
    ]).rows;
    expect(row?.values).toMatchObject({ preparer: '王晓明', phone: '0559-8532000', report_date: '2025-06-30' });
  });
  it('the work summary stands beside its label, below it or behind a colon; prose names no labels', () => {
    const [row] = read([
      form(head, [
        ['一、主要做法', '成立专班，设联系电话：12345。'],
        ['宣传成效'],
        ['知晓率提升。'],
        ['存在问题：更新不及时。'],
        ['联系电话', '0559-8532000'],
      ]),
    ]).rows;
    expect(row?.values).toMatchObject({
      main_practices: '成立专班，设联系电话：12345。',
      results: '知晓率提升。',
      problems: '更新不及时。',
      phone: '0559-8532000',
    });
  });
  it('D35 a day that does not exist is refused with its cell', () => {
    const [row] = read([form(head, [['填报日期：2025.6.31']])]).rows;
    expect(row?.findings.find(({ level }) => level === 'error')).toMatchObject({ code: 'bad_date', cell: 'A7' });
  });
  it('a figure that stands twice with two values is refused, an unknown one is named', () => {
    const [row] = read([
      form(head, [
        ['天气晴朗天数', '天', 9],
        ['区级媒体刊播数', '篇', 4],
      ]),
    ]).rows;
    expect(row?.findings.map(({ code, cell }) => [code, cell])).toEqual(
      expect.arrayContaining([
        ['field_duplicate', 'C8'],
        ['unknown_label', 'C7'],
      ]),
    );
  });
  it('a line of the form that names a mobile number is kept with a warning', () => {
    const [row] = read([form(head, [['联系电话：13805591234']])]).rows;
    expect(row?.findings.find(({ code }) => code === 'mobile_number')).toMatchObject({ level: 'warning', text: null });
  });
});
