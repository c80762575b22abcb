import type { Option } from './columns.ts';

/** The first character of each letter in the order of Pinyin; no syllable begins with I, U or V. */
const first = '阿八嚓哒妸发旮哈丌咔垃妈拏喔妑七呥仨他屲夕丫帀';
const letters = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/**
 * First letters of what a text sounds like, as people type them to find it: `wxgzh` for 微信公众号. Characters that are
 * read in two ways have one of them here: an aid for finding, nothing is decided by it.
 */
export function initials(text: string): string {
  return [...text.toLowerCase()]
    .map((char) => {
      if (/[a-z0-9]/.test(char)) return char;
      if (!/\p{Script=Han}/u.test(char)) return '';
      let at = -1;
      while (at + 1 < first.length && order.compare(char, first[at + 1] ?? '') >= 0) at++;
      return letters[at] ?? '';
    })
    .join('');
}

/** What may be meant by what was typed so far, the nearest first; all when nothing was. */
export function found(options: readonly Option[], typed: string): Option[] {
  const word = typed.trim().toLowerCase();
  if (word === '') return [...options];
  const distance = ({ text, label, value }: Option): number => {
    if (text === word || label === word || String(value) === word) return 0;
    if (text.startsWith(word) || label.startsWith(word)) return 1;
    if (label.includes(word)) return 2;
    const sound = initials(text);
    if (sound.startsWith(word)) return 3;
    return /^[a-z]+$/.test(word) && sound.includes(word) ? 4 : 9;
  };
  return options
    .map((option) => ({ option, far: distance(option) }))
    .filter(({ far }) => far < 9)
    .toSorted((a, b) => a.far - b.far)
    .map(({ option }) => option);
}
