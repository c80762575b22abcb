import type { FormDefinition, FormField } from './form.ts';
import { tidy } from './import/numbers.ts';
import { formFigures } from './records/figures.ts';

/** What the office enters of a new version; texts and rules are taken over. */
export type FormEdit = Pick<FormDefinition, 'title' | 'sections' | 'fields'>;

/** The next version: rules that name a field which is no longer there go with it, and the form is the office's own now. */
export function nextVersion(newest: FormDefinition, { title, sections, fields }: FormEdit): FormDefinition {
  const codes = new Set(fields.map(({ code }) => code));
  const rules = newest.rules.filter((rule) => codes.has(rule.field) && (!('other' in rule) || codes.has(rule.other)));
  return { ...newest, version: newest.version + 1, title, sections, fields, rules, sample: false };
}

/**
 * Faults of a version before it is published.
 * @param history all versions, oldest first: a code means one thing for ever
 * @returns JSON pointer and Chinese sentence of each
 */
export function formFaults(
  next: FormDefinition,
  history: readonly FormDefinition[],
): { pointer: string; detail: string }[] {
  const sections = new Set(next.sections.map(({ code }) => code));
  const codes = new Set<string>();
  const texts = new Map<string, string>();
  for (const { label, aliases = [] } of next.texts)
    for (const text of [label, ...aliases]) texts.set(tidy(text), label);
  return [
    ...next.fields.flatMap((field, i) => {
      const at = (part: string, detail: string) => ({ pointer: `/fields/${i}/${part}`, detail });
      const found = fieldFaults(field, sections, codes.has(field.code)).map(({ part, detail }) => at(part, detail));
      codes.add(field.code);
      for (const text of [field.label, ...(field.aliases ?? [])]) {
        const other = texts.get(tidy(text));
        if (other !== undefined) found.push(at('label', `“${text}”与“${other}”重名，导入时分不清`));
        texts.set(tidy(text), field.label);
      }
      const reused = meaningFault(field, next.code, history);
      return reused === null ? found : [...found, at('kind', reused)];
    }),
    ...next.sections.flatMap(({ code, title }, i) =>
      next.fields.some(({ section }) => section === code)
        ? []
        : [{ pointer: `/sections/${i}/title`, detail: `“${title}”中没有指标，请删除或补充` }],
    ),
  ];
}

function fieldFaults(field: FormField, sections: ReadonlySet<string>, twice: boolean) {
  const { code, label, section, min, max } = field;
  return [
    ...(twice ? [{ part: 'code', detail: `指标编码 ${code} 重复` }] : []),
    ...(sections.has(section) ? [] : [{ part: 'section', detail: `“${label}”没有所属板块` }]),
    ...(field.for.length > 0 ? [] : [{ part: 'for', detail: `“${label}”没有填报单位，请至少选择一类` }]),
    ...(min <= max ? [] : [{ part: 'max', detail: `“${label}”的最大值小于最小值` }]),
  ];
}

/** A code that was taken out may not come back as something else, and what the records count cannot be counted otherwise. */
function meaningFault(field: FormField, form: string, history: readonly FormDefinition[]): string | null {
  const newest = history.at(-1)?.fields.find(({ code }) => code === field.code);
  const before = history.findLast(({ fields }) => fields.some(({ code }) => code === field.code));
  const old = before?.fields.find(({ code }) => code === field.code);
  if (!old) return null;
  const other = old.kind !== field.kind || old.measure !== field.measure;
  if (!newest && other)
    return `编码 ${field.code} 曾是“${old.label}”（${old.measure}），不能改作口径或计量单位不同的指标；请用新的编码`;
  if (old.kind !== field.kind && formFigures[form]?.[field.code])
    return `“${field.label}”由台账自动统计，口径不能改；请删除后另加新指标`;
  return null;
}
