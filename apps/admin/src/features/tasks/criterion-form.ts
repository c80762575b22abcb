import {
  countableKinds,
  recordKind,
  wordsOf,
  type RecordFigure,
  type RecordKindCode,
  type RecordsCriterion,
} from '@nuanxin/domain';

/** What the form can say of a criterion; a declared one that says more is kept as it is. */
export interface CriterionForm {
  kind: '' | 'at_least' | 'each' | 'materials' | 'every' | 'closed' | 'kept';
  records: RecordKindCode;
  where: Record<string, string[]>;
  months: number[];
  of: 'unit' | 'all';
  least: number;
  group: string;
  materials: string[];
  siteFields: string[];
}

export const criterionKinds = ['at_least', 'each', 'materials', 'every', 'closed'] as const;

/** Kinds of records that a criterion can count. */
export const countable = countableKinds();
/** Boards that only some sites need (R61). */
const worksOf: Record<string, string[]> = {
  constructionBoardOn: ['under_construction'],
  permanentSignOn: ['finished'],
};
export const siteDays = recordKind('sites').fields.filter(({ type }) => type === 'day');
const material = recordKind('distributions').fields.find(({ code }) => code === 'material');
export const materialWords = material ? wordsOf(material) : {};

/** Fields of a kind of records by whose words a criterion can choose. */
export function wordFields(kind: RecordKindCode) {
  return recordKind(kind).fields.filter(({ type }) => type === 'word');
}

export function formOf(criterion: RecordsCriterion | null, records: string | null): CriterionForm {
  const known = countable.find(({ code }) => code === records);
  const form: CriterionForm = {
    kind: '',
    records: known?.code ?? 'activities',
    where: {},
    months: [],
    of: 'unit',
    least: 1,
    group: '',
    materials: [],
    siteFields: [],
  };
  if (criterion === null) return form;
  fill(form, criterion);
  const same = JSON.stringify(sorted(criterionOf(form, criterion))) === JSON.stringify(sorted(criterion));
  return same ? form : { ...form, kind: 'kept' };
}

function fill(form: CriterionForm, criterion: RecordsCriterion): void {
  if (criterion.kind === 'all') return;
  form.kind = criterion.kind;
  if (criterion.kind === 'every') form.siteFields = criterion.fields.map(({ field }) => field);
  if (criterion.kind === 'materials') form.materials = criterion.figure.where.material;
  if (criterion.kind !== 'at_least' && criterion.kind !== 'each') return;
  const { kind, where = {}, months = [] } = criterion.figure;
  form.records = kind;
  form.months = months;
  form.where = Object.fromEntries(
    Object.entries(where).map(([field, words]) => [field, words.filter((word): word is string => word !== true)]),
  );
  if (criterion.kind === 'each') form.group = criterion.group;
  else Object.assign(form, { of: criterion.of, least: criterion.least });
}

/** @param kept what was declared before, for a form that leaves it as it is */
export function criterionOf(form: CriterionForm, kept: RecordsCriterion | null): RecordsCriterion | null {
  switch (form.kind) {
    case '':
      return null;
    case 'kept':
      return kept;
    case 'closed':
      return { kind: 'closed' };
    case 'every':
      return {
        kind: 'every',
        fields: form.siteFields.map((field) => ({ field, ...(worksOf[field] ? { works: worksOf[field] } : {}) })),
      };
    case 'materials':
      return {
        kind: 'materials',
        figure: { kind: 'distributions', where: { material: form.materials }, span: 'period', sum: 'count' },
      };
    case 'each':
      return { kind: 'each', group: form.group, figure: figureOf(form) };
    case 'at_least':
      return { kind: 'at_least', of: form.of, least: form.least, figure: figureOf(form) };
  }
}

function figureOf({ records, where, months }: CriterionForm): RecordFigure {
  const chosen = Object.fromEntries(Object.entries(where).filter(([, words]) => words.length > 0));
  return {
    kind: records,
    ...(Object.keys(chosen).length > 0 ? { where: chosen } : {}),
    ...(months.length > 0 ? { months } : {}),
    // What a register holds counts from the day on which it is there.
    ...(recordKind(records).register ? { by: 'since', span: 'until' as const } : { span: 'period' as const }),
  };
}

/** The kind of records that a task with this criterion is judged by. */
export function recordsOf(form: CriterionForm, kept: string | null): string | null {
  if (form.kind === 'kept') return kept;
  if (form.kind === 'closed') return 'problems';
  if (form.kind === 'every') return 'sites';
  return form.kind === 'materials' ? 'distributions' : form.records;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
