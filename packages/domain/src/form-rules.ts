import { quoted, type Finding, type FormField, type FormRule, type ReporterKind } from './form.ts';
import type { FormContext } from './form-check.ts';

type Values = Record<string, number>;

/** One cross-field rule of a form. Silent while a value that it needs is blank or a register has no figure. */
export function checkRule(
  rule: FormRule,
  values: Values,
  context: FormContext,
  fields: Map<string, FormField>,
): Finding[] {
  const value = values[rule.field];
  if (value === undefined) return [];
  const fault = faultOf(rule, value, values, context, (code) => quoted(fields.get(code)?.label ?? code));
  if (!fault) return [];
  return [
    {
      level: rule.level,
      code: fault.code,
      cell: null,
      field: rule.field,
      text: null,
      readsAs: null,
      detail: fault.detail,
    },
  ];
}

function faultOf(
  rule: FormRule,
  value: number,
  values: Values,
  context: FormContext,
  name: (code: string) => string,
): { code: string; detail: string } | null {
  const own = name(rule.field);
  switch (rule.kind) {
    case 'at_most_field': {
      const other = values[rule.other];
      if (other === undefined || value <= other) return null;
      return { code: 'cross_field', detail: `${own}（${value}）不应大于${name(rule.other)}（${other}）` };
    }
    case 'zero_together': {
      const other = values[rule.other];
      if (other === undefined || (value === 0) === (other === 0)) return null;
      return {
        code: 'cross_field',
        detail: `${own}（${value}）与${name(rule.other)}（${other}）应同为 0 或同时大于 0`,
      };
    }
    case 'ratio_at_most': {
      const other = values[rule.other];
      if (!other || value / other <= rule.limit) return null;
      return { code: 'cross_field', detail: `${own}平均每场 ${Math.round(value / other)}，超过 ${rule.limit}，请核对` };
    }
    case 'at_least': {
      const quarters =
        rule.quarters === undefined || (context.quarter !== null && rule.quarters.includes(context.quarter));
      if (!quarters || !applies(rule.for, context) || value >= rule.limit) return null;
      return { code: 'below_expected', detail: `${own}一般不少于 ${rule.limit}，请核对` };
    }
    case 'at_least_villages': {
      if (context.villages === null || !applies(rule.for, context) || value >= context.villages + rule.plus)
        return null;
      const least = context.villages + rule.plus;
      return { code: 'below_expected', detail: `${own}一般不少于 ${least}（村、社区 ${context.villages} 个），请核对` };
    }
    case 'year_at_most_field': {
      const other = values[rule.other];
      if (other === undefined) return null;
      const sum = value + (context.yearToDate?.[rule.field] ?? 0);
      const limit = other + (context.yearToDate?.[rule.other] ?? 0);
      if (sum <= limit) return null;
      return { code: 'cross_field', detail: `${own}全年累计（${sum}）不应大于${name(rule.other)}全年累计（${limit}）` };
    }
    case 'at_most_register': {
      const limit = context.registers?.[rule.register];
      if (limit === undefined || value <= limit) return null;
      return { code: 'over_register', detail: `${own}（${value}）超过登记数（${limit}），请核对` };
    }
    case 'year_at_most_target': {
      const target = context.registers?.[rule.register];
      const sum = value + (context.yearToDate?.[rule.field] ?? 0);
      if (target === undefined || sum * 100 <= target * rule.percent) return null;
      return {
        code: 'over_register',
        detail: `${own}全年累计（${sum}）超过目标数（${target}）的 ${rule.percent}%，请核对`,
      };
    }
  }
}

function applies(kinds: ReporterKind[] | undefined, context: FormContext): boolean {
  return kinds === undefined || (context.kind !== null && kinds.includes(context.kind));
}
