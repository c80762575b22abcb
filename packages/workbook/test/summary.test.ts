import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { makeSummary, readWorkbook, type SummarySheet, type SummaryUnit } from '../src/index.ts';

const sheet = (name: string, codes: string[], units: SummaryUnit[]): SummarySheet => ({
  name,
  mark: '附件7',
  title: `统计表（${name}）`,
  note: '',
  sections: [{ title: '一、宣传', fields: codes.map((code) => ({ code, label: `${code}\n（篇）` })) }],
  groups: [{ label: '乡镇小计', standing: '', units }],
  standing: '',
});
const unit = (key: string, cells: SummaryUnit['cells']): SummaryUnit => ({ key, name: key, standing: '按时', cells });

/** A form that got a field in front, and lost its last one, between two quarters; a unit came, and another went. */
const sheets = [
  sheet('第一季度', ['A', 'C'], [unit('甲', { A: { value: 1 }, C: { value: 7 } }), unit('乙', { A: { value: null } })]),
  sheet(
    '第二季度',
    ['B', 'A'],
    [unit('丙', { B: { value: 0 } }), unit('甲', { A: { value: 20 }, B: { value: null } })],
  ),
  sheet(
    '全年累计',
    ['B', 'A', 'C'],
    [
      unit('甲', {
        A: { value: 21, of: ['第一季度', '第二季度'] },
        B: { value: null, of: ['第二季度'] },
        C: { value: 7, of: ['第一季度'] },
      }),
      unit('乙', { A: { value: null, of: ['第一季度'] } }),
      unit('丙', { B: { value: 0, of: ['第二季度'] } }),
    ],
  ),
];

it('adds up a year from the cells of its quarters, wherever a field and a unit stand there', async () => {
  const content = await makeSummary(sheets);
  const xml = strFromU8(unzipSync(content)['xl/worksheets/sheet3.xml'] ?? new Uint8Array());
  const formulaOf = (cell: string): string | undefined =>
    new RegExp(`<c r="${cell}"[^>]*><f>(.*?)</f>`).exec(xml)?.[1]?.replaceAll('&quot;', '"').replaceAll('&apos;', "'");
  const sum = (of: string): string => `IF(COUNT(${of})=0,"",SUM(${of}))`;
  expect(formulaOf('E6')).toBe(sum("'第一季度'!D6,'第二季度'!E7"));
  expect(formulaOf('F6')).toBe(sum("'第一季度'!E6"));
  expect(formulaOf('D8')).toBe(sum("'第二季度'!D6"));
  expect(formulaOf('E9')).toBe(sum('E6:E8'));

  const { sheets: read } = await readWorkbook(Buffer.from(content), '汇总.xlsx');
  const texts = read[2]?.rows.slice(5).map((row) => [0, 1, 2].map((column) => row[column + 3]?.text ?? ''));
  expect(texts).toEqual([
    ['', '21', '7'],
    ['—', '', '—'],
    ['0', '—', '—'],
    // Nothing and a zero are zero, nothing alone is nothing.
    ['0', '21', '7'],
    ['0', '21', '7'],
  ]);
});

it('leaves the sum of blanks blank, and says where nobody owes a field', async () => {
  const quarter = sheet(
    '第三季度',
    ['A', 'B'],
    [unit('甲', { A: { value: null } }), unit('乙', { A: { value: null } })],
  );
  const media = { label: '媒体小计', standing: '', units: [unit('丙', { A: { value: null }, B: { value: null } })] };
  const content = await makeSummary([{ ...quarter, groups: [...quarter.groups, media] }]);
  const xml = strFromU8(unzipSync(content)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(xml).toMatch(/<c r="D11"[^>]* t="str"[^>]*><f>IF\(COUNT\(D6:D7,D9\)=0,.*?<\/f><v\/><\/c>/);
  const [read] = (await readWorkbook(Buffer.from(content), '汇总.xlsx')).sheets;
  expect(read?.rows[7]?.[4]?.text).toBe('—');
  expect(read?.rows[10]?.[4]?.text ?? '').toBe('');
});
