// Records as a district keeps them: words, lengths and their mixture as in real registers of such work.
import { recordKind, wordsOf, type RecordField, type RecordKindCode, type RecordValue } from '@nuanxin/domain';

/** The same every time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const acts = '开展 组织 举办 推进 召开 启动 落实 走访 慰问 宣传 解读 调度 巩固'.split(' ');
const things =
  '民生实事 养老服务 就业帮扶 农村公路 安心托幼 老年助餐 饮水安全 城乡低保 残疾人康复 暖心回访 大白话宣讲 入户走访 政策宣传 健康口腔'.split(
    ' ',
  );
const where = '越村 山岔村 芳村社区 龙源村 饶村 郭村 桃源社区 永丰村 城西社区 焦村 新丰村 盛洪村'.split(' ');
const ends = '活动 工作 专题会 现场会 集中宣传 志愿服务 主题党日 微宣讲 培训班 座谈会'.split(' ');
const outlets = '黄山日报 安徽日报 黄山区融媒体中心 中国黄山网 学习强国 人民网 黄山发布 太平新闻'.split(' ');

/** Values of one record, as they can be true of a record of that day; null in registers. */
export function valuesOf(
  kind: RecordKindCode,
  date: string | null,
  next: () => number,
  serial: number,
): Record<string, RecordValue> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() ** 1.5 * from.length)] as T;
  const values: Record<string, RecordValue> = {};
  for (const field of recordKind(kind).fields) {
    if (!field.required && next() < 0.35) continue;
    const value = valueOf(field, pick, next, serial);
    if (value !== null) values[field.code] = value;
  }
  return plausible(kind, date, values);
}

/** Moves what contradicts: a total to the sum of its parts, a day that is too early to the one before which it cannot be. */
function plausible(
  kind: RecordKindCode,
  date: string | null,
  values: Record<string, RecordValue>,
): Record<string, RecordValue> {
  const { atMost = [], notBefore = [] } = recordKind(kind);
  for (const { sum, total } of atMost) {
    const all = sum.reduce((so, code) => so + Number(values[code] ?? 0), 0);
    if (all > Number(values[total] ?? 0)) values[total] = all;
  }
  for (const [later, first] of notBefore) {
    const least = first === 'date' ? date : values[first];
    if (typeof least === 'string' && (values[later] ?? least) < least) values[later] = least;
  }
  return values;
}

function valueOf(
  field: RecordField,
  pick: <T>(from: readonly T[]) => T,
  next: () => number,
  serial: number,
): RecordValue | null {
  switch (field.type) {
    case 'word':
      return pick(Object.keys(wordsOf(field)));
    case 'yes':
      return next() < 0.3 ? true : null;
    case 'project':
      return 1 + Math.floor(next() * 30);
    case 'integer':
      return Math.max(field.min ?? 0, Math.floor(next() ** 2 * Math.min(field.max ?? 100, 400)));
    case 'number':
      return (field.min ?? 0) + next();
    case 'day':
      return day(Math.floor(next() * 365));
    case 'link':
      // One in a hundred was entered before.
      return `https://www.hsq.gov.cn/zwgk/public/${next() < 0.01 ? serial % 100 : serial}.html`;
    case 'text':
      if (field.code === 'title') return `${pick(where)}${pick(acts)}“${pick(things)}”${pick(ends)}`;
      return field.code === 'outlet' ? pick(outlets) : `${pick(where)}${pick(things)}`;
  }
}

export function day(index: number): string {
  return new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
}
