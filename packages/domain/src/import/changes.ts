import type { FormDefinition } from '../form.ts';
import type { ImportRow } from './row.ts';

/** What a row would make of one field or text of the report that stands; null is a blank. */
export interface ValueChange {
  field: string;
  from: number | string | null;
  to: number | string | null;
}

/** Figures and texts of a report. */
export interface Content {
  values: Record<string, number>;
  summary: Record<string, string>;
}

/**
 * A report with a row's content. What the file has no column for stays as it stands; a column that is there and blank
 * empties its figure. Texts are only filled in.
 */
export function mergeRow({ values, blank = [] }: Pick<ImportRow, 'values' | 'blank'>, standing: Content): Content {
  const next: Content = { values: { ...standing.values }, summary: { ...standing.summary } };
  for (const code of blank) delete next.values[code];
  for (const [code, value] of Object.entries(values)) {
    if (typeof value === 'number') next.values[code] = value;
    else next.summary[code] = value;
  }
  return next;
}

/** Where two contents differ, in the form's order. */
export function changesOf({ fields, texts }: FormDefinition, before: Content, after: Content): ValueChange[] {
  const all: ValueChange[] = [
    ...fields.map(({ code }) => ({ field: code, from: before.values[code] ?? null, to: after.values[code] ?? null })),
    ...texts.map(({ code }) => ({
      field: code,
      from: before.summary[code] || null,
      to: after.summary[code] || null,
    })),
  ];
  return all.filter(({ from, to }) => from !== to);
}

/** Figures that stand and that the file has no column for. */
export function keptFields({ values, blank = [] }: Pick<ImportRow, 'values' | 'blank'>, standing: Content): string[] {
  return Object.keys(standing.values).filter((code) => values[code] === undefined && !blank.includes(code));
}
