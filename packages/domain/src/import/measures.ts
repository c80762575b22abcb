/** Measure words seen in such reports (notes §2.1). */
const measures = new Set(
  (
    '篇 期 条 次 场 场次 人 人次 人数 份 册 本 张 幅 块 处 个 套 面 件 台 辆 车次 台次 户 户次 户数 部 家 名 组 批 项 ' +
    '只 袋 把 盒 页 例'
  ).split(' '),
);

/**
 * How a word behind a number relates to the field's measure word (D27): `8场次` is said for 场, `60人` is not 人次.
 * @returns `none` without a word, `other` for the measure word of something else
 */
export function measureOf(word: string, measure: string): 'none' | 'same' | 'other' | 'unreadable' {
  if (word === '') return 'none';
  const own = measure.normalize('NFKC').replace(/\s+/g, '');
  const bracket = /^(.*)\((.*)\)(.*)$/.exec(own);
  // 车(台)次 stands for 车次 and 台次.
  const spellings = bracket ? [own, `${bracket[1]}${bracket[3]}`, `${bracket[2]}${bracket[3]}`] : [own];
  if (spellings.includes(word) || word === `${own}次`) return 'same';
  return measures.has(word) ? 'other' : 'unreadable';
}

export function isMeasure(text: string): boolean {
  return measures.has(text);
}
