import { isIsoDate } from './dates.ts';
import { quoted, type Finding, type FormDefinition, type FormField, type ReporterKind } from './form.ts';
import { checkRule } from './form-rules.ts';
import { checkPast, type Past } from './past-check.ts';
import { findMobiles, findPersonalInfo } from './personal-info.ts';

/** What the checks need to know of the unit and of its year. */
export interface FormContext {
  kind: ReporterKind | null;
  quarter: 1 | 2 | 3 | 4 | null;
  /** Villages and communities of a township; null when unknown. */
  villages: number | null;
  /** Sums of the earlier periods of the same year, by field. */
  yearToDate?: Record<string, number>;
  /** The unit's last report and those of its peers; absent where they are not at hand. */
  past?: Past;
  /** Figures that the office keeps for the unit, by register; absent while nobody has entered them. */
  registers?: Record<string, number>;
  /** Fields that files are attached to; absent where there can be none. */
  attached?: readonly string[];
  /** Figures counted from the unit's records of the period; absent where nothing is known of them. */
  figures?: Record<string, number>;
  /** Fields of which each record that was counted has a link or a file: the records are the evidence. */
  documented?: readonly string[];
}

/** Fields that a kind of unit fills in; all of them when the kind is not known. */
export function fieldsFor(form: FormDefinition, kind: ReporterKind | null): FormField[] {
  return kind === null ? form.fields : form.fields.filter((field) => field.for.includes(kind));
}

export function finding(level: Finding['level'], code: string, field: string | null, detail: string): Finding {
  return { level, code, cell: null, field, text: null, readsAs: null, detail };
}

/** Limits of one value. @returns at most one finding, always an error */
export function checkValue(field: FormField, value: number): Finding[] {
  const name = quoted(field.label);
  if (value < 0) return [finding('error', 'negative', field.code, `${name}不能是负数`)];
  if (!Number.isInteger(value)) return [finding('error', 'not_integer', field.code, `${name}应为整数`)];
  if (value < field.min || value > field.max) {
    return [finding('error', 'out_of_range', field.code, `${name}应在 ${field.min}—${field.max} 之间`)];
  }
  return [];
}

/**
 * Checks what was filled in. A blank is not a zero: a rule that misses one of its values is silent.
 * @param values by field code; blanks are absent
 * @param evidence links by field code; absent where evidence cannot be given
 */
export function checkForm(
  form: FormDefinition,
  values: Record<string, number>,
  context: FormContext,
  evidence: Record<string, string[]> = {},
): Finding[] {
  const fields = new Map(form.fields.map((field) => [field.code, field]));
  const findings: Finding[] = [];
  for (const [code, value] of Object.entries(values)) {
    const field = fields.get(code);
    if (!field) {
      findings.push(finding('error', 'unknown_field', code, `报表中没有编码为 ${code} 的指标`));
      continue;
    }
    findings.push(...checkValue(field, value));
    if (context.kind !== null && !field.for.includes(context.kind)) {
      findings.push(
        finding('warning', 'field_not_for_unit', code, `${quoted(field.label)}不是本类单位的填报指标，请核对`),
      );
    }
    // A file proves whatever a link need not lead to.
    const byFile = field.evidence !== 'link' && context.attached?.includes(code) === true;
    const byRecords = context.figures?.[code] === value && context.documented?.includes(code) === true;
    const proven = byFile || byRecords || (evidence[code] ?? []).length > 0;
    if (field.evidence !== undefined && value > 0 && !proven) {
      const what = { link: '链接', link_or_scan: '链接或扫描件', attachment: '附件' }[field.evidence];
      findings.push(finding('warning', 'evidence_missing', code, `${quoted(field.label)}大于 0，请补充${what}`));
    }
  }
  for (const code of Object.keys(evidence)) {
    if (!fields.has(code)) findings.push(finding('error', 'unknown_field', code, `报表中没有编码为 ${code} 的指标`));
  }
  return [
    ...findings,
    ...missingRequired(form, values, context.kind),
    ...checkFigures(form, values, context.figures ?? {}),
    ...form.rules.flatMap((rule) => checkRule(rule, values, context, fields)),
    ...(context.past ? checkPast(form, values, context.past) : []),
  ];
}

/** Fields that a unit of a kind has to fill in and has not; none while its kind is not known. */
export function missingRequired(
  form: FormDefinition,
  values: Record<string, number>,
  kind: ReporterKind | null,
): Finding[] {
  if (kind === null) return [];
  return fieldsFor(form, kind).flatMap(({ code, label, required }) =>
    required && values[code] === undefined
      ? [finding('error', 'required_missing', code, `${quoted(label)}必填，没有的请填 0`)]
      : [],
  );
}

/** A typed value that differs from what the records say: kept, and shown to the reviewer with both numbers. */
export function checkFigures(
  form: FormDefinition,
  values: Record<string, number>,
  figures: Record<string, number>,
): Finding[] {
  return form.fields.flatMap(({ code, label }) => {
    const [value, figure] = [values[code], figures[code]];
    if (value === undefined || figure === undefined || value === figure) return [];
    return [finding('warning', 'differs_from_records', code, `${quoted(label)}填报 ${value}，台账 ${figure}，请核对`)];
  });
}

/** Checks the work summary and the lines about who filled it in. */
export function checkTexts(form: FormDefinition, texts: Record<string, string>): Finding[] {
  return Object.entries(texts).flatMap(([code, text]) => {
    const field = form.texts.find((each) => each.code === code);
    if (!field) return [finding('error', 'unknown_field', code, `报表中没有“${code}”这一项`)];
    const found: Finding[] = [];
    if (text.length > field.maxLength) {
      found.push(finding('error', 'too_long', code, `${quoted(field.label)}不能超过 ${field.maxLength} 个字`));
    }
    if (field.kind === 'date' && text !== '' && !isIsoDate(text)) {
      found.push(finding('error', 'bad_date', code, `${quoted(field.label)}应为日期，如 2025-06-30`));
    }
    if (findPersonalInfo(text).length > 0) {
      found.push(finding('error', 'personal_info', code, `${quoted(field.label)}含有身份证号码，请删除`));
    }
    if (findMobiles(text).length > 0) {
      found.push(finding('warning', 'mobile_number', code, `${quoted(field.label)}含有手机号码，建议改填办公电话`));
    }
    return found;
  });
}

/**
 * Whether a report is without its work summary (工作小结, R105): nothing in the texts that its form asks for as paragraphs, and
 * no document that was handed in instead. Never of a form that asks for no such text.
 * @param texts by the text's code
 * @param documents how many were handed in as the summary
 */
export function lacksSummary(form: FormDefinition, texts: Record<string, string>, documents: number): boolean {
  const paragraphs = form.texts.filter(({ kind }) => kind === 'paragraph');
  return paragraphs.length > 0 && documents === 0 && !paragraphs.some(({ code }) => texts[code]?.trim());
}
