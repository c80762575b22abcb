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
}

/**
 * Checks the values of a record as they are kept; blanks are absent.
 * @param projects numbers of the year's projects
 */
export function checkRecord(
  kind: RecordKind,
  date: string | null,
  values: RecordValues,
  projects: ReadonlySet<number>,
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
  return faults;
}

type Fault = Omit<RecordFault, 'field'>;

function missing(field: RecordField): Fault | null {
  return field.required ? { code: 'required', detail: `请填写${quoted(field.label)}` } : null;
}

function faultOf(field: RecordField, value: RecordValue, projects: ReadonlySet<number>): Fault | null {
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
      return typeof value === 'number' && projects.has(value)
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
