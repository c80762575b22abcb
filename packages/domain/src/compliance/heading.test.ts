import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHeading } from './heading.ts';

const TEMPLATE = '黄山市黄山区30项民生实事之{project}民生实事';
const others = ['安心托幼行动', '“惠民菜篮子”行动', '适龄女生HPV疫苗免费接种'];
const check = (text: string, labelName = '安心托幼行动') => checkHeading(text, TEMPLATE, labelName, others);
const RIGHT = '黄山市黄山区30项民生实事之安心托幼行动民生实事';

describe('the heading of a single-project material (R88)', () => {
  it.each([
    ['as the notice writes it', RIGHT],
    ['with the text behind it', `${RIGHT}\n一、目标任务`],
    ['in full-width digits', '黄山市黄山区３０项民生实事之安心托幼行动民生实事'],
    ['with ideographic spaces', '黄山市黄山区　30项民生实事　之　安心托幼行动　民生实事'],
    [
      'with a no-break space, a tab and a zero-width space',
      `\u00a0黄山市\t黄山区30项\u200b民生实事之安心托幼行动民生实事`,
    ],
    ['with a byte-order mark and blank lines before it', `\ufeff\r\n\r\n　\r\n${RIGHT}`],
    ['broken into lines', '黄山市黄山区30项民生实事之\r\n安心托幼行动\n民生实事'],
    ['in the quotes of the notice', '“黄山市黄山区30项民生实事之安心托幼行动民生实事”'],
    ['in corner brackets', '「黄山市黄山区30项民生实事之『安心托幼行动』民生实事」'],
    ['with half-width corner brackets and plain quotes', '｢黄山市黄山区30项民生实事之"安心托幼行动"民生实事｣'],
    ['with soft hyphens and joiners inside', '黄山市黄\u00ad山区3\u200d0项民生实事之安心托\u2060幼行动民生实事'],
  ])('passes %s', (_, text) => expect(check(text)).toMatchObject({ passes: true, detail: null, heading: RIGHT }));

  it('passes letters of any width, and a name with its own quotes with others or none', () => {
    const hpv = '黄山市黄山区30项民生实事之适龄女生ＨＰＶ疫苗免费接种民生实事';
    expect(check(hpv, '适龄女生HPV疫苗免费接种').passes).toBe(true);
    for (const name of ['“惠民菜篮子”行动', '"惠民菜篮子"行动', '「惠民菜篮子」行动', '惠民菜篮子行动'])
      expect(check(`黄山市黄山区30项民生实事之${name}民生实事`, '“惠民菜篮子”行动').passes).toBe(true);
  });

  it.each([
    ['behind a year', '2025 13812345678', '2025138****5678'],
    ['where the quote is cut', '咨询 13812345678 2025年6月印', '咨询138****5678202…'],
    ['in groups where the quote is cut', '咨询服务热线电话 138 1234 5678', '咨询服务热线电话138****5…'],
    ['in groups that only white space makes', '2025年 138\t1234\t5678', '2025年138****5678'],
    ['in full-width digits', '２０２５　１３８１２３４５６７８', '2025138****5678'],
  ])('quotes a mobile number masked, %s', (_, text, quoted) => {
    expect(check(text)).toMatchObject({ passes: false, detail: `开头不是规定文字，写的是“${quoted}”` });
    expect(check(`${text} ${RIGHT}`).detail).not.toContain('1234');
    expect(check(`${RIGHT} ${text}`)).toMatchObject({ passes: true, detail: null });
  });

  it.each([
    ['nothing', '', '没有文字，开头应标注规定文字'],
    ['blanks only', ' 　\n\u200b', '没有文字，开头应标注规定文字'],
    ['another number', '黄山市黄山区31项民生实事之安心托幼行动民生实事', '项目数应为30项，写的是31项'],
    ['a number that begins alike', '黄山市黄山区300项民生实事之安心托幼行动民生实事', '项目数应为30项，写的是300项'],
    [
      'another place',
      '黄山市徽州区30项民生实事之安心托幼行动民生实事',
      '“黄山市”后面应为“黄山区30项民生实事之安心托幼行动民生实事”，写的是“徽州区30项民生实事之安心托幼行…”',
    ],
    [
      'no 之',
      '黄山市黄山区30项民生实事安心托幼行动民生实事',
      '“黄山市黄山区30项民生实事”后面应为“之安心托幼行动民生实事”，写的是“安心托幼行动民生实事”',
    ],
    ['XXX left in place', '黄山市黄山区30项民生实事之XXX民生实事', '项目名称没有填上，应为“安心托幼行动”'],
    ['full-width ＸＸＸ', '黄山市黄山区30项民生实事之ＸＸＸ民生实事', '项目名称没有填上，应为“安心托幼行动”'],
    [
      'the heading of another project',
      '黄山市黄山区30项民生实事之“惠民菜篮子”行动民生实事',
      '标注的是““惠民菜篮子”行动”，应为“安心托幼行动”',
    ],
    ['text before it', `附件2 ${RIGHT}`, '规定文字不在开头，前面还有“附件2”'],
    ['half of it', '黄山市黄山区30项民生实事之安心托幼', '规定文字不完整，后面缺“行动民生实事”'],
    ['another text', '安心托幼行动政策问答', '开头不是规定文字，写的是“安心托幼行动政策问答”'],
    ['traditional characters', '黃山市黃山區30項', '开头不是规定文字，写的是“黃山市黃山區30項”'],
  ])('refuses %s', (_, text, detail) => {
    expect(check(text)).toMatchObject({ passes: false, detail });
  });

  it('says what stands there, and gives the right heading', () => {
    expect(check(`\n\n  安心托幼政策问答  \n${RIGHT}`)).toMatchObject({ stands: '安心托幼政策问答', heading: RIGHT });
  });

  it('does not take a name for a pattern', () => {
    expect(checkHeading('之$&民生', '之{project}民生', '$&')).toMatchObject({ passes: true, heading: '之$&民生' });
  });

  const harmless = fc.constantFrom(
    ' ',
    '　',
    '\t',
    '\n',
    '\u00a0',
    '\u2003',
    '\u200b',
    '\u200d',
    '\ufeff',
    '“',
    '”',
    '"',
    '「',
    '」',
    '『',
    '』',
    '＂',
  );
  const wide = (char: string): string =>
    /[!-~]/.test(char) ? String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0) : char;
  const label = fc.constantFrom(
    '安心托幼行动',
    '“惠民菜篮子”行动',
    '适龄女生HPV疫苗免费接种',
    '餐饮油烟、噪声及恶臭异味扰民问题整治行动',
  );

  it('any spacing, quoting and width of the right heading passes', () => {
    fc.assert(
      fc.property(
        label,
        fc.array(fc.tuple(fc.array(harmless, { maxLength: 3 }), fc.boolean()), { minLength: 60, maxLength: 60 }),
        fc.string(),
        (name, how, rest) => {
          const text = [...`黄山市黄山区30项民生实事之${name}民生实事`]
            .map((char, at) => (how[at]?.[0].join('') ?? '') + (how[at]?.[1] ? wide(char) : char))
            .join('');
          expect(check(`${text}\n${rest}`, name).passes).toBe(true);
        },
      ),
    );
  });

  it('any other change of one character fails, with a sentence', () => {
    const plain = (char: string): string => char.normalize('NFKC');
    fc.assert(
      fc.property(
        label,
        fc.nat(),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.constantFrom('replace', 'remove', 'insert'),
        (name, at, by, how) => {
          const right = [...`黄山市黄山区30项民生实事之${name.replace(/[“”]/g, '')}民生实事`];
          const place = at % right.length;
          const there = right[place] ?? '';
          fc.pre(
            !/^[\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}"“”„‟「」『』]*$/u.test(plain(by)) &&
              !plain(by).startsWith(there),
          );
          right.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [by]));
          const { passes, detail } = check(right.join(''), name);
          expect([passes, typeof detail]).toEqual([false, 'string']);
        },
      ),
      { numRuns: 400 },
    );
  });
});
