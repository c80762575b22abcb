import { recordKind, wordsOf, type RecordField, type RecordKind } from './kinds.ts';
import type { RecordFigure } from './figures.ts';

/** More words than this are told by their number. */
const MOST_WORDS = 6;

/** How a figure is counted, for people: `宣传信息 · 专栏 · 已刊播（采用） · 按刊播（采用）日期`. Made from the declaration. */
export function countWords(figure: RecordFigure): string {
  const kind = recordKind(figure.kind);
  const day = figure.by === undefined ? (kind.dateLabel ?? '') : fieldOf(kind, figure.by).label;
  return [
    ...kindAndFilter(figure, kind),
    ...(figure.sum === undefined ? [] : [`${fieldOf(kind, figure.sum).label}合计`]),
    figure.span === 'until' ? `截至期末（按${day}）` : `按${day}`,
    ...(figure.of === 'place_or_project' ? ['所在地或牵头项目'] : []),
  ].join(' · ');
}

/** Which records, without the day: `公开公示 · 实施进展 · 网站、微信公众号`. */
export function filterWords(figure: RecordFigure): string {
  return kindAndFilter(figure, recordKind(figure.kind)).join(' · ');
}

/** Measure word of what a figure counts: that of the field that is summed, or of the kind. */
export function countMeasure(figure: RecordFigure): string {
  const kind = recordKind(figure.kind);
  return figure.sum === undefined ? kind.measure : (fieldOf(kind, figure.sum).measure ?? '');
}

function kindAndFilter({ where = {}, months }: RecordFigure, kind: RecordKind): string[] {
  return [
    kind.label,
    ...Object.entries(where).map(([code, words]) => {
      const field = fieldOf(kind, code);
      return words.includes(true) ? (field.filled ?? field.label) : wordList(field, words as string[]);
    }),
    ...(months === undefined ? [] : [months.map((month) => `${month}月`).join('、')]),
  ];
}

function wordList(field: RecordField, codes: string[]): string {
  const words = wordsOf(field);
  return codes.length > MOST_WORDS
    ? `${codes.length} 种${field.label}`
    : codes.map((code) => words[code] ?? code).join('、');
}

function fieldOf(kind: RecordKind, code: string): RecordField {
  const field = kind.fields.find((each) => each.code === code);
  if (!field) throw new RangeError(`${kind.code} has no field ${code}`);
  return field;
}
