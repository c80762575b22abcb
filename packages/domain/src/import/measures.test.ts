import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseNumeral } from './chinese-numeral.ts';
import { normaliseNumber } from './numbers.ts';

const read = (text: string, measure = '份'): [number | null, string] => {
  const { value, findings } = normaliseNumber(text, measure);
  return [value, findings.map(({ level, code }) => `${level} ${code}`).join(', ')];
};

describe('what stands around a number', () => {
  it.each([
    ['D27 8场次 is said for 场', '8场次', '场', 8, ''],
    ['D27 60人 is not 人次', '60人', '人次', 60, 'warning unit'],
    ['D27 3车次 is one of 车(台)次', '3车次', '车(台)次', 3, ''],
    ['D27 35元 is no measure of such a form', '35元', '份', null, 'error not_numeric'],
    ['D25 20多万', '20多万', '份', 200_000, 'confirm approximate'],
    ['D25 3.5万余份', '3.5万余份', '份', 35_000, 'confirm approximate'],
    ['D25 5000人次以上', '5000人次以上', '人次', 5000, 'confirm approximate'],
    ['D25 approximate, and of another measure', '约20块', '份', 20, 'confirm approximate, warning unit'],
    ['D25 三万余份', '三万余份', '份', 30_000, 'confirm approximate'],
    ['D26 百余人', '百余人', '人', null, 'error not_numeric'],
    ['D26 几十', '几十', '份', null, 'error not_numeric'],
    ['共35份 is exact', '共35份', '份', 35, ''],
    ['D28 with a measure word', '三份', '份', 3, 'warning cn_numeral'],
    ['two numbers with a space between', '3 4', '份', null, 'error not_numeric'],
    ['a percentage', '98.5%', '份', null, 'error not_numeric'],
    ['D30 a minus sign of typography', '−5', '份', null, 'error negative'],
    ['D32 an error that a CSV file carries as text', '#DIV/0!', '份', null, 'error formula'],
    ['minus zero', '-0', '份', 0, ''],
  ] as const)('%s', (_, text, measure, value, findings) => expect(read(text, measure)).toEqual([value, findings]));

  it('what reads as a number with 约 before it has to be confirmed, whatever the number', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999_999 }), fc.constantFrom('约', '近', '超过'), (n, word) => {
        expect(read(`${word}${n}份`)).toEqual([n, 'confirm approximate']);
      }),
    );
  });
});

describe('D28 Chinese numerals', () => {
  it.each([
    ['三', 3],
    ['十', 10],
    ['十二', 12],
    ['一百零五', 105],
    ['两千三百', 2300],
    ['三万', 30_000],
    ['一万零二十', 10_020],
    ['〇', 0],
  ])('%s is %i', (text, value) => expect(chineseNumeral(text)).toBe(value));
  // Said for 120, 1500 and 12000; digits in a row; not a number at all.
  it.each(['一百二', '一千五', '一万二', '二三', '二〇二五', '百', '千万', '十百', '零零'])(
    '%s is not exact and no number',
    (text) => expect(chineseNumeral(text)).toBeNull(),
  );
});
