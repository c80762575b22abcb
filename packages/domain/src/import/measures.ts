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

const scales: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

/** What 百, 万, 百万 … multiply by; 1 for an empty text. */
export function scaleOf(text: string): number {
  return [...text].reduce((all, char) => all * (scales[char] ?? 1), 1);
}

/** A measure that a header, a column of measures or a line above the figures states for them (D27). */
export interface StatedMeasure {
  /** As it stands: 万份. */
  word: string;
  /** The figures count so many of the measure. */
  times: number;
  /** It is not that of the field. */
  other: boolean;
}

/** @returns null when the word is no measure */
export function statedMeasure(word: string, measure: string): StatedMeasure | null {
  const [, scale = '', rest = ''] = /^([十百千万亿]*)(\D*)$/.exec(word) ?? [];
  const kind = measureOf(rest, measure);
  if (kind === 'unreadable' || (scale === '' && kind === 'none')) return null;
  return { word, times: scaleOf(scale), other: kind === 'other' };
}
