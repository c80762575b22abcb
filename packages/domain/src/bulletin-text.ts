import type { FormDefinition, FormField } from './form.ts';
import { periodLabel, quarterLabel } from './period.ts';
import type { Figure } from './statistics.ts';
import { fillTemplate, unknownPlaces } from './template.ts';
import {
  bulletinSections,
  bulletinSectionTitle,
  mentionSection,
  type BulletinMention,
  type BulletinSection,
} from './bulletin.ts';

/** A unit's report as the bulletin tells of it. */
export interface ToldReport {
  unit: string;
  standing: 'on_time' | 'late' | 'missing' | 'returned' | 'open';
  /** Working days after its last day; null when it was not late. */
  lateWorkingDays: number | null;
}

/** What the places of a bulletin's text are filled from. */
export interface BulletinFigures {
  /** Code of the quarter. */
  period: string;
  /** Day on which it is told, `2025-10-15`. */
  today: string;
  reports: readonly ToldReport[];
  /** Reports whose figures are counted. */
  counted: number;
  fields: readonly Pick<FormField, 'code' | 'label' | 'measure'>[];
  quarter: Readonly<Record<string, Pick<Figure, 'value'>>>;
  yearToDate: Readonly<Record<string, Pick<Figure, 'value'>>>;
  /** The next report's quarter and last day; null where no plan has it. */
  next: { period: string; dueOn: string } | null;
}

/** A place of the text with what stands in it now, for who writes. */
export interface BulletinPlace {
  name: string;
  label: string;
  value: string;
}

/** `2025-10-09` as an office writes it. */
export function officialDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** The one place that changes by itself from day to day. */
export const PLACE_OF_TODAY = '截至日期';

/** Every place with its value, in the order in which they are offered (notes §2.7). */
export function bulletinPlaces(figures: BulletinFigures): BulletinPlace[] {
  const { reports, period } = figures;
  const of = (standing: ToldReport['standing']) => reports.filter((each) => each.standing === standing);
  const names = (found: readonly ToldReport[]): string => found.map(({ unit }) => unit).join('、');
  const late = of('late').map(({ unit, lateWorkingDays }) =>
    lateWorkingDays ? `${unit}（迟${lateWorkingDays}个工作日）` : unit,
  );
  const number = (value: number): string => value.toLocaleString('en-US');
  const count = (standing: ToldReport['standing']): string => number(of(standing).length);
  const told = ({ code, measure }: Pick<FormField, 'code' | 'measure'>, by: BulletinFigures['quarter']): string => {
    const value = by[code]?.value ?? null;
    // Blank is not zero.
    return value === null ? '（未填）' : `${number(value)}${measure}`;
  };
  return [
    { name: '报送期', label: '报送期', value: periodLabel(period) },
    { name: '年度', label: '年度', value: `${period.slice(0, 4)}年` },
    { name: '季度', label: '季度', value: quarterLabel(period) },
    { name: PLACE_OF_TODAY, label: PLACE_OF_TODAY, value: officialDay(figures.today) },
    { name: '应报', label: '应报单位数', value: number(reports.length) },
    { name: '按时', label: '按时报送的单位数', value: count('on_time') },
    { name: '迟报', label: '迟报的单位数', value: count('late') },
    { name: '未报', label: '逾期未报的单位数', value: count('missing') },
    { name: '未到期', label: '未到期、尚未报送的单位数', value: count('open') },
    { name: '退回', label: '退回待改的单位数', value: count('returned') },
    { name: '计入', label: '数据计入的份数（已通过）', value: number(figures.counted) },
    { name: '按时单位', label: '按时报送的单位', value: names(of('on_time')) },
    { name: '迟报单位', label: '迟报的单位', value: late.join('、') },
    { name: '未报单位', label: '逾期未报的单位', value: names(of('missing')) },
    { name: '退回单位', label: '退回待改的单位', value: names(of('returned')) },
    { name: '下期', label: '下一期', value: figures.next ? periodLabel(figures.next.period) : '' },
    { name: '下期时限', label: '下一期的最后一天', value: figures.next ? officialDay(figures.next.dueOn) : '' },
    ...figures.fields.flatMap((field) => [
      { name: field.code, label: `${field.label}，本季度`, value: told(field, figures.quarter) },
      { name: `累计${field.code}`, label: `${field.label}，本年累计`, value: told(field, figures.yearToDate) },
    ]),
  ];
}

/** Fills a text; see `fillTemplate`. */
export function fillBulletin(text: string, places: readonly BulletinPlace[]): string {
  return fillTemplate(text, Object.fromEntries(places.map(({ name, value }) => [name, value])));
}

const numerals = ['一', '二', '三', '四', '五'];

/**
 * The parts as they are printed: the text of each filled in, then who is named in it. Parts in which nothing stands are left
 * out, and the others counted.
 */
export function bulletinParts(
  bodies: Readonly<Record<BulletinSection, string>>,
  mentions: readonly { kind: BulletinMention; unit: { name: string }; text: string }[],
  places: readonly BulletinPlace[],
): { code: BulletinSection; heading: string; paragraphs: string[] }[] {
  return bulletinSections
    .map((code) => ({
      code,
      paragraphs: [
        ...fillBulletin(bodies[code], places)
          .split('\n')
          .flatMap((line) => line.trim() || []),
        ...mentions
          .filter(({ kind }) => mentionSection[kind] === code)
          .map(({ unit, text }) => `${unit.name}：${text}`),
      ],
    }))
    .filter(({ paragraphs }) => paragraphs.length > 0)
    .map((part, index) => ({ ...part, heading: `${numerals[index]}、${bulletinSectionTitle[part.code]}` }));
}

/** Places that a text names and there are not, each once. */
export function unknownBulletinPlaces(text: string, places: readonly BulletinPlace[]): string[] {
  return unknownPlaces(
    text,
    places.map(({ name }) => name),
  );
}

/**
 * What a new bulletin begins with: sentences whose places are filled from the figures as they stand; the office writes the
 * rest. A line whose places are all blank is left out.
 * @param form the one that the quarter's reports were made on
 * @param filled codes of the fields that have a figure
 */
export function bulletinTemplate(
  form: Pick<FormDefinition, 'sections' | 'fields'>,
  filled: ReadonlySet<string>,
): Record<BulletinSection, string> {
  // The parts of the form are headed 一、 as the parts of the bulletin are: within one of these they are （一）.
  const heading = (title: string): string => title.replace(/^([一二三四五六七八九十]+)、/, '（$1）');
  const totals = form.sections.flatMap(({ code, title }) => {
    const own = form.fields.filter((field) => field.section === code && filled.has(field.code));
    return own.length === 0
      ? []
      : [`${heading(title)}：${own.map((field) => `${field.label}{${field.code}}`).join('，')}。`];
  });
  return {
    discipline: [
      '{报送期}应报送情况统计表和工作小结的单位{应报}个，按时报送{按时}个，迟报{迟报}个，截至{截至日期}逾期未报{未报}个。',
      '按时报送的单位：{按时单位}。',
      '迟报的单位：{迟报单位}。',
      '逾期未报的单位：{未报单位}。',
      '退回后尚未改正的单位：{退回单位}。',
    ].join('\n'),
    totals: [`以下数据计入审核通过的报送{计入}份，应报{应报}份。`, ...totals].join('\n'),
    practice: '',
    problems: '',
    next: '{下期}的情况统计表和工作小结请于{下期时限}前报送。',
  };
}
