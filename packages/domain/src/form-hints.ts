import { quoted, type FormDefinition, type FormField, type FormRule } from './form.ts';
import type { FormContext } from './form-check.ts';

/** From here on a limit only keeps slips of the finger away. */
const NO_LIMIT = 99_999;

/** What is to be kept in mind about a field while it is filled in: its limits and the rules that it is part of. */
export function fieldHints(form: FormDefinition, field: FormField, context: FormContext): string[] {
  const name = namesIn(form);
  const rules = form.rules.filter((rule) => rule.field === field.code);
  return [
    field.max >= NO_LIMIT ? '整数' : `整数，${field.min}—${field.max}`,
    ...(field.required ? ['必填'] : []),
    ...(field.hint ? [field.hint] : []),
    ...(field.kind === 'stock' ? ['填期末数'] : []),
    ...rules.flatMap((rule) => hint(rule, name, context) ?? []),
    ...(field.evidence === undefined ? [] : ['大于 0 时请在系统中补充佐证']),
  ];
}

function namesIn(form: FormDefinition): (code: string) => string {
  const labels = new Map(form.fields.map(({ code, label }) => [code, label]));
  return (code) => quoted(labels.get(code) ?? code);
}

/** A rule of a form as a sentence, whatever unit it is asked of: `“甲”不大于“乙”`. */
export function ruleWords(form: FormDefinition, rule: FormRule): string {
  const name = namesIn(form);
  const own = name(rule.field);
  switch (rule.kind) {
    case 'at_least':
      return `${own}不少于 ${rule.limit}`;
    case 'at_least_villages':
      return `${own}不少于村、社区数加 ${rule.plus}`;
    case 'at_most_register':
      return `${own}不大于登记数`;
    case 'year_at_most_target':
      return `${own}全年累计不大于目标数的 ${rule.percent}%`;
    default:
      return `${own}${hint(rule, name, { kind: null, quarter: null, villages: null }) ?? ''}`;
  }
}

function hint(
  rule: FormRule,
  name: (code: string) => string,
  { kind, quarter, villages, registers }: FormContext,
): string | null {
  switch (rule.kind) {
    case 'at_most_field':
      return `不大于${name(rule.other)}`;
    case 'zero_together':
      return `与${name(rule.other)}同为 0 或都大于 0`;
    case 'ratio_at_most':
      return `不超过${name(rule.other)}的 ${rule.limit} 倍`;
    case 'year_at_most_field':
      return `全年累计不大于${name(rule.other)}的累计`;
    case 'at_least':
      return applies(rule.for, kind) && applies(rule.quarters, quarter) ? `不少于 ${rule.limit}` : null;
    case 'at_least_villages':
      return applies(rule.for, kind) && villages !== null ? `不少于 ${villages + rule.plus}（按村、社区数）` : null;
    case 'at_most_register': {
      const limit = registers?.[rule.register];
      return limit === undefined ? null : `不大于登记数 ${limit}`;
    }
    case 'year_at_most_target':
      return null;
  }
}

function applies<T>(only: readonly T[] | undefined, value: T | null): boolean {
  return only === undefined || (value !== null && only.includes(value));
}
