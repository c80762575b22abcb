import { annex7, readImport } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readSent } from '../src/index.ts';
import { docx } from './docx.ts';
import { form, read, refusal, sheet, type Given } from './sheets.ts';
import { units } from './units.ts';

const table = (title: string, name = '汇总', more: Given[] = []) =>
  sheet([[title], more, ['填报单位', '区级媒体刊播数', '海报张贴数'], ['甘棠镇', 3, 4]], { name });
const told = (...given: Parameters<typeof read>) => {
  const { findings, period } = read(...given);
  return [period, ...findings.map(({ level, code, cell }) => `${level} ${code} ${cell}`)];
};

describe('D13 what a file says that is left over from another period is told', () => {
  const chosen = { period: '2025Q3' };
  it.each<[string, Parameters<typeof read>, string[]]>([
    ['a title of last year', [[table('2024年民生实事宣传情况')], chosen], ['stale_year A1']],
    [
      'a title of last year in a file of this quarter',
      [[table('2024年民生实事宣传情况')], { fileName: '2025年第三季度.xlsx' }],
      ['stale_year A1'],
    ],
    ['a sheet of last year', [[table('宣传情况', '2024年')], chosen], ['stale_year null']],
    [
      'a sheet and a file of other quarters',
      [[table('2025年第三季度', '2024年第三季度')], { fileName: '2025年第一季度.xlsx' }],
      ['period_mismatch null', 'period_mismatch null'],
    ],
    ['a day of last year', [[table('2025年第三季度', '汇总', ['填报日期：2024.9.30'])], {}], ['stale_year A2']],
  ])('%s', (_, given, codes) => {
    expect(told(...given)).toEqual(['2025Q3', ...codes.map((code) => `warning ${code}`)]);
  });
  it.each<[string, Parameters<typeof read>]>([
    ['this year', [[table('2025年民生实事宣传情况（三季度）')], {}]],
    ['this year beside last year', [[table('2025年第三季度宣传情况（与2024年相比）')], {}]],
    ['the day on which it was filled in', [[table('2025年第三季度', '汇总', ['填报日期：2025.10.8'])], {}]],
  ])('%s is as it should be', (_, given) => expect(told(...given)).toEqual(['2025Q3']));
  it('a last quarter is reported in January', () => {
    expect(told([table('2025年第四季度', '汇总', ['填报日期：2026年1月4日'])])).toEqual(['2025Q4']);
  });
  it('in a form, with the day that its reporter wrote', () => {
    const [row] = read([form([['2025年第三季度'], ['填报单位：甘棠镇']], [['填报日期', '2024.9.30']])]).rows;
    expect(row?.findings).toContainEqual(expect.objectContaining({ level: 'warning', code: 'stale_year', cell: 'B7' }));
  });
  it('in a document whose title and name differ', async () => {
    const bytes = docx('甘棠镇2025年第二季度工作小结', '一、主要做法', '进村入户。');
    const fileName = '甘棠镇2025年第三季度小结.docx';
    const contextOf = () => ({ kind: 'township' as const, quarter: 2 as const, villages: 5 });
    const { period, rows } = readImport(await readSent(bytes, fileName), { form: annex7, units, contextOf, fileName });
    expect(period).toBe('2025Q2');
    expect(rows[0]?.findings).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        code: 'period_mismatch',
        detail: `文件名“${fileName}”写的是 2025Q3，按 2025Q2 导入，请核对是否用错了文件`,
      }),
    );
  });
});

describe('D48 a title that speaks of figures from January on', () => {
  it.each(['2025年第三季度宣传情况（1-9月累计）', '2025年第二季度宣传情况（1—6月）', '2025年第三季度累计情况'])(
    '%s is told',
    (title) =>
      expect(told([table(title)])).toEqual([title.includes('二') ? '2025Q2' : '2025Q3', 'warning maybe_cumulative A1']),
  );
  it.each(['2025年第一季度宣传情况（1-3月）', '2025年第三季度宣传情况（7-9月）', '2025年第四季度（10-12月）'])(
    '%s is the quarter’s',
    (title) => expect(told([table(title)])).toHaveLength(1),
  );
});

describe('D13 two tables in one sheet', () => {
  const head: Given[] = ['填报单位', '区级媒体刊播数', '海报张贴数'];
  const first: Given[][] = [['2025年第三季度'], head, ['甘棠镇', 3, 4], []];
  it('of two quarters are not taken for one', () => {
    const rows = [...first, ['宣传情况统计表（2025年第一季度）'], head, ['仙源镇', 5, 6]];
    expect(refusal([sheet(rows)])).toEqual([
      'period_mismatch',
      '工作表“附件7”第5行起是 2025Q1 的另一张表，上面是 2025Q3，请分成两个文件后重新导入',
    ]);
  });
  it('of one quarter, or with a note about another, are read', () => {
    const same = [...first, ['宣传情况统计表（2025年第三季度）'], head, ['仙源镇', 5, 6]];
    expect(read([sheet(same)]).rows.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(2);
    const noted = [...first, ['注：与2025年第一季度相比有所增加']];
    expect(read([sheet(noted)]).period).toBe('2025Q3');
  });
});

describe('the period in other words', () => {
  it.each(['二〇二五年第三季度', '二○二五年三季度', '25年三季度', '黄山区25年第3季度统计表'])(
    '%s is 2025Q3',
    (title) => {
      expect(told([table(title)])).toEqual(['2025Q3']);
    },
  );
});
