import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from './dates.ts';
import { normaliseNumber } from './numbers.ts';

describe('numbers as people write them', () => {
  it.each<[string, number | null, string | undefined]>([
    ['12', 12, undefined],
    ['１，２００', 1200, undefined],
    ['1,234', 1234, undefined],
    ['\u00a0 7\u200b\t', 7, undefined],
    ['35份', 35, undefined],
    ['2块', 2, 'unit'],
    ['1.2万', 12_000, undefined],
    ['3亿', 300_000_000, undefined],
    ['3.5万余份', 35_000, 'approximate'],
    ['20000余份', 20_000, 'approximate'],
    ['约20', 20, 'approximate'],
    ['近3000', 3000, 'approximate'],
    ['100左右', 100, 'approximate'],
    ['三', 3, 'cn_numeral'],
    ['十二', 12, 'cn_numeral'],
    ['〇', 0, 'cn_numeral'],
    ['/', 0, 'empty_as_zero'],
    ['—', 0, 'empty_as_zero'],
    ['无', 0, 'empty_as_zero'],
    ['0', 0, undefined],
    ['', null, undefined],
    ['  ', null, undefined],
    ["'0012", 12, undefined],
    ['1.2E+04', 12_000, 'scientific'],
    ['-5', null, 'negative'],
    ['12.5', null, 'not_integer'],
    ['3O', null, 'not_numeric'],
    ['百余份', null, 'not_numeric'],
    ['若干', null, 'not_numeric'],
    ['大量', null, 'not_numeric'],
    ['3-4', null, 'not_numeric'],
    ['1,23', null, 'not_numeric'],
    ['12,345,6', null, 'not_numeric'],
    ['2025-01-03', null, 'not_numeric'],
    ['=1+1', null, 'not_numeric'],
    // The mark of a footnote, which would be a digit of the number.
    ['35①', null, 'not_numeric'],
    ['35¹', null, 'not_numeric'],
    ['12²', null, 'not_numeric'],
    ['3⁵份', null, 'not_numeric'],
    ['35₁', null, 'not_numeric'],
    ['⑴35', null, 'not_numeric'],
    ['⒈5', null, 'not_numeric'],
    ['㈠', null, 'not_numeric'],
    ['1½', null, 'not_numeric'],
    ['③', null, 'not_numeric'],
    // ⼈ is the radical, which stands for 人 in texts from PDF files.
    ['３５\u2f08', 35, 'unit'],
  ])('%j reads as %s (%s)', (text, value, code) => {
    const { value: read, findings } = normaliseNumber(text, '份');
    expect([read, findings.map((each) => each.code).join()]).toEqual([value, code ?? '']);
  });

  it('reads back every whole number, however it is dressed', () => {
    const dress = fc.constantFrom<(n: number) => string>(
      String,
      (n) => n.toLocaleString('en-US'),
      (n) => `${n}份`,
      (n) => ` ${n} `,
      (n) => String(n).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
      (n) => `${n.toLocaleString('en-US').replaceAll(',', '，')} 份`,
    );
    fc.assert(
      fc.property(fc.nat({ max: 99_999_999 }), dress, (n, form) => {
        expect(normaliseNumber(form(n), '份')).toEqual({ value: n, findings: [] });
      }),
    );
  });

  it('never makes a digit of a mark, wherever it stands', () => {
    const marks = fc.constantFrom(...'⁰¹²³⁹₀₉①⑳⑴⒈㊀㈠㉛❶¼Ⅷ㏠㍙ªᵉ℃㎡');
    fc.assert(
      fc.property(fc.nat({ max: 99_999 }), marks, fc.nat({ max: 5 }), (n, mark, at) => {
        const text = String(n).slice(0, at) + mark + String(n).slice(at);
        expect(normaliseNumber(text, '份')).toMatchObject({ value: null, findings: [{ code: 'not_numeric' }] });
      }),
    );
  });

  it('never fails on any text, and never makes a number of letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = normaliseNumber(text, '份');
        if (/[a-df-z]/i.test(text.normalize('NFKC'))) expect(read.value).toBeNull();
      }),
    );
  });
});

describe('days as people write them', () => {
  it.each([
    '2025.3.28',
    '2025/3/28',
    '2025-3-28',
    '2025年3月28日',
    '3月28日',
    '20250328',
    '45744',
    '２０２５．３．２８',
  ])('%s is 28 March 2025', (text) => {
    expect(parseDate(text, 2025)).toBe('2025-03-28');
  });
  it.each(['2025.6.31', '2025.2.29', '昨天', '2025.3.2¹', '3月2①日'])('%s is no day', (text) =>
    expect(parseDate(text, 2025)).toBe('bad_date'),
  );
});
