import type { IsoDate } from '../dates.ts';
import { countMeasure, filterWords } from './count-words.ts';
import type { RecordsCriterion, SingleCriterion } from './criterion.ts';
import { recordKind, wordsOf } from './kinds.ts';

/** What the records say about a criterion at one moment. */
export interface CriterionFacts {
  /** What counts so far: rows or their sum, units, sites, problems or parts, as the criterion needs them. */
  have: number;
  need: number;
  /** The day on which the last that was needed came; null while `have` is short of `need`. */
  day: IsoDate | null;
  /**
   * `each`: names of the units that lack a row. `every`: number of sites that lack each field, by its code. `materials`:
   * copies that are still to hand out, by the word of the material.
   */
  lacking?: string[] | Record<string, number>;
  /** `all`: of each of its parts. */
  parts?: CriterionFacts[];
}

/** What is said of the parts of a criterion: it is fulfilled with the last of them. */
export function factsOfAll(parts: CriterionFacts[]): CriterionFacts {
  const days = parts.flatMap((each) => fulfilledOn(each) ?? []);
  return {
    have: days.length,
    need: parts.length,
    day: days.length === parts.length ? (days.toSorted().at(-1) ?? null) : null,
    parts,
  };
}

/** The day on which a criterion was first fulfilled; null while it is not. Nothing to do is not done. */
export function fulfilledOn({ have, need, day }: CriterionFacts): IsoDate | null {
  return need > 0 && have >= need ? day : null;
}

/** What fulfils a task, for people: `公开公示 · 实施进展 · 网站、微信公众号，每个单位至少 1 条`. */
export function criterionWords(criterion: RecordsCriterion, groupName = ''): string {
  switch (criterion.kind) {
    case 'at_least': {
      const { figure, of, least } = criterion;
      return `${filterWords(figure)}，${of === 'all' ? '全区' : '每个单位'}至少 ${least} ${countMeasure(figure)}`;
    }
    case 'materials':
      return `${filterWords(criterion.figure)}，每种都已发放；乡镇的一封信达到应发数，没有登记应发数的有发放记录即可`;
    case 'each':
      return `${filterWords(criterion.figure)}，${groupName}每个单位至少 1 ${recordKind(criterion.figure.kind).measure}`;
    case 'every':
      return `项目点位，全部点位都登记了${criterion.fields.map((each) => worksOf(each) + siteField(each.field)).join('、')}`;
    case 'closed':
      return '问题台账，登记的问题全部销号';
    case 'all':
      return criterion.parts.map((each) => criterionWords(each, groupName)).join('；');
  }
}

/** How far it is: `已有 3 条，需 1 条`. */
export function progressWords(criterion: RecordsCriterion, { have, need, parts = [] }: CriterionFacts): string {
  const number = (value: number): string => value.toLocaleString('zh-CN');
  switch (criterion.kind) {
    case 'at_least': {
      const measure = countMeasure(criterion.figure);
      return have >= need && need === 1
        ? `已有 ${number(have)} ${measure}`.trim()
        : `已有 ${number(have)} ${measure}，需 ${number(need)} ${measure}`.replace(/ (?=，|$)/g, '');
    }
    case 'materials':
      return `${have} / ${need} 种资料到位`;
    case 'each':
      return `${have} / ${need} 个单位已有`;
    case 'every':
      return `${have} / ${need} 个点位齐全`;
    case 'closed':
      return need === 0 ? '没有登记问题' : `${have} / ${need} 个问题已销号`;
    case 'all':
      return withFacts(criterion.parts, parts, progressWords).join('；');
  }
}

/** What is still missing; null when nothing is. */
export function missingWords(criterion: RecordsCriterion, facts: CriterionFacts): string | null {
  const { have, need, lacking, parts = [] } = facts;
  if (fulfilledOn(facts) !== null) return null;
  switch (criterion.kind) {
    case 'at_least': {
      const { figure } = criterion;
      return `还差 ${(need - have).toLocaleString('zh-CN')} ${countMeasure(figure)}`.trim();
    }
    case 'materials':
      return counts(lacking)
        .map(([word, left]) => `${materialOf(word)}还差 ${left.toLocaleString('zh-CN')} 份`)
        .join('；');
    case 'each': {
      const names = Array.isArray(lacking) ? lacking : [];
      return `还有 ${names.length} 个单位没有：${names.join('、')}`;
    }
    case 'every': {
      if (need === 0) return '还没有登记项目点位';
      return counts(lacking)
        .map(([field, count]) => `还有 ${count} 个点位没有登记${siteField(field)}`)
        .join('；');
    }
    case 'closed':
      return need === 0 ? '还没有登记问题' : `还有 ${need - have} 个问题没有销号`;
    case 'all':
      return withFacts(criterion.parts, parts, missingWords).join('；');
  }
}

/** What is told of each part; a number of rows alone does not say of what. */
function withFacts(
  criteria: SingleCriterion[],
  facts: CriterionFacts[],
  words: (criterion: SingleCriterion, facts: CriterionFacts) => string | null,
): string[] {
  return criteria.flatMap((each, i) => {
    const told = facts[i] && words(each, facts[i]);
    if (!told) return [];
    return each.kind === 'at_least' ? `${filterWords(each.figure)}：${told}` : told;
  });
}

function counts(lacking: CriterionFacts['lacking']): [string, number][] {
  return Object.entries(Array.isArray(lacking) ? {} : (lacking ?? {})).filter(([, count]) => count > 0);
}

function materialOf(word: string): string {
  const field = recordKind('distributions').fields.find(({ code }) => code === 'material');
  return (field && wordsOf(field)[word]) ?? word;
}

/** `在建的`: a board that only sites in that state need. */
function worksOf({ works }: { works?: string[] }): string {
  const field = recordKind('sites').fields.find(({ code }) => code === 'works');
  return works && field ? `（${works.map((word) => wordsOf(field)[word] ?? word).join('、')}的）` : '';
}

function siteField(code: string): string {
  return recordKind('sites').fields.find((field) => field.code === code)?.label ?? code;
}
