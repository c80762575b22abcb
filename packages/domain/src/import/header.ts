import type { FormField } from '../form.ts';
import { isMeasure, statedMeasure, type StatedMeasure } from './measures.ts';
import { tidy } from './numbers.ts';

/** Header texts are compared without spaces, quotes and punctuation (D16). */
function key(text: string): string {
  return tidy(text).replace(/["“”'‘’「」《》、,，.。;；:：]/g, '');
}

const lastBracket = /\([^()]*\)$/;
const allBrackets = /\([^()]*\)/g;
/** Brackets that make another figure of the same words, such as 海报张贴数（累计）: they are not left out (D48). */
const anotherFigure = /\([^()]*(?:累计|上期|上季|上年|去年|同期|计划|目标)[^()]*\)/;

/** The text itself, without its last bracket (a measure word, as a rule), and without any brackets. */
function forms(text: string): string[] {
  const whole = key(text);
  if (anotherFigure.test(whole)) return [whole];
  return [...new Set([whole, whole.replace(lastBracket, ''), whole.replace(allBrackets, '')])].filter(
    (each) => each !== '',
  );
}

/** What a header text can mean. */
export interface Labelled {
  code: string;
  label: string;
  aliases?: string[];
}

/** Finds the field that a header or label text means; a text that fits two fields means none. */
export function fieldFinder<F extends Labelled>({ fields }: { fields: readonly F[] }): (text: string) => F | null {
  const exact = new Map<string, F>();
  const loose = new Map<string, F | null>();
  for (const field of fields) {
    for (const text of [field.label, ...(field.aliases ?? [])]) {
      exact.set(key(text), field);
      for (const each of forms(text)) {
        const other = loose.get(each);
        loose.set(each, other === undefined || other?.code === field.code ? field : null);
      }
    }
  }
  return (text) => {
    for (const each of forms(text)) {
      const found = exact.get(each) ?? loose.get(each);
      if (found) return found;
    }
    return null;
  };
}

export const unitHeaders: ReadonlySet<string> = new Set([
  '填报单位',
  '单位',
  '单位名称',
  '报送单位',
  '责任单位',
  '乡镇',
  '乡镇名称',
  '乡镇单位',
  '填报单位名称',
]);

export function isUnitHeader(text: string): boolean {
  return forms(text).some((each) => unitHeaders.has(each));
}

/** Columns that carry nothing to import and nothing to tell. */
export function isPlainHeader(text: string): boolean {
  return ['序号', '编号', '行次', ''].includes(key(text));
}

const currentFigure = new Set(['本期', '本期数', '本季', '本季度', '本季度数', '数量', '数值', '数']);

/** A second level that adds nothing to the field above it: 本期数, or the measure word. */
export function isCurrentFigure(text: string): boolean {
  const own = key(text).replace(/^\((.*)\)$/, '$1');
  return currentFigure.has(own) || isMeasure(own);
}

const brackets = (text: string): string[] => [...key(text).matchAll(/\(([^()]*)\)/g)].map(([, word = '']) => word);

/** The measure in the brackets of a header or label, those of the field's own name apart: 宣传单(册)发放数（万份）. */
export function measureIn(text: string, { label, measure }: FormField): StatedMeasure | null {
  const own = brackets(label);
  return (
    brackets(text)
      .filter((word) => !own.includes(word))
      .map((word) => statedMeasure(word.replace(/^(?:计量)?单位/, ''), measure))
      .findLast((stated) => stated !== null) ?? null
  );
}

/** The measure of a line such as 单位：万份, which stands above the figures and is about those of its kind. */
export function measureOfAll(text: string): string | null {
  return /^\(?(?:计量)?单位[:：]?([十百千万亿]+\D{0,2}?)\)?$/.exec(tidy(text))?.[1] ?? null;
}
