import type { FormDefinition } from '@nuanxin/domain';
import { number } from '../../shared/format.ts';

/** What a unit enters: figures, texts and links as evidence. */
export interface Content {
  values: Record<string, number>;
  summary: Record<string, string>;
  evidence: Record<string, string[]>;
}

/** One place in which two contents differ; blank is an empty text. */
export interface Change {
  code: string;
  label: string;
  before: string;
  after: string;
  /** A figure is compared at a glance, a text is read. */
  kind: 'figure' | 'text' | 'evidence';
}

/** Where two contents of a form differ, in the form's order. */
export function changesBetween(form: FormDefinition, before: Content, after: Content): Change[] {
  const links = ({ evidence }: Content, code: string): string => (evidence[code] ?? []).join('\n');
  const figures = form.fields.flatMap(({ code, label }): Change[] => [
    { code, label, kind: 'figure', before: number(before.values[code]), after: number(after.values[code]) },
    { code, label, kind: 'evidence', before: links(before, code), after: links(after, code) },
  ]);
  const texts = form.texts.map(({ code, label }): Change => {
    return { code, label, kind: 'text', before: before.summary[code] ?? '', after: after.summary[code] ?? '' };
  });
  return [...figures, ...texts].filter((each) => each.before !== each.after);
}
