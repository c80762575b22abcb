import { describe, expect, it } from 'vitest';
import { makeCsv, makeList, readWorkbook } from '../src/index.ts';

const texts = ['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1"];

describe('a list as a CSV file', () => {
  const columns = [{ label: '编号' }, { label: '问题' }];
  const text = (rows: (string | number | null)[][]) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(makeCsv({ columns, rows }));

  it('has a mark for UTF-8 and a head, and quotes what holds a comma, a quote, a line end or blanks around it', () => {
    const rows = [
      [1, '甲，乙'],
      [-2.5, 'a,b'],
      [null, '说“好”"行"'],
      [0, '两\n行'],
      [3, ' 空格 '],
    ];
    expect(text(rows).split('\r\n')).toEqual([
      '\uFEFF编号,问题',
      '1,甲，乙',
      '-2.5,"a,b"',
      ',"说“好”""行"""',
      '0,"两\n行"',
      '3," 空格 "',
      '',
    ]);
  });

  it.each([...texts, '+8613855901234', '-2+3|cmd', '@x', '\r=1', '\n=1', '＝1+1', '－1＋1', '＠x', '-'])(
    'opens %j as text, and it is read back as it was written',
    async (written) => {
      const content = makeCsv({ columns, rows: [[null, written]] });
      const field = new TextDecoder().decode(content).split('\r\n,')[1]?.replace(/^"/, '');
      // A negative number is no formula.
      expect(field?.startsWith("'")).toBe(written !== '-2');
      const [sheet] = (await readWorkbook(Buffer.from(content), '清单.csv')).sheets;
      expect(sheet?.rows[1]?.[1]).toMatchObject({ text: written, formula: 'none' });
    },
  );

  it('leaves an apostrophe alone that somebody wrote before something else', async () => {
    const [sheet] = (await readWorkbook(Buffer.from("编号,问题\n1,'好'\n2,'-2\n"), '清单.csv')).sheets;
    expect(sheet?.rows.slice(1).map((row) => row[1]?.text)).toEqual(["'好'", "'-2"]);
  });
});

describe('a list as a workbook', () => {
  it('gives back what was put in, and never runs what somebody wrote', async () => {
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
