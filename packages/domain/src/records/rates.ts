import type { FormDefinition, ReporterKind } from '../form.ts';
import { fieldsFor } from '../form-check.ts';

/** What rates are computed from, beside the values of the form itself. */
export interface RateBases {
  /** From the registers: `sites`, `engineering_sites`, `sites_under_construction`, `finished_sites`, `letters`. */
  registers: Record<string, number>;
  /** Sums of the earlier periods of the same year, by field. */
  yearToDate: Record<string, number>;
  /** Problems of the unit found this year, as they stood at the hand-in: closed ones, and all that are not void. */
  problems: { closed: number; counted: number };
  /** Reports of the unit that were due this year or handed in by then. */
  handIns: { onTime: number; due: number };
}

export interface Rate {
  /** `C1`–`C9` (notes §2.2). */
  code: string;
  label: string;
  /** `标识标注点位数 ÷ 登记点位数`. */
  formula: string;
  numerator: number | null;
  denominator: number | null;
  /** 0.8 is 80 %; null when a number is not known or the denominator is 0. */
  rate: number | null;
}

interface Declared {
  code: string;
  label: string;
  formula: string;
  /** Field without which a unit has no such rate. */
  field?: string;
  of: (
    values: Record<string, number>,
    bases: RateBases,
  ) => [numerator: number | undefined, denominator: number | undefined];
}

const ofYear = (code: string, values: Record<string, number>, { yearToDate }: RateBases): number | undefined =>
  values[code] === undefined && yearToDate[code] === undefined
    ? undefined
    : (values[code] ?? 0) + (yearToDate[code] ?? 0);

const declared: Declared[] = [
  {
    code: 'C1',
    label: '标识标注率',
    formula: '已标注标识的点位 ÷ 登记点位',
    field: 'F0305',
    of: (values, { registers }) => [values.F0305, registers.sites],
  },
  {
    code: 'C2',
    label: '在建公示牌设置率',
    formula: '已设在建公示牌 ÷ 在建点位',
    field: 'F0306',
    of: (values, { registers }) => [values.F0306, registers.sites_under_construction],
  },
  {
    code: 'C3',
    label: '永久性标牌设置率',
    formula: '已设永久性标牌 ÷ 已完工点位',
    field: 'F0307',
    of: (values, { registers }) => [values.F0307, registers.finished_sites],
  },
  {
    code: 'C4',
    label: '一封信发放率',
    formula: '全年累计发放 ÷ 应发数',
    field: 'F0604',
    of: (values, bases) => [ofYear('F0604', values, bases), bases.registers.letters],
  },
  {
    code: 'C5',
    label: '刊载率',
    formula: '市级及以上刊载数 ÷ 报送信息数',
    field: 'F0203',
    of: ({ F0203, F0201 }) => [F0203, F0201],
  },
  {
    code: 'C6',
    label: '意见办理率',
    formula: '全年累计已办理 ÷ 全年累计收集',
    field: 'F0509',
    of: (values, bases) => [ofYear('F0509', values, bases), ofYear('F0508', values, bases)],
  },
  {
    code: 'C7',
    label: '网站采用率',
    formula: '民生网站采用数 ÷ 报送信息数',
    field: 'F0202',
    of: ({ F0202, F0201 }) => [F0202, F0201],
  },
  {
    code: 'C8',
    label: '问题整改率',
    formula: '已销号问题 ÷ 登记的问题（不含作废）',
    of: (_, { problems }) => [problems.closed, problems.counted],
  },
  {
    code: 'C9',
    label: '按时报送率',
    formula: '按时报送次数 ÷ 到期应报次数',
    of: (_, { handIns }) => [handIns.onTime, handIns.due],
  },
];

/**
 * The rates C1–C9 that go with a report: computed from its values and the registers, never typed. Those of fields that
 * the kind of unit does not fill in are left out.
 */
export function ratesOf(
  form: FormDefinition,
  kind: ReporterKind | null,
  values: Record<string, number>,
  bases: RateBases,
): Rate[] {
  const own = new Set(fieldsFor(form, kind).map(({ code }) => code));
  return declared
    .filter(({ field }) => field === undefined || own.has(field))
    .map(({ code, label, formula, of }) => {
      const [numerator = null, denominator = null] = of(values, bases);
      const rate = numerator === null || !denominator ? null : numerator / denominator;
      return { code, label, formula, numerator, denominator, rate };
    });
}
