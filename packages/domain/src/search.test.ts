import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, foundPlaces, markWords, searchWords, withoutNoun, type MarkedText } from './search.ts';

/** The marked parts in brackets. */
const shown = ({ text, marks }: MarkedText): string =>
  marks.toReversed().reduce((so, { from, to }) => `${so.slice(0, from)}[${so.slice(from, to)}]${so.slice(to)}`, text);

describe('words that are looked for', () => {
  it('are asked of things of a kind without its noun, which alone is a word as any other', () => {
    for (const [query, words] of [
      ['问题 3', ['3']],
      ['问题3', ['3']],
      ['问题#3', ['#3']],
      ['第3号问题', ['第3号']],
      ['问题 公示牌', ['公示牌']],
      ['问题', ['问题']],
      ['问题清单', ['问题清单']],
      ['项目 3', ['项目', '3']],
    ] as const)
      expect([query, withoutNoun(searchWords(query), '问题')]).toEqual([query, words]);
    expect(withoutNoun(searchWords('任务T0.1'), '任务')).toEqual(['t0.1']);
  });

  it('are parted by blanks of any width, each counts once', () => {
    expect(searchWords('  仙源镇　助餐 仙源镇 ')).toEqual(['仙源镇', '助餐']);
    expect(searchWords('ＴＶ tv')).toEqual(['tv']);
    expect(searchWords(' 　\n')).toEqual([]);
  });

  it('are marked whatever their case and width', () => {
    expect(shown(markWords('（试行）Q2 ｑ2', searchWords('(试行) q2')))).toBe('[（试行）Q2] [ｑ2]');
    expect(shown(markWords('面积300㎡左右', ['m2']))).toBe('面积300[㎡]左右');
    expect(shown(markWords('𠮷村的𠮷', ['𠮷']))).toBe('[𠮷]村的[𠮷]');
    expect(shown(markWords('老年助餐助餐点', ['老年助', '助餐']))).toBe('[老年助餐助餐]点');
  });

  it('are marked in the text as it stands, and nothing else is', () => {
    const part = fc.array(fc.constantFrom(...'助餐aAＡ㎡（ İ𠮷'), { maxLength: 12 }).map((each) => each.join(''));
    fc.assert(
      fc.property(part, part, part, (before, word, after) => {
        const words = searchWords(word);
        const { text, marks } = markWords(before + word + after, words);
        expect(text).toBe(before + word + after);
        expect(marks.length > 0).toBe(words.length > 0);
        let end = -1;
        for (const mark of marks) {
          expect(mark.from).toBeGreaterThan(end);
          expect(mark.to).toBeGreaterThan(mark.from);
          expect(text.slice(mark.from, mark.to).isWellFormed()).toBe(true);
          end = mark.to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('a long text', () => {
  it('is cut to what stands around the first mark', () => {
    const text = `${'甲'.repeat(50)}助餐${'乙'.repeat(50)}`;
    expect(shown(excerpt(text, ['助餐'], 12))).toBe(`…甲甲甲[助餐]${'乙'.repeat(7)}…`);
    expect(shown(excerpt('一\n二', ['二'], 12))).toBe('一 [二]');
    expect(excerpt(text, ['没有'], 4).text).toBe('甲甲甲甲…');
  });

  it('keeps a mark and no more than its room', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), fc.integer({ min: 8, max: 40 }), (before, after, room) => {
        const cut = excerpt('甲'.repeat(before) + '助餐' + '𠮷'.repeat(after), ['助餐'], room);
        expect(cut.marks).toHaveLength(1);
        expect([...cut.text.replaceAll('…', '')].length).toBeLessThanOrEqual(room);
        expect(cut.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

it('tells the places of words that the title does not hold', () => {
  const texts = [
    ['place', '越村老年助餐点'],
    ['note', '越村，另有助餐车'],
    ['link', null],
  ] as const;
  expect(
    foundPlaces('开展暖心回访', texts, ['回访', '助餐', '车']).map(({ where, text }) => [where, shown(text)]),
  ).toEqual([
    ['place', '越村老年[助餐]点'],
    ['note', '越村，另有[助餐车]'],
  ]);
  expect(foundPlaces('开展暖心回访', texts, ['回访'])).toEqual([]);
});
