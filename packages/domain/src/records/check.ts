import { isIsoDate } from '../dates.ts';
import { quoted } from '../form.ts';
import { findPersonalInfo } from '../personal-info.ts';
import { wordsOf, type RecordField, type RecordKind, type RecordValue, type RecordValues } from './kinds.ts';

/** What is wrong with a value of a record: an error always, the row is not written. */
export interface RecordFault {
  /** Code of the field; `date` for the record's own day. */
  field: string;
  code: string;
  /** Chinese sentence that names the field and the remedy. */
  detail: string;
  /** Code of the field that this one contradicts. */
  against?: string;
}

/**
 * Checks the values of a record as they are kept; blanks are absent.
 * @param projects numbers of the projects of the record's year; null when that year has no plan
 * @param today after which nothing can have been done; null where nobody knows it for certain
 */
export function checkRecord(
  kind: RecordKind,
  date: string | null,
  values: RecordValues,
  projects: ReadonlySet<number> | null,
  today: string | null,
): RecordFault[] {
  const faults: RecordFault[] = [];
  if (kind.dateLabel !== null && date === null)
    faults.push({ field: 'date', code: 'required', detail: `请填写${quoted(kind.dateLabel)}` });
  if (kind.dateLabel === null && date !== null)
    faults.push({ field: 'date', code: 'unknown_field', detail: `${kind.label}没有日期` });
  if (kind.dateLabel !== null && date !== null && !isIsoDate(date))
    faults.push({ field: 'date', code: 'bad_date', detail: `${quoted(kind.dateLabel)}应为日期，如 2025-06-30` });
  for (const code of Object.keys(values)) {
    if (!kind.fields.some((field) => field.code === code))
      faults.push({ field: code, code: 'unknown_field', detail: `${kind.label}没有“${code}”这一项` });
  }
  for (const field of kind.fields) {
    const value = values[field.code];
    const fault = value === undefined ? missing(field) : faultOf(field, value, projects);
    if (fault) faults.push({ field: field.code, ...fault });
  }
  const faulty = new Set(faults.map(({ field }) => field));
  const later = today === null ? [] : future(kind, date, values, today);
  // No list would ever show it: each is of a year that has a plan.
  const unplanned: RecordFault[] =
    projects !== null || kind.register || date === null || later.some(({ field }) => field === 'date')
      ? []
      : [{ field: 'date', code: 'no_plan_year', detail: `${date.slice(0, 4)}年没有年度方案，请核对日期` }];
  return [
    ...faults,
    ...[...later, ...unplanned, ...contradictions(kind, date, values)].filter(
      ({ field, against = '' }) => !faulty.has(field) && !faulty.has(against),
    ),
  ];
}

/** Days that are still to come, where something is said to have been done. */
function future(kind: RecordKind, date: string | null, values: RecordValues, today: string): RecordFault[] {
  const codes = ['date', ...kind.fields.flatMap(({ code, past }) => (past ? code : []))];
  return codes.flatMap((code) => {
    const day = dayOf(code, date, values);
    if (day === null || day <= today) return [];
    return { field: code, code: 'future_day', detail: `${labelOf(kind, code)} ${day} 晚于今天 ${today}，请核对` };
  });
}

/** What cannot be true together within one record. */
function contradictions(kind: RecordKind, date: string | null, values: RecordValues): RecordFault[] {
  const more = (kind.atMost ?? []).flatMap(({ sum, total }) => {
    const [field = ''] = sum;
    const all = sum.reduce((so, code) => so + numberOf(values[code]), 0);
    if (all <= numberOf(values[total])) return [];
    const measure = kind.fields.find(({ code }) => code === total)?.measure ?? '';
    const parts = sum.map((code) => labelOf(kind, code)).join('、');
    const said = `${figure(sum.length > 1 ? `${parts}合计` : parts, all)} ${measure}`;
    const label = labelOf(kind, total);
    const limit =
      values[total] === undefined ? `${label}（未填写）` : `${figure(label, numberOf(values[total]))} ${measure}`;
    const detail = `${said}多于${limit}，请核对`;
    return { field, code: 'more_than_total', detail, against: total };
  });
  const before = (kind.notBefore ?? []).flatMap(([field, against]) => {
    const [day, first] = [dayOf(field, date, values), dayOf(against, date, values)];
    if (day === null || first === null || day >= first) return [];
    const detail = `${labelOf(kind, field)} ${day} 早于${labelOf(kind, against)} ${first}，请核对`;
    return { field, code: 'before_day', detail, against };
  });
  return [...more, ...before];
}

/** A closing bracket is space enough. */
const figure = (label: string, value: number): string => `${label}${label.endsWith('）') ? '' : ' '}${value}`;

const numberOf = (value: RecordValue | undefined): number => (typeof value === 'number' ? value : 0);

function dayOf(code: string, date: string | null, values: RecordValues): string | null {
  const day = code === 'date' ? date : values[code];
  return typeof day === 'string' ? day : null;
}

function labelOf(kind: RecordKind, code: string): string {
  return (code === 'date' ? kind.dateLabel : kind.fields.find((field) => field.code === code)?.label) ?? code;
}

type Fault = Omit<RecordFault, 'field'>;

function missing(field: RecordField): Fault | null {
  return field.required ? { code: 'required', detail: `请填写${quoted(field.label)}` } : null;
}

function faultOf(field: RecordField, value: RecordValue, projects: ReadonlySet<number> | null): Fault | null {
  const name = quoted(field.label);
  const { min, max } = field;
  switch (field.type) {
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return { code: 'not_text', detail: `${name}应为文字` };
      return textFault(value, max ?? 200, name);
    case 'link':
      if (typeof value !== 'string' || !isLink(value))
        return { code: 'bad_link', detail: `${name}应为网址，如 https://www.hsq.gov.cn/` };
      return textFault(value, 500, name);
    case 'day':
      return typeof value === 'string' && isIsoDate(value)
        ? null
        : { code: 'bad_date', detail: `${name}应为日期，如 2025-06-30` };
    case 'yes':
      return value === true ? null : { code: 'not_yes', detail: `${name}填“是”或留空` };
    case 'word':
      return typeof value === 'string' && Object.hasOwn(wordsOf(field), value)
        ? null
        : { code: 'unknown_word', detail: `${name}应为：${Object.values(wordsOf(field)).join('、')}` };
    case 'project':
      return typeof value === 'number' && projects?.has(value)
        ? null
        : { code: 'unknown_project', detail: `${name}应为本年度民生实事项目的序号或名称` };
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return { code: 'not_numeric', detail: `${name}应为数字` };
      if (field.type === 'integer' && !Number.isInteger(value))
        return { code: 'not_integer', detail: `${name}应为整数` };
      if ((min !== undefined && value < min) || (max !== undefined && value > max))
        return { code: 'out_of_range', detail: `${name}应在 ${min}—${max} 之间` };
      return null;
  }
}

function textFault(value: string, max: number, name: string): Fault | null {
  if (value.length > max) return { code: 'too_long', detail: `${name}不能超过 ${max} 个字` };
  if (findPersonalInfo(value).length > 0) return { code: 'personal_info', detail: `${name}含有身份证号码，请删除` };
  return null;
}

export function isLink(text: string): boolean {
  return /^https?:\/\/[^\s/?#]+\S*$/i.test(text) && URL.canParse(text);
}
