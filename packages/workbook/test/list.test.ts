import { describe, expect, it } from 'vitest';
import { makeList, readWorkbook } from '../src/index.ts';

describe('a list as a workbook', () => {
  it('gives back what was put in, and never runs what somebody wrote', async () => {
    const texts = ['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1"];
    const content = await makeList({
      name: '问题清单',
      title: '2025年问题清单',
      columns: [
        { label: '编号', width: 6 },
        { label: '问题', width: 40 },
      ],
      rows: [...texts.map((text, index) => [index + 1, text]), [99, null]],
    });
    const [sheet] = (await readWorkbook(Buffer.from(content), '问题清单.xlsx')).sheets;
    expect(sheet?.rows[0]?.[0]?.text).toBe('2025年问题清单');
    expect(sheet?.rows[1]?.map((cell) => cell?.text)).toEqual(['编号', '问题']);
    texts.forEach((text, index) => {
      expect(sheet?.rows[index + 2]?.[0]).toMatchObject({ number: index + 1 });
      expect(sheet?.rows[index + 2]?.[1]).toMatchObject({ text, formula: 'none' });
    });
    expect(sheet?.rows.at(-1)?.[1] ?? null).toBeNull();
  });
});
