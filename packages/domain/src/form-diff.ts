import type { FormDefinition, FormField, ReporterKind } from './form.ts';
import { ruleWords } from './form-hints.ts';

/** What one version of a form has that another has not; fields are matched by their codes. */
export interface FormDiff {
  title: { from: string; to: string } | null;
  added: FormField[];
  removed: FormField[];
  changed: { code: string; label: string; changes: { what: string; from: string; to: string }[] }[];
  /** Sections that came or went, or have another name. */
  sections: { from: string | null; to: string | null }[];
  /** The fields that stayed stand in another order. */
  reordered: boolean;
  /** Rules that went with a field, as sentences. */
  rules: string[];
  /** What no longer compares with earlier periods. */
  warnings: string[];
}

const kindWords: Record<FormField['kind'], string> = { flow: '本期数', stock: '期末数' };
const reporters: Record<ReporterKind, string> = { township: '乡镇', department: '区直部门', media: '宣传媒体单位' };
const evidenceWords: Record<NonNullable<FormField['evidence']>, string> = {
  link: '链接',
  link_or_scan: '链接或扫描件',
  attachment: '附件',
};

/** Kinds of units that fill a field in, in words. */
export function reporterWords(kinds: readonly ReporterKind[]): string {
  return (Object.keys(reporters) as ReporterKind[])
    .filter((kind) => kinds.includes(kind))
    .map((kind) => reporters[kind])
    .join('、');
}

/** What of a field is compared, with its words. */
const parts: { what: string; of: (field: FormField, form: FormDefinition) => string }[] = [
  { what: '名称', of: ({ label }) => label },
  {
    what: '板块',
    of: ({ section }, form) => form.sections.find(({ code }) => code === section)?.title ?? section,
  },
  { what: '计量单位', of: ({ measure }) => measure },
  { what: '口径', of: ({ kind }) => kindWords[kind] },
  { what: '填报单位', of: (field) => reporterWords(field.for) },
  { what: '最小值', of: ({ min }) => String(min) },
  { what: '最大值', of: ({ max }) => String(max) },
  { what: '必填', of: ({ required }) => (required ? '是' : '否') },
  { what: '填报提示', of: ({ hint }) => hint ?? '' },
  { what: '佐证', of: ({ evidence }) => (evidence ? evidenceWords[evidence] : '') },
  { what: '依据', of: ({ requirement }) => requirement },
  { what: '表头的其他写法', of: ({ aliases = [] }) => aliases.join('、') },
];

export function formDiff(old: FormDefinition, next: FormDefinition): FormDiff {
  const before = new Map(old.fields.map((field) => [field.code, field]));
  const after = new Map(next.fields.map((field) => [field.code, field]));
  const stayed = old.fields.filter(({ code }) => after.has(code)).map(({ code }) => code);
  const order = next.fields.filter(({ code }) => before.has(code)).map(({ code }) => code);
  const changed = stayed.flatMap((code) => {
    const [from, to] = [before.get(code), after.get(code)];
    if (!from || !to) return [];
    const changes = parts.flatMap(({ what, of }) => {
      const words = { what, from: of(from, old), to: of(to, next) };
      // Another title of the section is told once, with the section.
      if (what === '板块' && from.section === to.section) return [];
      return words.from === words.to ? [] : [words];
    });
    return changes.length > 0 ? [{ code, label: to.label, changes }] : [];
  });
  const kept = new Set(next.rules.map((rule) => JSON.stringify(rule)));
  return {
    title: old.title === next.title ? null : { from: old.title, to: next.title },
    added: next.fields.filter(({ code }) => !before.has(code)),
    removed: old.fields.filter(({ code }) => !after.has(code)),
    changed,
    sections: sectionsDiffer(old, next),
    reordered: stayed.some((code, i) => code !== order[i]),
    rules: old.rules.filter((rule) => !kept.has(JSON.stringify(rule))).map((rule) => ruleWords(old, rule)),
    warnings: changed.flatMap(({ label, changes }) =>
      changes
        .filter(({ what }) => what === '计量单位' || what === '口径')
        .map(({ what, from, to }) => `“${label}”的${what}由“${from}”改为“${to}”，与以前各期的数不能直接比较、累计`),
    ),
  };
}

function sectionsDiffer(old: FormDefinition, next: FormDefinition): FormDiff['sections'] {
  const after = new Map(next.sections.map(({ code, title }) => [code, title]));
  const before = new Map(old.sections.map(({ code, title }) => [code, title]));
  return [
    ...old.sections.flatMap(({ code, title }) => {
      const to = after.get(code) ?? null;
      return to === title ? [] : [{ from: title, to }];
    }),
    ...next.sections.flatMap(({ code, title }) => (before.has(code) ? [] : [{ from: null, to: title }])),
  ];
}

/** True when two versions say the same. */
export function isSameForm(diff: FormDiff): boolean {
  const lists = [diff.added, diff.removed, diff.changed, diff.sections, diff.rules];
  return diff.title === null && !diff.reordered && lists.every((list) => list.length === 0);
}
